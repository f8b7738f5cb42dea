// A team at a glance: what a manager acts on today, timeliness, workload, and figures for publication.
import { findReach } from '../../../access/access-store.ts';
import { listSupervised } from '../../../supervision/supervised-store.ts';
import {
  countWaitingForChild,
  readMembers,
  readPersonFigures,
  readTeams,
  readWeeklyTimeliness,
} from '../../../team/figures-store.ts';
import { listUnanswered } from '../../../team/unanswered-store.ts';
import { weeksUpTo } from '../../../team/weeks.ts';
import {
  definePage,
  noPermission,
  type Page,
  type PageRequest,
  render,
  route,
} from '../../page/index.ts';
import { addressOf } from '../supervision/agenda.ts';
import { content, teamTitle } from './content.ts';
import { familiesView } from './families.ts';
import { timelinessView, workView } from './figures.ts';
import { figuresRoute, monthLinks } from './publication.ts';
import { teamQuery } from './schema.ts';

const WEEKS = 8;
type AnyRequest = Omit<PageRequest<unknown, unknown, unknown>, 'params' | 'query' | 'form'>;

export const teamPage: Page = definePage({
  name: 'team',
  navigation: {
    text: content.title,
    href: '/team',
    order: 50,
    roles: ['manager', 'information-governance'],
  },
  routes: [
    route({
      method: 'GET',
      path: '/team',
      may: { haveRole: ['manager', 'information-governance'] },
      query: teamQuery,
      viewed: () => ({ subjectKind: 'page', subjectId: 'team' }),
      async handle({ query, ...request }) {
        const { viewer, now } = request;
        if (viewer.role !== 'manager') {
          return render('pages/team/publication.njk', {
            title: content.publication,
            content,
            months: monthLinks(now, null),
          });
        }
        return showTeam(request, query.team);
      },
    }),
    figuresRoute,
  ],
});

/** Asked for another team than one's own or one below it: there is no such page. */
async function showTeam(request: AnyRequest, asked: string | undefined) {
  const { viewer, database, now, today } = request;
  const { pool } = database;
  const reach = [...(await findReach(pool, viewer, today)).everyone];
  const teams = await readTeams(pool, reach, today);
  const team = asked ?? (teams.includes(viewer.team) ? viewer.team : teams[0]);
  if (team === undefined || !teams.includes(team)) return noPermission();
  const members = await readMembers(pool, team, reach, today);
  const ids = members.map(({ workerId }) => workerId);
  const weeks = weeksUpTo(now, WEEKS);
  const since = weeks[0]?.from ?? now;
  const [weekly, persons, questions, unanswered, supervised] = await Promise.all([
    readWeeklyTimeliness(pool, ids, weeks, now),
    readPersonFigures(pool, ids, { since, now, today }),
    countWaitingForChild(pool, { team, workerIds: ids, now, today }),
    listUnanswered(pool, ids, now),
    listSupervised(pool, viewer, today),
  ]);
  const mine = new Set(supervised.map(({ workerId }) => workerId));
  const people = members.flatMap((member) => {
    const figures = persons.find(({ workerId }) => workerId === member.workerId);
    // A manager who holds no children is not part of the team's workload.
    const holds = figures && (member.role === 'worker' || figures.children + figures.waiting > 0);
    if (!holds) return [];
    return [
      {
        ...member,
        ...figures,
        unanswered: unanswered.filter(({ workerId }) => workerId === member.workerId).length,
        href: mine.has(member.workerId) ? addressOf(member.workerId) : null,
      },
    ];
  });
  const overdue = people.reduce((all, person) => all + person.overdue, 0);
  return render('pages/team/page.njk', {
    title: teamTitle(team),
    content,
    teams:
      teams.length > 1
        ? teams.map((name) => ({
            name: teamTitle(name),
            href: `/team?${new URLSearchParams([['team', name]])}`,
            current: name === team,
          }))
        : [],
    numbers: [
      { count: overdue, text: content.overdue(overdue), href: '/recordings' },
      { count: questions, text: content.waiting(questions), href: '/inbox#which-child' },
      {
        count: unanswered.length,
        text: content.unanswered(unanswered.length),
        href: '#families',
      },
    ],
    ...timelinessView(weekly),
    work: workView(people),
    empty: people.length === 0,
    ...(await familiesView(request, unanswered, members)),
    months: monthLinks(now, team),
  });
}
