// What `start` says when it is ready.
import { COLLEAGUES } from '../../prisma/demo/authority.ts';
import { listPeopleInPost } from '../access/sign-in-store.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/client.ts';
import { londonDay } from '../format/dates.ts';
import type { Clock } from '../messaging/clock.ts';

const MOST_NAMED = 8;

/** Where it is, who can sign in and what to try. */
export async function welcome(
  config: Config,
  database: Database,
  clock: Clock,
  url: string,
): Promise<string[]> {
  const ready = `Casethread is ready: ${url}`;
  if (config.mode === 'production') return [ready];
  const now = clock();
  const { people, total } = await listPeopleInPost(database.pool, {
    today: londonDay(now),
    now,
    search: '',
    offset: 0,
    limit: MOST_NAMED,
  });
  if (total === 0) {
    return [
      ready,
      'There are no people yet: npx casethread import people <folder> brings them in.',
    ];
  }
  const shown = new Map(COLLEAGUES.map(({ workerId, sees }) => [workerId, sees]));
  return [
    '',
    ready,
    '',
    'A demonstration: fictitious people, no passwords, nothing leaves this machine. Sign in as',
    ...people.map(({ workerId, name, role }) => `  ${name}, ${shown.get(workerId) ?? role}`),
    ...(total > people.length ? [`  and ${total - people.length} more`] : []),
    '',
    'What to try:',
    `  1. Be a family: ${url}/simulator sends a text through the real webhook.`,
    '  2. Sign in as a worker in another window: it is in the inbox within a second.',
    '  3. Say which child, add context, mark a significant event, and reply.',
    '',
    'Ctrl-C stops everything. Nothing that was kept is lost.',
  ];
}
