// Items as the stage makes them, for tests of what becomes of them.
import type { Database } from '../../src/database/client.ts';
import { takeUpFlags } from '../../src/escalation/stage.ts';
import { aDecision, aFlag, aMessage, type BuiltMessage } from './records.ts';

export const ENGLAND = 'england-and-wales';

/** Everything that was flagged and is not before anybody yet, put before people as of `now`. */
export async function takeUp(database: Database, now: Date): Promise<void> {
  const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM flag');
  const ids = rows.map(({ id }) => id);
  await database.transaction((connection) =>
    takeUpFlags(connection, ids, { clock: () => now, nation: ENGLAND }),
  );
}

type Written = Parameters<typeof aMessage>[2] & {
  about?: string[];
  severity?: string;
  category?: string;
  evidence?: string[];
  /** When it is looked at; as soon as it is written, unless told. */
  now?: Date;
};

/** A message that a rule flagged, before the person whose turn it is. */
export async function aFlagged(
  database: Database,
  at: string,
  { about = [], severity, category, evidence, now, ...message }: Written = {},
): Promise<BuiltMessage> {
  const written = await aMessage(database, at, {
    body: 'Marcus smacked him round the head sat nite',
    ...message,
  });
  await aDecision(database, written, about);
  await aFlag(database, written, {
    ...(severity ? { severity } : {}),
    ...(category ? { category } : {}),
    ...(evidence ? { evidence } : {}),
  });
  await takeUp(database, now ?? new Date(at));
  return written;
}

/** The items, oldest first. */
export async function items(database: Database) {
  return database.prisma.oversightItem.findMany({ orderBy: { openedAt: 'asc' } });
}

/** What was done with an item: kind and person, in order. */
export async function steps(database: Database) {
  const rows = await database.prisma.oversightStep.findMany({ orderBy: { sequence: 'asc' } });
  return rows.map(({ kind, workerId, why }) => [kind, workerId ?? why].filter(Boolean).join(' '));
}
