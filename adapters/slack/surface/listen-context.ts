// Add context: opened, ticked, closed half-finished, saved, and added after somebody was first.
import type { App } from '@slack/bolt';
import type { Desk } from '../../../src/messaging/surface.ts';
import type { SlackClient } from '../client.ts';
import { conflictView, contextView, valuesIn } from './context-view.ts';
import { afterSubmission, whereOf } from './listen-question.ts';
import type { Place } from './metadata.ts';
import { onSubmit } from './on-submit.ts';
import { hasBlock, readClick, readSubmission } from './payload.ts';
import { refusalView } from './plain-views.ts';
import {
  answerSubmission,
  openFast,
  type SubmissionAnswer,
  showDone,
  showRefusal,
} from './screen.ts';

const TICK = 'sig';

export function listenContext(app: App, desk: Desk): void {
  app.action('context.open', async ({ ack, body, client }) => {
    await ack();
    const click = readClick(body);
    const { placeOfCard, viewId } = whereOf(click);
    const made = desk
      .contextForm(click.userId, click.value)
      .then((form) =>
        form.outcome === 'form' ? contextView(form, form.values, placeOfCard) : refusalView(form),
      );
    await openFast(client, click.triggerId, made, viewId !== null);
  });

  // The tick of a significant event shows its fields; what was typed is kept meanwhile.
  app.action('yes', async ({ ack, body, client }) => {
    await ack();
    const { userId, view } = readClick(body);
    const recordingId = view?.metadata.recording;
    if (!view || recordingId === undefined) return;
    const values = valuesIn(view.state);
    await desk.keepContextDraft(userId, recordingId, values);
    const form = await desk.contextForm(userId, recordingId);
    const next =
      form.outcome === 'form'
        ? contextView(
            { ...form, fromDraft: false },
            { ...form.values, ...values },
            view.metadata.place ?? null,
          )
        : refusalView(form);
    await client.views.update({ view_id: view.id, view: next });
  });

  onSubmit(app, 'context.save', async ({ ack, client, userId, viewId, state, metadata }) => {
    const asked = {
      recordingId: metadata.recording ?? '',
      version: metadata.version ?? '',
      place: metadata.place ?? null,
    };
    await answerSubmission(client, ack, viewId, 'fact', save(client, desk, userId, asked, state));
  });

  // notify_on_close: the view goes, and nothing that was typed.
  app.view({ callback_id: 'context.save', type: 'view_closed' }, async ({ ack, body }) => {
    await ack();
    const { userId, state, metadata } = readSubmission(body);
    const values = valuesIn(state);
    const typed = Object.entries(values).some(([name, value]) => name !== 'source' && value !== '');
    if (metadata.recording && typed) {
      await desk.keepContextDraft(userId, metadata.recording, values);
    }
  });

  app.action('context.add-after', async ({ ack, body, client }) => {
    await ack();
    const click = readClick(body);
    const where = whereOf(click);
    const outcome = await desk.addContext(click.userId, click.value, 'kept');
    if ('kind' in outcome) return showDone(client, { ...where, place: where.placeOfCard }, outcome);
    if (outcome.outcome !== 'wrong') return showRefusal(client, where, outcome);
    const words = outcome.errors.map(({ text }) => text).join(' ');
    await showRefusal(client, where, {
      outcome: 'gone',
      heading: 'Not added yet',
      words: `${words}. What you wrote is kept as a draft.`,
      url: '',
    });
  });
}

async function save(
  client: SlackClient,
  desk: Desk,
  userId: string,
  { recordingId, version, place }: { recordingId: string; version: string; place: Place | null },
  state: unknown,
): Promise<SubmissionAnswer> {
  const typed = valuesIn(state);
  const outcome = await desk.completeContext(userId, recordingId, version, typed);
  if ('kind' in outcome || outcome.outcome === 'refused') {
    return afterSubmission(client, userId, place, outcome);
  }
  if (outcome.outcome === 'gone') {
    return { kind: 'view', view: conflictView(outcome, recordingId, place) };
  }
  // An event's date and wording have no field while its tick is not set: the tick carries the words.
  const block = (field: string) =>
    hasBlock(state, field) ? field : hasBlock(state, TICK) ? TICK : null;
  const answer = await afterSubmission(client, userId, place, outcome, block, 'fact');
  if (answer.kind !== 'errors' || !(TICK in answer.errors)) return answer;
  // Ticked without its fields: they are shown now, and what was typed stays.
  await desk.keepContextDraft(userId, recordingId, typed);
  const form = await desk.contextForm(userId, recordingId);
  return form.outcome === 'form'
    ? {
        kind: 'view',
        view: contextView({ ...form, fromDraft: false }, { ...form.values, ...typed }, place),
      }
    : { kind: 'view', view: refusalView(form) };
}
