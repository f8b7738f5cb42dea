// A stretch of a conversation as Slack holds it, oldest first: its messages, and the replies in its
// threads (https://docs.slack.dev/reference/methods/conversations.history, …/conversations.replies).
import { z } from 'zod';
import type { SlackClient } from './client.ts';
import { messageSchema, type SlackMessage, tsOf } from './parse.ts';
import { politely, type Wait } from './polite.ts';

export type Stretch = { channel: string; from: Date; to: Date };

/** One message with what Slack said of it, to be kept as it is. */
export type Found = { message: SlackMessage; raw: unknown };

/** Slack's own advice is at most 200 a page; more makes it slow. */
const PAGE = 200;
/** Threads that began so long before a stretch are looked into for replies within it. */
const THREADS_BEFORE_MS = 14 * 86_400_000;

const page = z.looseObject({
  messages: z.array(z.unknown()).nullish(),
  has_more: z.boolean().nullish(),
  response_metadata: z.looseObject({ next_cursor: z.string().nullish() }).nullish(),
});

type Ask = (cursor: string | undefined) => Promise<unknown>;

/** Throws what the client throws. What cannot be read is left out: live, it was kept raw. */
export async function messagesWithin(
  client: SlackClient,
  { channel, from, to }: Stretch,
  wait?: Wait | null,
): Promise<Found[]> {
  const oldest = new Date(Math.max(0, from.getTime() - THREADS_BEFORE_MS));
  const within = { channel, latest: tsOf(to), inclusive: true, limit: PAGE };
  const top = await everyPage(
    (cursor) =>
      client.conversations.history({
        ...within,
        oldest: tsOf(oldest),
        include_all_metadata: true,
        ...(cursor ? { cursor } : {}),
      }),
    wait,
  );
  const found = new Map<string, Found>();
  const inside = ({ ts }: SlackMessage) =>
    Number(ts) * 1_000 >= from.getTime() && Number(ts) * 1_000 <= to.getTime();
  for (const each of top) {
    const { message } = each;
    if (inside(message)) found.set(message.ts, each);
    if (
      !message.reply_count ||
      Number(message.latest_reply ?? message.ts) * 1_000 < from.getTime()
    ) {
      continue;
    }
    const replies = await everyPage(
      (cursor) =>
        client.conversations.replies({
          ...within,
          ts: message.ts,
          oldest: tsOf(from),
          ...(cursor ? { cursor } : {}),
        }),
      wait,
    );
    for (const reply of replies) {
      if (inside(reply.message) && !found.has(reply.message.ts)) found.set(reply.message.ts, reply);
    }
  }
  return [...found.values()].sort(
    (one, other) => Number(one.message.ts) - Number(other.message.ts),
  );
}

/** Pages of history that are searched for a post of ours. */
const PAGES_BACK = 5;

/** The newest messages of a conversation, whatever the time is. Throws what the client throws. */
export async function newestMessages(client: SlackClient, channel: string): Promise<Found[]> {
  const ask: Ask = (cursor) =>
    client.conversations.history({
      channel,
      limit: PAGE,
      include_all_metadata: true,
      ...(cursor ? { cursor } : {}),
    });
  return everyPage(ask, null, PAGES_BACK);
}

async function everyPage(
  ask: Ask,
  wait?: Wait | null,
  atMost = Number.POSITIVE_INFINITY,
): Promise<Found[]> {
  const all: Found[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const at = cursor;
    const answer = page.parse(await politely(() => ask(at), wait));
    for (const raw of answer.messages ?? []) {
      const message = messageSchema.safeParse(raw).data;
      if (message) all.push({ message, raw });
    }
    const next = answer.response_metadata?.next_cursor || undefined;
    cursor = next === at ? undefined : next;
    pages += 1;
  } while (cursor !== undefined && pages < atMost);
  return all;
}
