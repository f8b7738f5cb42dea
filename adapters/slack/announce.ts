// Posts a notice into a conversation. chat.postMessage cannot be told that a call is a repeat: after a
// try that may have got through, the conversation's history is searched first.
import { z } from 'zod';
import type { SendOutcome } from '../../src/messaging/adapter.ts';
import type { Announcement } from '../../src/messaging/registration.ts';
import type { SlackClient } from './client.ts';
import { outcomeOf } from './failure.ts';
import { newestMessages } from './history.ts';
import { externalIdOf } from './normalise.ts';
import { dateOf, type SlackMessage, timestamp } from './parse.ts';

const EVENT_TYPE = 'casethread_notice';
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
  { counterpart: channel, isRepeat, key }: Announcement,
): Promise<string | null> {
  if (!isRepeat) return null;
  const found = await newestMessages(client, channel);
  return found.find(({ message }) => noticeKey(message) === key)?.message.ts ?? null;
}

/** The key of a notice of ours; null: it is none. */
export function noticeKey({ metadata }: SlackMessage): string | null {
  return noted.safeParse(metadata).data?.event_payload.key ?? null;
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
