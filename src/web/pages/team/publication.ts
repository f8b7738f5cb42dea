// Figures for publication as a file. Each is audited.
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { findReach } from '../../../access/access-store.ts';
import { fullDate } from '../../../format/dates.ts';
import { readTeams } from '../../../team/figures-store.ts';
import { ALL_TEAMS, FIGURE_COLUMNS, publishedFigures } from '../../../team/publication.ts';
import { lastMonths } from '../../../team/weeks.ts';
import { noPermission, notFound, type Route, route, sendFile } from '../../page/index.ts';
import { figuresQuery } from './schema.ts';

const MONTHS_OFFERED = 12;

/** The newest first; `team` null: every team. */
export function monthLinks(now: Date, team: string | null) {
  return lastMonths(now, MONTHS_OFFERED).map((month) => ({
    href: `/team/figures?${new URLSearchParams([['month', month], ...(team === null ? [] : [['team', team]])])}`,
    text: `Download figures, ${fullDate(new Date(`${month}-15T12:00:00Z`)).replace(/^\d+ /, '')}`,
  }));
}

export const figuresRoute: Route = route({
  method: 'GET',
  path: '/team/figures',
  may: { haveRole: ['manager', 'information-governance'] },
  query: figuresQuery,
  async handle({ query, viewer, database, now, today, audit }) {
    const { month } = query;
    const { pool } = database;
    const team = viewer.role === 'manager' ? (query.team ?? viewer.team) : null;
    if (team !== null) {
      const reach = await findReach(pool, viewer, today);
      const teams = await readTeams(pool, [...reach.everyone], today);
      if (!teams.includes(team)) return noPermission();
    }
    const figures = await publishedFigures(database, month, now);
    if (figures === null) return notFound();
    const shown = figures.filter(
      (figure) => team === null || figure.team === team || figure.team === ALL_TEAMS,
    );
    await audit({
      action: 'export',
      subjectKind: 'team-figures',
      subjectId: month,
      caseNumbers: [],
      detail: { format: 'csv', team: team ?? ALL_TEAMS, lines: shown.length },
    });
    const rows = stringify({
      header: true,
      columns: ['marking', ...FIGURE_COLUMNS],
      escape_formulas: true,
      bom: true,
    });
    const marked = shown.map((figure) => ({ marking: 'OFFICIAL-SENSITIVE', ...figure }));
    return sendFile({
      contentType: 'text/csv',
      name: `team-figures-${month}.csv`,
      bytes: null,
      stream: Readable.from(marked).pipe(rows),
    });
  },
});
