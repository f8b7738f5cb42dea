// What was allowed when Send was pressed may be forbidden when the message goes: an opt-out, a link
// that ended, a number that changed hands. Looked at again before every attempt; fails closed.
import type { Queryable } from '../database/client.ts';
import { londonDay } from './agreed-hours.ts';
import type { Intent } from './intent.ts';
import { readStateOfReplyBefore } from './intent-store.ts';
import { noticeFor } from './notice.ts';
import { whyNotTold } from './out-of-hours.ts';
import { readRecipient } from './recipient-store.ts';
import { recipientStop, selectionStops } from './stops.ts';
import { windowStop } from './window.ts';

/** A text that arrives an hour late answers a question that nobody asks any more. */
export const TOO_LATE_MS = 3_600_000;

/** Why this intent may no longer be sent, in words for the worker; null: it may. */
export async function whyNotSent(
  connection: Queryable,
  intent: Intent,
  now: Date,
): Promise<string | null> {
  if (now.getTime() - intent.at.getTime() > TOO_LATE_MS) {
    return 'Casethread could not send it within an hour, so nothing was sent. Write again if it still matters.';
  }
  // The duty phone is the authority's own: nothing about it can have changed.
  if (intent.kind === 'duty-text') return null;
  if (intent.kind === 'notice') {
    const before = await readStateOfReplyBefore(connection, intent.id);
    if (before === 'failed' || before === 'seen-failed') {
      return 'Not sent, because the message before it was not delivered.';
    }
  }
  const recipient = await readRecipient(connection, {
    conversationId: intent.conversationId,
    contactId: intent.contactId,
    today: londonDay(now),
    visibleCases: async (caseNumbers) => new Set(caseNumbers), // decided when Send was pressed
  });
  if (recipient?.contact?.contactId !== intent.contactId) {
    return 'This number is no longer theirs. Nothing was sent.';
  }
  if (intent.kind === 'out-of-hours') return whyNotTold(recipient);
  const stop =
    recipientStop(recipient, true) ??
    (intent.template ? null : windowStop(recipient, now)) ??
    selectionStops(recipient, intent.caseNumbers)[0];
  if (stop) return `${stop.why} Nothing was sent. ${stop.next}`;
  if (intent.kind === 'notice' && !noticeFor(recipient, intent.caseNumbers, false).goes) {
    return 'It was agreed that nothing goes to this phone by itself.';
  }
  return null;
}
