// Figures that may be given to anybody who asks (Coventry 5.6): by month and team, without personal
// data, small counts suppressed over all teams at once, so that two extracts never give one away.
import type { Database } from '../database/client.ts';
import { readTeamCounts, type TeamCounts } from './publication-store.ts';
import { type PublishedCell, publishable } from './suppress.ts';
import { completeMonth } from './weeks.ts';

export type PublishedFigure = {
  /** 2026-02 */
  month: string;
  team: string;
  measure: string;
  /** A number of 5 or more, or why there is none. */
  count: string;
};

export const FIGURE_COLUMNS = ['month', 'team', 'measure', 'count'] as const;
export const ALL_TEAMS = 'All teams';
const NO_TEAM = 'No team';

type Measured = {
  parts: readonly { name: string; of(counts: TeamCounts): number }[];
  total: string;
};

/** Tables of their own: no figure of one follows from the others. */
const TABLES: readonly Measured[] = [
  {
    parts: [
      { name: 'Recordings due in 2 working days, on time', of: (team) => team.routineOnTime },
      { name: 'Recordings due in 2 working days, late', of: (team) => team.routineLate },
    ],
    total: 'Recordings due in 2 working days',
  },
  {
    parts: [
      { name: 'Recordings due in 24 hours, on time', of: (team) => team.urgentOnTime },
      { name: 'Recordings due in 24 hours, late', of: (team) => team.urgentLate },
    ],
    total: 'Recordings due in 24 hours',
  },
  {
    parts: [
      { name: 'Messages received', of: (team) => team.received },
      { name: 'Messages sent', of: (team) => team.sent },
    ],
    total: 'Messages',
  },
];

/** Null: the month is not over, or is none. */
export async function publishedFigures(
  { pool }: Pick<Database, 'pool'>,
  month: string,
  now: Date,
): Promise<PublishedFigure[] | null> {
  const span = completeMonth(month, now);
  return span === null ? null : figuresOf(month, await readTeamCounts(pool, span));
}

/** The figures of a month from its counts, team by team and then all of them. Pure. */
export function figuresOf(month: string, counts: readonly TeamCounts[]): PublishedFigure[] {
  const names = [...counts.map(({ team }) => team ?? NO_TEAM), ALL_TEAMS];
  return TABLES.flatMap(({ parts, total }) => {
    const cells = publishable(counts.map((team) => parts.map(({ of }) => of(team))));
    const measures = [...parts.map(({ name }) => name), total];
    return names.flatMap((team, row) =>
      measures.map((measure, column) => ({
        month,
        team,
        measure,
        count: countWords(cells?.[row]?.[column] ?? 'hidden'),
      })),
    );
  });
}

function countWords(cell: PublishedCell): string {
  if (cell === 'small') return 'fewer than 5';
  return cell === 'hidden' ? 'not shown' : String(cell.shown);
}
