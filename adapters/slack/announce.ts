// Posts a notice into a conversation. chat.postMessage cannot be told that a call is a repeat: after a
// try that may have got through, the conversation's history is searched first.
import { z } from 'zod';
import type { SendOutcome } from '../../src/messaging/adapter.ts';
import type { Announcement } from '../../src/messaging/registration.ts';
import type { SlackClient } from './client.ts';
import { outcomeOf } from './failure.ts';
import { messagesWithin } from './history.ts';
import { externalIdOf } from './normalise.ts';
import { dateOf, timestamp } from './parse.ts';

const EVENT_TYPE = 'casethread_notice';
/** Clocks differ: a notice may stand a little before the moment at which it was asked for. */
const BEFORE_MS = 10 * 60_000;
const AFTER_MS = 24 * 3_600_000;

const noted = z.looseObject({
  event_type: z.literal(EVENT_TYPE),
  event_payload: z.looseObject({ key: z.string() }),
});

/** Never throws. */
export async function announce(
  client: SlackClient,
  announcement: Announcement,
): Promise<SendOutcome> {
  const { counterpart: channel, body, key } = announcement;
  try {
    const earlier = await earlierPost(client, announcement);
    if (earlier !== null) return posted(channel, earlier, key);
    const answer = await client.chat.postMessage({
      channel,
      text: encoded(body),
      unfurl_links: false,
      metadata: { event_type: EVENT_TYPE, event_payload: { key } },
    });
    return posted(channel, answer.ts, key);
  } catch (error) {
    return outcomeOf(error);
  }
}

async function earlierPost(
  client: SlackClient,
  { counterpart: channel, triedSince, key }: Announcement,
): Promise<string | null> {
  if (triedSince === null) return null;
  const from = new Date(triedSince.getTime() - BEFORE_MS);
  const to = new Date(triedSince.getTime() + AFTER_MS);
  const found = await messagesWithin(client, { channel, from, to });
  const post = found.find(
    ({ message }) => noted.safeParse(message.metadata).data?.event_payload.key === key,
  );
  return post?.message.ts ?? null;
}

/** Slack's answer without a time is still a post: it is kept under its own key. */
function posted(channel: string, ts: unknown, key: string): SendOutcome {
  const at = timestamp.safeParse(ts).data;
  return at === undefined
    ? { outcome: 'accepted', externalId: externalIdOf(channel, `notice-${key}`), sentAt: null }
    : { outcome: 'accepted', externalId: externalIdOf(channel, at), sentAt: dateOf(at) };
}

/** Slack's three characters (https://docs.slack.dev/messaging/formatting-message-text#escaping). */
function encoded(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
