// A group chat in Teams that Sarah Jones has had recorded for Osian Brennan, and his mother in it.
import type { TeamsSettings } from '../../adapters/teams/index.ts';
import type { Database } from '../../src/database/client.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import type { SignOptions } from '../fakes/teams/issuer.ts';
import { TENANT } from '../fakes/teams/server.ts';
import { aChild, aContact, aWorker } from './records.ts';
import { type Json, KELLY_IN_TEAMS, SARAH_IN_TEAMS, type TeamsRoad, teamsRoad } from './teams.ts';

export async function sarahAndOsian(database: Database): Promise<void> {
  await aWorker(database, 'W1', { name: 'Sarah Jones', teamsUserId: SARAH_IN_TEAMS });
  await aChild(database, 'C1', { name: 'Osian Brennan', preferredName: 'Bear', lead: 'W1' });
  await aContact(database, 'P1', {
    name: 'Kelly Brennan',
    channel: 'teams',
    address: KELLY_IN_TEAMS,
    caseNumbers: ['C1'],
  });
}

export type RecordedChat = TeamsRoad & {
  counterpart: string;
  /** An activity in this chat, by the name of its fixture. */
  here(name: string, changes?: Json, signing?: SignOptions): Promise<Response>;
  /** Messages of this chat, in the order in which they were kept. */
  kept(): ReturnType<Database['prisma']['message']['findMany']>;
  events(): ReturnType<Database['prisma']['messageEvent']['findMany']>;
};

let chats = 0;

/** A door of its own, and a chat of its own behind it. */
export async function recordedChat(
  database: Database,
  clock: Clock,
  settings: Partial<TeamsSettings> = {},
): Promise<RecordedChat> {
  const teams = await teamsRoad({ database, clock, settings });
  chats += 1;
  const counterpart = `19:chat-${chats}@thread.v2`;
  const conversation = { id: counterpart, conversationType: 'groupChat', tenantId: TENANT };
  await teams.activity('record', { conversation });
  const { message, messageEvent } = database.prisma;
  const inOrder = { orderBy: { sequence: 'asc' } } as const;
  return {
    ...teams,
    counterpart,
    here: (name, changes, signing) => teams.activity(name, { conversation, ...changes }, signing),
    kept: () => message.findMany({ where: { counterpart: { contains: counterpart } }, ...inOrder }),
    events: () =>
      messageEvent.findMany({ where: { dedupeKey: { contains: counterpart } }, ...inOrder }),
  };
}

/** How many rows each table has. Counts of what was heard may change: they hold nobody's words. */
export async function rowsOfEveryTable({ pool }: Database): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'provider_health'`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const counted = await pool.query(`SELECT count(*)::int AS count FROM "${name}"`);
    counts[name] = counted.rows[0].count;
  }
  return counts;
}
