// Which child? shown and answered in a chat, and what a person teaches from it.
import { rememberName } from '../../attribution/alias-store.ts';
import { readOpenQuestion } from '../../attribution/question-store.ts';
import { waitForStages } from '../../database/stage-work.ts';
import type { DoneCard, Gone, QuestionCard, Refusal, Wrong } from '../../messaging/surface.ts';
import { answeredCard, passedOnCard } from '../cards/answered.ts';
import { questionCard } from '../cards/question.ts';
import { openConversation, refuseSubject, type Seat } from '../seat.ts';
import { findConversationOfQuestion } from '../subject-store.ts';
import { errors } from '../words.ts';
import { auditBy } from './actor.ts';
import { giveAnswer, type Said } from './answer.ts';

const LONGEST_REASON = 500;
/** A chat platform gives three seconds for its answer. */
const STAGES_TAKE_MS = 1_500;

type Opened = { conversationId: string; visible: ReadonlySet<string> };

async function open(seat: Seat, questionId: string): Promise<Opened | Refusal> {
  const conversationId = await findConversationOfQuestion(seat.database.pool, questionId);
  if (conversationId === null) {
    return refuseSubject(seat, { subjectKind: 'question', subjectId: questionId });
  }
  const visible = await openConversation(seat, conversationId);
  return 'outcome' in visible ? visible : { conversationId, visible };
}

/** The question as it stands: to be answered, or what became of it. */
export async function showQuestion(
  seat: Seat,
  questionId: string,
): Promise<QuestionCard | DoneCard | Refusal> {
  const opened = await open(seat, questionId);
  if ('outcome' in opened) return opened;
  const { conversationId, visible } = opened;
  const shown = await questionCard(seat, conversationId, questionId, {
    visible,
    showsWords: true,
  });
  await auditBy(seat, {
    action: 'view',
    subjectKind: 'question',
    subjectId: questionId,
    caseNumbers: [...visible].sort(),
  });
  if (!shown) return answeredCard(seat, conversationId, questionId);
  const { card, question } = shown;
  const passedOn = question.forManager && seat.viewer.role !== 'manager';
  return passedOn ? passedOnCard(seat, conversationId) : card;
}

/** Keeps the answer and shows what became of it. Whoever is second sees the first answer. */
export async function answerQuestion(
  seat: Seat,
  questionId: string,
  said: Said,
): Promise<DoneCard | Refusal | Wrong> {
  const opened = await open(seat, questionId);
  if ('outcome' in opened) return opened;
  const trouble = troubleWith(said);
  if (trouble !== null) return trouble;
  const { conversationId } = opened;
  const question = await readOpenQuestion(seat.database.pool, conversationId, questionId);
  if (!question) return answeredCard(seat, conversationId, questionId);
  const answered = await giveAnswer(seat, questionId, question, said);
  switch (answered.outcome) {
    case 'not-selectable':
      return wrong('child', errors.gone);
    case 'passed-to-manager':
      await waitForStages(seat.database.pool, conversationId, STAGES_TAKE_MS);
      return passedOnCard(seat, conversationId);
    case 'no-such-question':
    case 'answered-before':
      return answeredCard(seat, conversationId, questionId);
    case 'answered':
      await waitForStages(seat.database.pool, conversationId, STAGES_TAKE_MS);
      return answeredCard(seat, conversationId, questionId);
    default:
      return answered satisfies never;
  }
}

function troubleWith(said: Said): Wrong | null {
  if (said.kind === 'children' && said.caseNumbers.length === 0) {
    return wrong('child', errors.choose);
  }
  if (said.kind !== 'not-casework') return null;
  if (said.reason === '') return wrong('reason', errors.reason);
  return said.reason.length > LONGEST_REASON ? wrong('reason', errors.reasonTooLong) : null;
}

const wrong = (field: string, text: string): Wrong => ({
  outcome: 'wrong',
  errors: [{ field, text }],
});

/** Teaches a name for a child: only a word that a question was about, for a child they may see. */
export async function rememberWord(
  seat: Seat,
  { questionId, caseNumber, word }: { questionId: string; caseNumber: string; word: string },
): Promise<DoneCard | Gone | Refusal> {
  const { database, viewer, access, now } = seat;
  const opened = await open(seat, questionId);
  if ('outcome' in opened) return opened;
  if (!(await access.canSeeChild(caseNumber))) {
    return refuseSubject(seat, { subjectKind: 'child', subjectId: caseNumber });
  }
  const shown = await answeredCard(seat, opened.conversationId, questionId);
  const offered = shown.remember;
  if (offered?.caseNumber === caseNumber && offered.word === word) {
    await rememberName(database, {
      caseNumber,
      name: word,
      recordedBy: viewer.workerId,
      at: now,
    });
    await auditBy(seat, {
      action: 'remember-name',
      subjectKind: 'child',
      subjectId: caseNumber,
      caseNumbers: [caseNumber],
    });
  }
  return answeredCard(seat, opened.conversationId, questionId);
}
