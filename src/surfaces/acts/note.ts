// Text typed in a thread goes to nobody. Kept as a note it becomes the worker's own words on the
// recording that the thread is about: a draft while that waits, a statement once it is complete.
import { readDraft, saveDraft } from '../../annotation/draft-store.ts';
import { TEXT_LIMIT, tooLong } from '../../annotation/form.ts';
import type { Gone, Refusal } from '../../messaging/surface.ts';
import { readChildren } from '../../record/recording-store.ts';
import { openConversation, type Seat } from '../seat.ts';
import { listRecordingsOf } from '../subject-store.ts';
import { addToComplete } from './context.ts';

type Kept = { outcome: 'kept'; words: string };

/** Keeps a note on the newest recording of the conversation that waits, else on the one it is about. */
export async function keepNote(
  seat: Seat,
  conversationId: string,
  text: string,
): Promise<Kept | Gone | Refusal> {
  const { database } = seat;
  const opened = await openConversation(seat, conversationId);
  if ('outcome' in opened) return opened;
  const recordings = (await listRecordingsOf(database.pool, conversationId)).filter(
    ({ caseNumber }) => opened.has(caseNumber),
  );
  const waiting = recordings.find(({ state }) => state === 'awaiting-context');
  if (waiting) return asDraft(seat, waiting, conversationId, text);
  const [newest] = recordings;
  if (!newest) {
    return gone(
      seat,
      conversationId,
      'Choose the child first. Your text stays here in the thread, and you can keep it as a note then.',
    );
  }
  // Of an exchange about several children only the worker knows whom the note is about.
  if (recordings.some((r) => r.exchangeId === newest.exchangeId && r.id !== newest.id)) {
    return gone(
      seat,
      conversationId,
      'These messages are on the records of several children. Open the recording of the child your note is about and add it there.',
    );
  }
  const added = await addToComplete(seat, newest.id, { fact: text });
  if ('kind' in added) {
    return {
      outcome: 'kept',
      words: `Kept on ${await nameOf(seat, newest.caseNumber)}’s record as a fact, with your name. It was not sent.`,
    };
  }
  if (added.outcome === 'wrong') {
    return gone(
      seat,
      conversationId,
      `${added.errors[0]?.text ?? ''}. Your text stays here in the thread.`,
    );
  }
  return added;
}

async function asDraft(
  seat: Seat,
  recording: { id: string; caseNumber: string },
  conversationId: string,
  text: string,
): Promise<Kept | Gone> {
  const { database, viewer, now } = seat;
  const draft = await readDraft(database, viewer.workerId, recording.id);
  const before = typeof draft?.fields.fact === 'string' ? draft.fields.fact : '';
  // Pressed twice, it is one note.
  const fact = before.split('\n').includes(text)
    ? before
    : [before, text].filter(Boolean).join('\n');
  if (fact.length > TEXT_LIMIT) {
    const words = `${tooLong('Your notes on this recording', TEXT_LIMIT)}. Your text stays here in the thread.`;
    return gone(seat, conversationId, words);
  }
  const add = [...new Set([...[draft?.fields.add ?? []].flat(), 'fact'])];
  await saveDraft(database, viewer.workerId, recording.id, {
    fields: { ...draft?.fields, add, fact },
    changedAt: now,
  });
  const name = await nameOf(seat, recording.caseNumber);
  return {
    outcome: 'kept',
    words: `Kept as a draft under “What happened” on ${name}’s recording. It was not sent, and is not on the record until you choose Add context and save it.`,
  };
}

async function nameOf({ database }: Seat, caseNumber: string): Promise<string> {
  const [child] = await readChildren(database.pool, [caseNumber]);
  return child?.name ?? caseNumber;
}

function gone(seat: Seat, conversationId: string, words: string): Gone {
  const url = seat.page(`/conversations/${conversationId}`);
  return { outcome: 'gone', heading: 'Not kept as a note yet', words, url };
}
