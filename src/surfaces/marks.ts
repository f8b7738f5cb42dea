// When a card is drawn again. Words that only the clock changes ("today", "21 hours left") are left
// out, so that nobody's chat is redrawn at midnight. Pure.
import { createHash } from 'node:crypto';
import type { FailedSend } from '../inbox/failures-store.ts';
import type { WaitingQuestion } from '../inbox/questions-store.ts';
import type { WaitingRecording } from '../inbox/recordings-store.ts';
import type { DoneCard } from '../messaging/surface.ts';

/** Whether a card shows what was written, or only that something waits. */
export type Shows = 'words' | 'no-words';

export const questionMark = (item: WaitingQuestion, shows: Shows): string =>
  hashOf([
    shows,
    item.messages,
    item.lastAt,
    item.contactName,
    item.holders,
    item.children,
    item.hidden,
    item.evidence,
    item.forManagerWhy,
  ]);

export const recordingMark = (item: WaitingRecording, shows: Shows): string =>
  hashOf([
    shows,
    item.messages,
    item.calls,
    item.media,
    item.occurredTo,
    item.childName,
    item.contactName,
    item.dueAt,
    item.evidence,
  ]);

export const failureMark = (item: FailedSend, shows: Shows): string =>
  hashOf([shows, item.state, item.words, item.onRecord]);

export const doneMark = (card: DoneCard): string =>
  hashOf([
    card.heading,
    card.recordings.map(({ recordingId, needsContext }) => [recordingId, needsContext]),
    card.correct !== null,
    card.remember,
  ]);

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);
}
