// Wrong child?: messages are moved to the record they belong on.
import type { App } from '@slack/bolt';
import type { Desk } from '../../../src/messaging/surface.ts';
import { correctionView, NOT_CASEWORK } from './correction-view.ts';
import { afterSubmission, whereOf } from './listen-question.ts';
import { onSubmit } from './on-submit.ts';
import { hasBlock, inBlock, partsOf, readClick } from './payload.ts';
import { refusalView } from './plain-views.ts';
import { answerSubmission, openFast } from './screen.ts';

export function listenCorrect(app: App, desk: Desk): void {
  app.action('attribution.correct', async ({ ack, body, client }) => {
    await ack();
    const click = readClick(body);
    const { placeOfCard, viewId } = whereOf(click);
    const [conversationId = '', messageId = ''] = partsOf(click.value, 2);
    const made = desk
      .correctionForm(click.userId, conversationId, messageId)
      .then((form) =>
        form.outcome === 'form' ? correctionView(form, placeOfCard) : refusalView(form),
      );
    await openFast(client, click.triggerId, made, viewId !== null);
  });

  onSubmit(app, 'attribution.correct', async ({ ack, client, userId, viewId, state, metadata }) => {
    const chosen = inBlock(state, 'children').values;
    const all = metadata.messages ?? [];
    const ticked = inBlock(state, 'message').values.filter((id) => all.includes(id));
    const block = (field: string) => {
      if (field === 'message' && hasBlock(state, 'message')) return 'message';
      return field === 'child' ? 'children' : 'reason';
    };
    const problem = problemIn(chosen);
    const work =
      problem !== null
        ? Promise.resolve({ kind: 'errors' as const, errors: { children: problem } })
        : desk
            .correct(userId, {
              conversationId: metadata.conversation ?? '',
              messageIds: hasBlock(state, 'message') ? ticked : all,
              caseNumbers: chosen.filter((value) => value !== NOT_CASEWORK),
              reason: inBlock(state, 'reason').text.trim(),
            })
            .then((outcome) =>
              afterSubmission(client, userId, metadata.place ?? null, outcome, block, 'reason'),
            );
    await answerSubmission(client, ack, viewId, 'reason', work);
  });
}

/** A child and “Not casework” at once: which of them is meant is not ours to guess. */
function problemIn(chosen: readonly string[]): string | null {
  if (chosen.length === 0) return 'Select a child, or choose “Not casework”';
  return chosen.length > 1 && chosen.includes(NOT_CASEWORK)
    ? 'Select children, or “Not casework”, not both'
    : null;
}
