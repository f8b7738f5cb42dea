// Reply to a family: a form with the checks; what is typed in a thread is never sent by itself.
import { randomUUID } from 'node:crypto';
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Desk, ReplyValues } from '../../../src/messaging/surface.ts';
import type { SlackClient } from '../client.ts';
import { visibleText } from '../text.ts';
import { actions, type Block, bold, button, escaped, section } from './elements.ts';
import { afterSubmission, whereOf } from './listen-question.ts';
import type { Metadata, Place } from './metadata.ts';
import { onSubmit } from './on-submit.ts';
import { inBlock, partsOf, readClick, readSubmission } from './payload.ts';
import { refusalView } from './plain-views.ts';
import { referenceOf } from './post.ts';
import { replyView, stoppedView } from './reply-view.ts';
import {
  answerSubmission,
  errorsAt,
  openFast,
  type SubmissionAnswer,
  showDone,
  showRefusal,
} from './screen.ts';

const BLOCKS = new Set(['person', 'child', 'body', 'why']);

export function listenReply(app: App, desk: Desk): void {
  app.action('reply.open', async ({ ack, body, client }) => {
    await ack();
    const click = readClick(body);
    const { placeOfCard, viewId } = whereOf(click);
    const made = (async () => {
      const [conversationId = '', typed] = await typedIn(client, click.value);
      const form = await desk.replyForm(click.userId, conversationId, typed ?? null);
      if (form.outcome === 'form') return replyView(form, placeOfCard);
      return form.outcome === 'stopped' ? stoppedView(form) : refusalView(form);
    })();
    await openFast(client, click.triggerId, made, viewId !== null);
  });

  onSubmit(app, 'reply.send', async ({ ack, client, userId, viewId, state, metadata }) => {
    await answerSubmission(
      client,
      ack,
      viewId,
      'body',
      send(client, desk, userId, state, metadata),
    );
  });

  app.view({ callback_id: 'reply.send', type: 'view_closed' }, async ({ ack, body }) => {
    await ack();
    const { userId, state, metadata } = readSubmission(body);
    const { text } = inBlock(state, 'body');
    if (metadata.conversation && text !== '') {
      await desk.keepReplyDraft(userId, metadata.conversation, text);
    }
  });

  app.action('note.keep', async ({ ack, body, client }) => {
    await ack();
    const click = readClick(body);
    const where = whereOf(click);
    const [conversationId = '', typed = ''] = await typedIn(client, click.value);
    const kept = await desk.keepNote(click.userId, conversationId, typed);
    if (kept.outcome !== 'kept') return showRefusal(client, where, kept);
    if (click.place) {
      const { channel, ts } = click.place;
      const blocks = [section(`${bold('Kept as a note')}\n${escaped(kept.words)}`)];
      await client.chat.update({ channel, ts, text: 'Kept as a note. It was not sent.', blocks });
    }
  });

  app.action('delivery.seen', async ({ ack, body, client }) => {
    await ack();
    const click = readClick(body);
    const outcome = await desk.seenFailure(click.userId, click.value);
    const where = whereOf(click);
    if ('kind' in outcome) return showDone(client, where, outcome);
    await showRefusal(client, where, outcome);
  });
}

async function send(
  client: SlackClient,
  desk: Desk,
  userId: string,
  state: unknown,
  metadata: Metadata,
): Promise<SubmissionAnswer> {
  const conversationId = metadata.conversation ?? '';
  const place = metadata.place ?? null;
  const values: ReplyValues = {
    contactId: inBlock(state, 'person').values[0] ?? null,
    caseNumbers: inBlock(state, 'child').values,
    body: inBlock(state, 'body').text,
    asked: metadata.asked ?? [],
    why: inBlock(state, 'why').text.trim() || null,
    idempotencyKey: metadata.intent ?? randomUUID(),
  };
  const outcome = await desk.reply(userId, conversationId, values);
  switch (outcome.outcome) {
    case 'kept':
      return confirmed(client, userId, place, outcome.words);
    case 'asks': {
      const form = await desk.replyForm(userId, conversationId, null);
      if (form.outcome !== 'form') {
        return {
          kind: 'view',
          view: form.outcome === 'stopped' ? stoppedView(form) : refusalView(form),
        };
      }
      const written = { ...values, why: values.why ?? '' };
      const asks = { questions: outcome.questions, intent: values.idempotencyKey };
      return { kind: 'view', view: replyView(form, place, written, asks) };
    }
    case 'stopped':
      return { kind: 'view', view: stoppedView(outcome) };
    case 'wrong':
      return errorsAt(outcome.errors, (field) => (BLOCKS.has(field) ? field : null), 'body');
    default:
      return afterSubmission(client, userId, place, outcome);
  }
}

/** Said in the thread where the worker wrote, or in a view where there is none. */
async function confirmed(
  client: SlackClient,
  userId: string,
  place: Place | null,
  words: string,
): Promise<SubmissionAnswer> {
  if (!place) {
    const card = { kind: 'done' as const, heading: 'Kept, and being sent', words, url: '' };
    return afterSubmission(client, userId, null, {
      ...card,
      recordings: [],
      correct: null,
      reply: null,
      remember: null,
    });
  }
  const thread = place.thread ?? place.ts;
  const blocks = [section(escaped(words))];
  await client.chat
    .postMessage({
      channel: place.channel,
      thread_ts: thread,
      text: 'Kept, and being sent.',
      blocks,
    })
    .catch(() => undefined);
  return { kind: 'close' };
}

/** As the worker saw it: Slack's signs decoded, mentions as they are written. */
const typedText = (text: string) => visibleText(text, () => null);

const LONGEST_IN_BUTTON = 1_800;

/** What a button remembers of a typed text: the text itself, or where it stands when it is too long. */
function typedValue(conversationId: string, text: string, channel: string, ts: string): string {
  return text.length <= LONGEST_IN_BUTTON
    ? `${conversationId}:text:${text}`
    : `${conversationId}:at:${channel}:${ts}`;
}

const said = z.looseObject({
  messages: z.array(z.looseObject({ ts: z.string(), text: z.string() })),
});

async function typedIn(client: SlackClient, value: string): Promise<[string, string?]> {
  const [conversationId = '', kind, rest = ''] = partsOf(value, 3);
  if (kind === 'text') return [conversationId, rest];
  if (kind !== 'at') return [conversationId];
  const [channel = '', ts = ''] = rest.split(':');
  const found = said.parse(
    await client.conversations.replies({ channel, ts, limit: 1, inclusive: true }),
  );
  const message = found.messages.find((each) => each.ts === ts);
  return [conversationId, message ? typedText(message.text) : ''];
}

const REMEMBERED = 1_000;

const typedEvent = z.looseObject({
  channel: z.string(),
  channel_type: z.literal('im'),
  user: z.string(),
  text: z.string(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  subtype: z.undefined().optional(),
  bot_id: z.undefined().optional(),
});

/** What a worker types to us goes to nobody: they are told so, and offered what they may have meant. */
export function listenTyped(app: App, desk: Desk): void {
  const seen = new Set<string>();
  app.event('message', async ({ event, client }) => {
    const parsed = typedEvent.safeParse(event);
    if (!parsed.success) return;
    const { channel, user, ts, thread_ts: threadTs } = parsed.data;
    // Slack tells a thing again when we were slow: one answer is enough.
    if (seen.has(referenceOf(channel, ts))) return;
    if (seen.size >= REMEMBERED) seen.clear();
    seen.add(referenceOf(channel, ts));
    const text = typedText(parsed.data.text);
    const conversationId =
      threadTs === undefined
        ? null
        : await desk.conversationOfThread(user, referenceOf(channel, threadTs));
    const answer = await answerTyped(
      desk,
      user,
      conversationId,
      typedValue(conversationId ?? '', text, channel, ts),
    );
    await client.chat.postMessage({ channel, thread_ts: threadTs ?? ts, ...answer });
  });
}

async function answerTyped(
  desk: Desk,
  userId: string,
  conversationId: string | null,
  value: string,
): Promise<{ text: string; blocks: Block[] }> {
  if (conversationId === null) {
    const words =
      'What you typed here has gone to nobody. To write to a family, use the button on their message.';
    return {
      text: `Not sent. ${words}`,
      blocks: [section(`${bold('Not sent.')} ${escaped(words)}`)],
    };
  }
  const form = await desk.replyForm(userId, conversationId, null);
  const name = form.outcome === 'form' ? form.name : 'the family';
  const words = `What you typed has not gone to ${name}.`;
  const buttons = [
    ...(form.outcome === 'form'
      ? [
          button(`Send to ${name}`, 'reply.open', value, {
            style: 'primary',
            label: `${form.sendLabel}: opens the checks first`,
          }),
        ]
      : []),
    ...(form.outcome === 'refused' ? [] : [button('Keep as a note', 'note.keep', value)]),
  ];
  return {
    text: 'Not sent. What you typed has not gone to the family.',
    blocks: [
      section(`${bold('Not sent.')} ${escaped(words)}`),
      ...(buttons.length > 0 ? [actions(buttons)] : []),
    ],
  };
}
