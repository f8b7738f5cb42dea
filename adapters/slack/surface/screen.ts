// How an outcome reaches the person: the card is replaced, a view is opened or changed, or a line
// that only they see. Triggers live three seconds: a view is there before a slow answer is.
import { setTimeout as delay } from 'node:timers/promises';
import type { DoneCard, Gone, QuestionCard, Refusal } from '../../../src/messaging/surface.ts';
import type { SlackClient } from '../client.ts';
import { doneBlocks } from './card-blocks.ts';
import { questionView } from './child-views.ts';
import { type Block, type Modal, section } from './elements.ts';
import { refusalBlocks } from './home-blocks.ts';
import type { Place } from './metadata.ts';
import { doneView, OUTAGE, outageView, refusalView, waitView } from './plain-views.ts';

const TRIGGER_WAITS_MS = 1_200;
/** The door answers Slack after 2.5 seconds whatever happens. */
const SUBMISSION_WAITS_MS = 1_900;

/** Opens a view from a click or command: at once where `make` is quick, else a moment's wait first. */
export async function openFast(
  client: SlackClient,
  triggerId: string,
  make: Promise<Modal>,
  push = false,
): Promise<void> {
  const open = push ? client.views.push : client.views.open;
  const made = make.catch((error: unknown) => ({ error }));
  const first = await Promise.race([made, delay(TRIGGER_WAITS_MS)]);
  if (first && !('error' in first)) {
    await open({ trigger_id: triggerId, view: first });
    return;
  }
  const opened = await open({ trigger_id: triggerId, view: first ? outageView() : waitView() });
  if (first) throw first.error;
  const late = await made;
  const id = opened.view?.id;
  if (id) await client.views.update({ view_id: id, view: 'error' in late ? outageView() : late });
  if ('error' in late) throw late.error;
}

export type Where = { userId: string; place: Place | null; viewId: string | null };

/** Puts what became of it where the click was: in the card's place, or in the view. */
export async function showDone(client: SlackClient, where: Where, card: DoneCard): Promise<void> {
  const { place, viewId } = where;
  if (place) {
    const { channel, ts } = place;
    await client.chat.update({ channel, ts, text: card.heading, blocks: doneBlocks(card) });
  }
  if (viewId) await client.views.update({ view_id: viewId, view: doneView(card) });
}

/** A refusal, or that it is gone: to this person alone, and the card stays as it is. */
export async function showRefusal(
  client: SlackClient,
  where: Where,
  refusal: Refusal | Gone,
): Promise<void> {
  if (where.viewId) {
    await client.views.update({ view_id: where.viewId, view: refusalView(refusal) });
    return;
  }
  await whisper(client, where, refusal.heading, refusalBlocks(refusal));
}

/** A line that only this person sees, beside the card. */
export async function whisper(
  client: SlackClient,
  { userId, place }: Where,
  text: string,
  blocks: Block[] = [section(text)],
): Promise<void> {
  if (!place) return;
  const thread = place.thread ? { thread_ts: place.thread } : {};
  await client.chat.postEphemeral({
    channel: place.channel,
    user: userId,
    text,
    blocks,
    ...thread,
  });
}

/** What a click comes to: done, still to be answered, gone or refused. */
export async function showAnswer(
  client: SlackClient,
  where: Where,
  outcome: DoneCard | QuestionCard | Gone | Refusal,
): Promise<void> {
  if ('outcome' in outcome) return showRefusal(client, where, outcome);
  if (outcome.kind === 'done') return showDone(client, where, outcome);
  if (where.viewId) {
    await client.views.update({ view_id: where.viewId, view: questionView(outcome, where.place) });
  }
}

export type SubmissionAnswer =
  | { kind: 'close' }
  | { kind: 'errors'; errors: Readonly<Record<string, string>> }
  | { kind: 'view'; view: Modal };

type ViewResponse =
  | { response_action: 'clear' }
  | { response_action: 'errors'; errors: { [block: string]: string } }
  | { response_action: 'update'; view: Modal };
/** What a listener of submissions is given to answer with. */
export type Ack = (response: ViewResponse) => Promise<unknown>;

/**
 * Answers a submission within Slack's time. What takes longer goes on, and the view says so until it
 * is done. When nothing could be kept, everything typed stays in the view.
 */
export async function answerSubmission(
  client: SlackClient,
  ack: Ack,
  viewId: string,
  firstBlock: string,
  work: Promise<SubmissionAnswer>,
): Promise<void> {
  const done = work.catch((error: unknown) => ({ kind: 'failed' as const, error }));
  const first = await Promise.race([done, delay(SUBMISSION_WAITS_MS)]);
  if (!first) {
    await ack({ response_action: 'update', view: waitView() });
    const late = await done;
    await client.views.update({ view_id: viewId, view: lateView(late) });
    if (late.kind === 'failed') throw late.error;
    return;
  }
  switch (first.kind) {
    case 'close':
      await ack({ response_action: 'clear' });
      return;
    case 'errors':
      await ack({ response_action: 'errors', errors: { ...first.errors } });
      return;
    case 'view':
      await ack({ response_action: 'update', view: first.view });
      return;
    case 'failed':
      await ack({ response_action: 'errors', errors: { [firstBlock]: OUTAGE } });
      throw first.error;
    default:
      first satisfies never;
  }
}

function lateView(answer: SubmissionAnswer | { kind: 'failed' }): Modal {
  switch (answer.kind) {
    case 'view':
      return answer.view;
    case 'close':
      return saidView('Kept', ['It is kept. You can close this.']);
    case 'errors':
      return saidView('Not kept yet', [
        ...Object.values(answer.errors),
        'What you wrote is kept as a draft where it is yours alone. Open it again to mend this.',
      ]);
    case 'failed':
      return outageView();
    default:
      return answer satisfies never;
  }
}

function saidView(title: string, lines: readonly string[]): Modal {
  return {
    ...outageView(),
    title: { type: 'plain_text', text: title, emoji: false },
    blocks: lines.map((line) => section(line)),
  };
}

/** The errors at blocks that the view has; what belongs nowhere stands at the first. */
export function errorsAt(
  errors: readonly { field: string; text: string }[],
  blockOf: (field: string) => string | null,
  firstBlock: string,
): SubmissionAnswer {
  const placed = errors.map(({ field, text }) => [blockOf(field) ?? firstBlock, text] as const);
  return { kind: 'errors', errors: Object.fromEntries(placed) };
}
