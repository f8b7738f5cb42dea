// What should stand in one person's chat now, and what takes the place of what is settled.
import { readOpenQuestion } from '../attribution/question-store.ts';
import type { FailedSend } from '../inbox/failures-store.ts';
import { listInbox } from '../inbox/inbox.ts';
import type { WaitingQuestion } from '../inbox/questions-store.ts';
import type { WaitingRecording } from '../inbox/recordings-store.ts';
import type { Act, Card, DoneCard, PlainCard } from '../messaging/surface.ts';
import type { SubjectKind } from './card-store.ts';
import { answeredCard, passedOnCard } from './cards/answered.ts';
import { failureCard, failureOver } from './cards/failure.ts';
import { questionCard } from './cards/question.ts';
import { contextCard, recordingDone } from './cards/recording.ts';
import { failureMark, questionMark, recordingMark, type Shows } from './marks.ts';
import type { Seat } from './seat.ts';
import { readSend } from './send-store.ts';
import { findRecordingKey } from './subject-store.ts';
import { findImported, listAllocatedCases } from './waiting-store.ts';
import { NO_CONTENT } from './words.ts';

export type Wanted = {
  subjectKind: SubjectKind;
  subjectId: string;
  conversationId: string;
  /** Drawn again when it changes. */
  mark: string;
  /** What a locked phone shows: nobody's name. */
  notification: string;
  shows: Shows;
  /** The card, and the children whom it names; null: it is settled meanwhile. */
  load(): Promise<{ card: Card; caseNumbers: readonly string[] } | null>;
};

/** A person has far fewer; what is cut off would look settled. */
const MOST = 1_000;

/** Everything that waits for this person, most urgent first, as cards to be. Imports chase nobody. */
export async function wantedFor(
  seat: Seat,
  setting: { words: 'allocated' | 'nobody' },
): Promise<Wanted[]> {
  const { database, viewer, today, now } = seat;
  const [inbox, allocated] = await Promise.all([
    listInbox(database.pool, viewer, today, now, {
      questions: MOST,
      recordings: MOST,
      failures: MOST,
      atLeast: MOST,
    }),
    listAllocatedCases(database.pool, viewer.workerId, today),
  ]);
  const questions = [...inbox.urgentQuestions, ...inbox.questions];
  const recordings = [...inbox.urgentRecordings, ...inbox.recordings];
  const imported = await findImported(
    database.pool,
    [...questions, ...recordings].map(({ id }) => id),
  );
  const isLive = ({ id }: { id: string }) => !imported.has(id);
  const showsFor = (caseNumbers: readonly string[]): Shows =>
    setting.words === 'allocated' && caseNumbers.some((each) => allocated.has(each))
      ? 'words'
      : 'no-words';
  return [
    ...questions
      .filter(isLive)
      .map((item) => questionWanted(seat, item, showsFor(item.caseNumbers))),
    ...recordings
      .filter(isLive)
      .map((item) => recordingWanted(seat, item, showsFor([item.caseNumber]))),
    ...inbox.failures.map((item) => failureWanted(seat, item, showsFor(item.caseNumbers))),
  ];
}

function questionWanted(seat: Seat, item: WaitingQuestion, shows: Shows): Wanted {
  const { id, conversationId } = item;
  return {
    subjectKind: 'question',
    subjectId: id,
    conversationId,
    mark: questionMark(item, shows),
    notification: 'Which child? A new message from a family is kept, and waits for your answer.',
    shows,
    load: async () => {
      const url = seat.page(`/conversations/${conversationId}/questions/${id}`);
      const { act, ...words } = NO_CONTENT.question;
      if (shows === 'no-words')
        return plain(words, { kind: 'question', questionId: id, label: act }, url);
      const visible = await seat.access.casesOfConversation(conversationId);
      if (visible === null) return null;
      const shown = await questionCard(seat, conversationId, id, { visible, showsWords: true });
      return shown && { card: shown.card, caseNumbers: [...visible].sort() };
    },
  };
}

function recordingWanted(seat: Seat, item: WaitingRecording, shows: Shows): Wanted {
  const { id, caseNumber, conversationId } = item;
  return {
    subjectKind: 'recording',
    subjectId: id,
    conversationId,
    mark: recordingMark(item, shows),
    notification: 'A message from a family is on a child’s record, and needs context.',
    shows,
    load: async () => {
      const { act, ...words } = NO_CONTENT.recording;
      const url = seat.page('/recordings');
      if (shows === 'no-words')
        return plain(words, { kind: 'recording', recordingId: id, label: act }, url);
      const shown = await contextCard(seat, caseNumber, id, true);
      return shown && { card: shown.card, caseNumbers: [caseNumber] };
    },
  };
}

function failureWanted(seat: Seat, item: FailedSend, shows: Shows): Wanted {
  const { intentId, conversationId } = item;
  return {
    subjectKind: 'send',
    subjectId: intentId,
    conversationId,
    mark: failureMark(item, shows),
    notification: 'A message to a family was not delivered. A copy is kept.',
    shows,
    load: async () => {
      const url = seat.page(`/conversations/${conversationId}`);
      const { act, ...words } = NO_CONTENT.send;
      if (shows === 'no-words') return plain(words, { kind: 'link', label: act, url }, url);
      const card = await failureCard(seat, intentId, true);
      return card?.kind === 'not-delivered' ? { card, caseNumbers: item.caseNumbers } : null;
    },
  };
}

function plain(words: { heading: string; words: string }, act: Act, url: string) {
  const card: PlainCard = { kind: 'plain', ...words, act, url };
  return { card, caseNumbers: [] };
}

/** What takes the place of a card whose subject no longer waits for this person. */
export async function settledCard(
  seat: Seat,
  {
    subjectKind,
    subjectId,
    conversationId,
  }: { subjectKind: SubjectKind; subjectId: string; conversationId: string | null },
): Promise<DoneCard> {
  const { database, viewer, access } = seat;
  if (subjectKind === 'question' && conversationId !== null) {
    const visible = await access.casesOfConversation(conversationId);
    if (visible === null) return overCard(seat.page('/inbox'));
    const open = await readOpenQuestion(database.pool, conversationId, subjectId);
    if (open === null) return answeredCard(seat, conversationId, subjectId);
    const passedOn = open.forManager && viewer.role !== 'manager';
    return passedOn ? passedOnCard(seat, conversationId) : overCard(seat.page('/inbox'));
  }
  if (subjectKind === 'recording') {
    const key = await findRecordingKey(database.pool, subjectId);
    if (key !== null) return recordingDone(seat, key.caseNumber, subjectId);
  }
  if (subjectKind === 'send') {
    const send = await readSend(database.pool, subjectId);
    const isOwn = send?.workerId === viewer.workerId;
    const card = isOwn ? await failureCard(seat, subjectId, false) : null;
    return card?.kind === 'done' ? card : failureOver(seat.page('/inbox'));
  }
  return overCard(seat.page('/inbox'));
}

/** Names nobody: for whoever may no longer see what stood there. */
export function overCard(url: string): DoneCard {
  const nothing = { recordings: [], correct: null, reply: null, remember: null };
  return { kind: 'done', ...NO_CONTENT.over, ...nothing, url };
}
