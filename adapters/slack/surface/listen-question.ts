// Which child? answered by a button, by several ticks, by a search, or not at all.
import type { App } from '@slack/bolt';
import type {
  Desk,
  DoneCard,
  Gone,
  QuestionCard,
  Refusal,
  Wrong,
} from '../../../src/messaging/surface.ts';
import type { SlackClient } from '../client.ts';
import {
  childOption,
  notCaseworkView,
  questionView,
  searchView,
  severalView,
} from './child-views.ts';
import type { Modal } from './elements.ts';
import type { Place } from './metadata.ts';
import { onSubmit } from './on-submit.ts';
import { type Click, inBlock, partsOf, readClick } from './payload.ts';
import { doneView, refusalView } from './plain-views.ts';
import {
  answerSubmission,
  errorsAt,
  openFast,
  type SubmissionAnswer,
  showAnswer,
  showDone,
  type Where,
  whisper,
} from './screen.ts';

const MOST_FOUND = 10;

/** Where a click on a question was: on its card, or in a view that may know the card's place. */
export function whereOf({ userId, place, view }: Click): Where & { placeOfCard: Place | null } {
  const isModal = view !== null && !view.isHome;
  return {
    userId,
    place,
    viewId: isModal ? view.id : null,
    placeOfCard: place ?? view?.metadata.place ?? null,
  };
}

export function listenQuestion(app: App, desk: Desk): void {
  app.action('which-child.pick', async ({ ack, body, client }) => {
    await ack();
    const click = readClick(body);
    const [questionId = '', caseNumber = ''] = partsOf(click.value, 2);
    const outcome = await desk.answer(click.userId, { questionId, caseNumbers: [caseNumber] });
    await afterClick(client, click, outcome);
  });
  app.action('which-child.ask-manager', async ({ ack, body, client }) => {
    await ack();
    const click = readClick(body);
    await afterClick(client, click, await desk.askManager(click.userId, click.value));
  });
  app.action('aka.remember', async ({ ack, body, client }) => {
    await ack();
    const click = readClick(body);
    const [questionId = '', caseNumber = '', word = ''] = partsOf(click.value, 3);
    const outcome = await desk.remember(click.userId, { questionId, caseNumber, word });
    await afterClick(client, click, outcome);
  });

  const opening: readonly [string, (card: QuestionCard, place: Place | null) => Modal][] = [
    ['which-child.open', questionView],
    ['which-child.several', severalView],
    ['which-child.search', searchView],
    ['which-child.not-casework', notCaseworkView],
  ];
  for (const [action, view] of opening) {
    app.action(action, async ({ ack, body, client }) => {
      await ack();
      const click = readClick(body);
      const { placeOfCard, viewId } = whereOf(click);
      const made = desk.question(click.userId, click.value).then((found) => {
        if ('outcome' in found) return refusalView(found);
        return found.kind === 'done' ? doneView(found) : view(found, placeOfCard);
      });
      await openFast(client, click.triggerId, made, viewId !== null);
    });
  }

  app.options('search', async ({ ack, body }) => {
    const words = 'value' in body && typeof body.value === 'string' ? body.value : '';
    const found = await desk.findChildren(body.user.id, words, MOST_FOUND);
    await ack({ options: 'outcome' in found ? [] : found.map(childOption) });
  });

  for (const callback of ['which-child.several', 'which-child.search']) {
    onSubmit(app, callback, async ({ ack, client, userId, viewId, state, metadata }) => {
      const questionId = metadata.question ?? '';
      const caseNumbers = inBlock(state, 'children').values;
      const work = desk
        .answer(userId, { questionId, caseNumbers })
        .then((outcome) => afterSubmission(client, userId, metadata.place ?? null, outcome));
      await answerSubmission(client, ack, viewId, 'children', work);
    });
  }
  onSubmit(
    app,
    'which-child.not-casework',
    async ({ ack, client, userId, viewId, state, metadata }) => {
      const reason = inBlock(state, 'reason').text;
      const work = desk
        .notCasework(userId, { questionId: metadata.question ?? '', reason })
        .then((outcome) => afterSubmission(client, userId, metadata.place ?? null, outcome));
      await answerSubmission(client, ack, viewId, 'reason', work);
    },
  );
}

async function afterClick(
  client: SlackClient,
  click: Click,
  outcome: DoneCard | Gone | Refusal | Wrong,
): Promise<void> {
  const where = whereOf(click);
  if ('outcome' in outcome && outcome.outcome === 'wrong') {
    const text = outcome.errors.map((error) => error.text).join(' ');
    await whisper(client, { ...where, place: where.placeOfCard }, text);
    return;
  }
  await showAnswer(client, where, outcome);
  // Answered in a view that a card without content had opened: the card follows.
  if (!where.place && where.placeOfCard && !('outcome' in outcome)) {
    await showDone(client, { ...where, place: where.placeOfCard, viewId: null }, outcome);
  }
}

/** A finished act closes the view, and its card shows what became of it. */
export async function afterSubmission(
  client: SlackClient,
  userId: string,
  place: Place | null,
  outcome: DoneCard | Gone | Refusal | Wrong,
  block: (field: string) => string | null = (field) => (field === 'reason' ? 'reason' : 'children'),
  firstBlock = 'children',
): Promise<SubmissionAnswer> {
  if (!('outcome' in outcome)) {
    if (!place) return { kind: 'view', view: doneView(outcome) };
    // The card is replaced by a job as well: that this did not work is no reason to fail the act.
    await showDone(client, { userId, place, viewId: null }, outcome).catch(() => undefined);
    return { kind: 'close' };
  }
  if (outcome.outcome === 'wrong') return errorsAt(outcome.errors, block, firstBlock);
  return { kind: 'view', view: refusalView(outcome) };
}
