// A conversation in Slack that Sarah Jones has had recorded for Osian Brennan, and his mother in it.
import type { Database } from '../../src/database/client.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import { fixture, type Json } from '../fakes/slack/webhook.ts';
import { aChild, aContact, aWorker } from './records.ts';
import { KELLY_ON_SLACK, SARAH_ON_SLACK, type SlackRoad, slackRoad } from './slack.ts';

/** Tom Price, who has nothing to do with Osian. */
export const TOM_ON_SLACK = 'U0TOM0001';

export async function sarahAndOsian(database: Database): Promise<void> {
  await aWorker(database, 'W1', { name: 'Sarah Jones', slackUserId: SARAH_ON_SLACK });
  await aWorker(database, 'W2', { name: 'Tom Price', slackUserId: TOM_ON_SLACK });
  await aChild(database, 'C1', { name: 'Osian Brennan', preferredName: 'Bear', lead: 'W1' });
  await aChild(database, 'C2', { name: 'Megan Pritchard', lead: 'W2' });
  await aContact(database, 'P1', {
    name: 'Kelly Brennan',
    channel: 'slack',
    address: KELLY_ON_SLACK,
    caseNumbers: ['C1'],
  });
}

export type RecordedChannel = SlackRoad & {
  channel: string;
  /** An event of this conversation, by the name of its fixture. */
  here(name: string, changes?: Json): Json;
  /** Messages of this conversation, in the order in which they were kept. */
  kept(): ReturnType<Database['prisma']['message']['findMany']>;
  events(): ReturnType<Database['prisma']['messageEvent']['findMany']>;
};

let channels = 0;

/** A door of its own, and a conversation of its own behind it; we are in it or not. */
export async function recordedChannel(
  database: Database,
  clock: Clock,
  { isMember = true } = {},
): Promise<RecordedChannel> {
  const slack = await slackRoad({ database, clock });
  channels += 1;
  const channel = `C0TEST${String(channels).padStart(3, '0')}`;
  slack.slack.state.conversations.set(channel, { id: channel, name: 'a', isMember, members: [] });
  await slack.command('record C1', { channel_id: channel });
  const { message, messageEvent } = database.prisma;
  const inOrder = { orderBy: { sequence: 'asc' } } as const;
  return {
    ...slack,
    channel,
    here: (name, changes) => fixture(name, { channel, ...changes }),
    kept: () => message.findMany({ where: { counterpart: channel }, ...inOrder }),
    events: () =>
      messageEvent.findMany({ where: { dedupeKey: { contains: channel } }, ...inOrder }),
  };
}
