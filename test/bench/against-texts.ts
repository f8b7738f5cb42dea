// How fast messages of recorded conversations on a chat platform come in at the door, against the same
// number of texts at the same time.
import { conversationIdOf } from '../../src/messaging/identity.ts';
import type { ChatChannel } from '../../src/messaging/registration.ts';
import { type Target, untilIdle, webhookLoad } from './capture.ts';
import { heading, latencies, line, median, rates } from './figures.ts';
import { runClient } from './processes.ts';
import type { WebhookResult } from './send-all.ts';

const ROUNDS = 3;
const MESSAGES = 8_000;
const WARM = 2_000;

export const CONNECTIONS = 64;

export type Rival = {
  /** The letter of `npm run bench`. */
  part: string;
  platform: string;
  channel: ChatChannel;
  /** What it calls a message at the door, such as events. */
  what: string;
  /** What the ratio should be, in words; empty: whatever it is. */
  target: string;
  /** The workspace or tenant. */
  officialNumber: string;
  /** Recorded, every one of them. */
  conversations: readonly string[];
  /** The parent who writes in the conversation at this place, counted from 0. */
  parentAt(place: number): string;
  /** Sends messages that no run has sent before; `from` is the first one's number. */
  send(from: number, messages: number): Promise<WebhookResult>;
};

/** Prints both rates and their ratio. */
export async function measureAgainstTexts(target: Target, rival: Rival): Promise<void> {
  const { part, platform, what } = rival;
  heading(
    `(${part}) Signed ${platform} ${what}, ${CONNECTIONS} connections, answered after commit`,
  );
  await recordConversations(target, rival);
  let used = 0;
  const chatting = (messages: number) => {
    const from = used + 1;
    used += messages;
    return rival.send(from, messages);
  };
  // As many families text: how much is in a conversation decides what its next message costs.
  const texting = (messages: number) => {
    const load = webhookLoad(target, messages, null);
    const counterparts = load.counterparts.slice(0, rival.conversations.length);
    return runClient<WebhookResult>('webhook-client.ts', { ...load, counterparts });
  };
  await chatting(WARM);
  await texting(WARM);
  const chats: number[] = [];
  const texts: number[] = [];
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await untilIdle(target.owner);
    const text = await texting(MESSAGES);
    texts.push(text.acknowledged / text.seconds);
    await untilIdle(target.owner);
    const chat = await chatting(MESSAGES);
    if (chat.refused > 0) throw new Error(`${chat.refused} ${what} were refused.`);
    chats.push(chat.acknowledged / chat.seconds);
    took.push(...chat.took);
  }
  line(`${what} acknowledged a second`, rates(chats));
  line('  each took', latencies(took));
  line('texts acknowledged a second', rates(texts));
  line(`ratio${rival.target}`, (median(chats) / median(texts)).toFixed(2));
}

async function recordConversations({ owner }: Target, rival: Rival): Promise<void> {
  const { channel, officialNumber, conversations, parentAt } = rival;
  await owner.query(
    `INSERT INTO registered_conversation
       (channel, counterpart, official_number, conversation_id, worker_id, case_numbers, registered_at)
     SELECT $1, counterpart, $4, id, 'BW1', ARRAY['B000001'], '2026-01-01'
     FROM unnest($2::text[], $3::uuid[]) AS row (counterpart, id)`,
    [
      channel,
      conversations,
      conversations.map((id) => conversationIdOf(channel, officialNumber, id)),
      officialNumber,
    ],
  );
  // Parents who are on record, as those who text are.
  await owner.query(
    `INSERT INTO contact_identifier (contact_id, channel, address, verified, valid_from)
     SELECT 'BC' || place, $1, address, true, '2020-01-01'
     FROM unnest($2::text[]) WITH ORDINALITY AS row (address, place)`,
    [channel, conversations.map((_, place) => parentAt(place))],
  );
}
