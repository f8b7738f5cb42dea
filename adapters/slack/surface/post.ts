// Puts a card into a person's chat with us, or a team's channel. chat.postMessage cannot be told that a
// call is a repeat: after a try that may have got through, the history is searched first.
import { z } from 'zod';
import type { CardPost, PostOutcome } from '../../../src/messaging/surface.ts';
import type { SlackClient } from '../client.ts';
import { failureOf, isCredentials } from '../failure.ts';
import { cardBlocks } from './card-blocks.ts';
import { actions, type Block, link, section } from './elements.ts';

const EVENT_TYPE = 'casethread_prompt';
const LOOKS_BACK = 200;

/** The layout was refused: the worker still hears that something waits. */
const LAYOUT = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
]);

const answer = z.looseObject({ channel: z.string(), ts: z.string() });
const found = z.looseObject({
  messages: z
    .array(
      z.looseObject({
        ts: z.string(),
        metadata: z
          .looseObject({
            event_type: z.string(),
            event_payload: z.looseObject({ key: z.string() }),
          })
          .nullish()
          .catch(null),
      }),
    )
    .catch([]),
});

/** `D0PRIYA:1773327060.000100`: the conversation and the message in it. */
export function referenceOf(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}

export function readReference(reference: string): { channel: string; ts: string } {
  const [channel = '', ts = ''] = reference.split(':');
  return { channel, ts };
}

/** Never throws. */
export async function postCard(client: SlackClient, post: CardPost): Promise<PostOutcome> {
  try {
    return await put(client, post, cardBlocks(post.card));
  } catch (error) {
    if (!isRefusal(error, LAYOUT)) return outcomeOf(error);
  }
  try {
    const plain = [
      section(post.notification),
      actions([link('Open in Casethread', post.card.url)]),
    ];
    return await put(client, post, plain);
  } catch (error) {
    return outcomeOf(error);
  }
}

async function put(client: SlackClient, post: CardPost, blocks: Block[]): Promise<PostOutcome> {
  const earlier = post.replaces ?? (post.triedBefore ? await findEarlier(client, post) : null);
  const content = {
    text: post.notification,
    blocks,
    metadata: { event_type: EVENT_TYPE, event_payload: { key: post.key } },
  };
  if (earlier !== null) {
    const { channel, ts } = readReference(earlier);
    try {
      await client.chat.update({ channel, ts, ...content });
      return { outcome: 'posted', reference: earlier, thread: post.thread ?? earlier };
    } catch (error) {
      // What stood there was deleted, or cannot be changed any more: the card stands anew.
      if (!isAboutThisCard(error)) throw error;
    }
  }
  const thread = post.thread === null ? null : readReference(post.thread);
  const posted = answer.parse(
    await client.chat.postMessage({
      // A person's id stands for their own chat with the app.
      channel: thread?.channel ?? addressOf(post),
      ...(thread ? { thread_ts: thread.ts } : {}),
      unfurl_links: false,
      unfurl_media: false,
      ...content,
    }),
  );
  const reference = referenceOf(posted.channel, posted.ts);
  return { outcome: 'posted', reference, thread: post.thread ?? reference };
}

const addressOf = ({ recipient }: CardPost): string =>
  recipient.kind === 'person' ? recipient.userId : recipient.channelId;

/** The post of an earlier try, in the thread where it would stand or in the chat itself. */
async function findEarlier(client: SlackClient, post: CardPost): Promise<string | null> {
  const channel = await channelOf(client, post);
  const common = { channel, limit: LOOKS_BACK, include_all_metadata: true };
  const { messages } = found.parse(
    post.thread === null
      ? await client.conversations.history(common)
      : await client.conversations.replies({ ...common, ts: readReference(post.thread).ts }),
  );
  const own = messages.find(
    ({ metadata }) =>
      metadata?.event_type === EVENT_TYPE && metadata.event_payload.key === post.key,
  );
  return own ? referenceOf(channel, own.ts) : null;
}

async function channelOf(client: SlackClient, { thread, recipient }: CardPost): Promise<string> {
  if (thread !== null) return readReference(thread).channel;
  if (recipient.kind === 'channel') return recipient.channelId;
  const opened = await client.conversations.open({ users: recipient.userId });
  return z.looseObject({ channel: z.looseObject({ id: z.string() }) }).parse(opened).channel.id;
}

function isAboutThisCard(error: unknown): boolean {
  const failure = failureOf(error);
  return failure.kind === 'refused' && !isCredentials(failure.error) && !LAYOUT.has(failure.error);
}

function isRefusal(error: unknown, errors: ReadonlySet<string>): boolean {
  const failure = failureOf(error);
  return failure.kind === 'refused' && errors.has(failure.error);
}

function outcomeOf(error: unknown): PostOutcome {
  const failure = failureOf(error);
  switch (failure.kind) {
    case 'slow-down':
      return {
        outcome: 'not-now',
        words: 'Slack asks us to slow down.',
        retryAfterMs: failure.retryAfterMs,
        credentials: false,
      };
    case 'refused':
      // Refused for this person or this card: everybody else's prompts go on.
      if (!isCredentials(failure.error)) {
        return { outcome: 'unreachable', words: `Slack cannot deliver it (${failure.error}).` };
      }
      return {
        outcome: 'not-now',
        words: `Slack refused our token (${failure.error}).`,
        retryAfterMs: null,
        credentials: true,
      };
    case 'not-reached':
    case 'unclear':
      return {
        outcome: 'not-now',
        words: 'Slack did not answer.',
        retryAfterMs: null,
        credentials: false,
      };
    default:
      return failure satisfies never;
  }
}
