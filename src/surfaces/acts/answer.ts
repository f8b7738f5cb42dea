// A person says which child, on whichever surface.
import { type Answered, answerQuestion, askManager } from '../../attribution/answer-store.ts';
import type { OpenQuestion } from '../../attribution/question-store.ts';
import { type Actor, auditBy, seesAll } from './actor.ts';

export type Said =
  | { kind: 'children'; caseNumbers: readonly string[] }
  | { kind: 'not-casework'; reason: string }
  | { kind: 'ask-manager' };

/** `not-selectable`: a child whom they may not see, or who is not there. Nothing was kept. */
export type AnswerOutcome = Answered | { outcome: 'not-selectable' };

/** Keeps an answer to a question that waits, and audits it. */
export async function giveAnswer(
  actor: Actor,
  questionId: string,
  question: Pick<OpenQuestion, 'messages'>,
  said: Said,
): Promise<AnswerOutcome> {
  const { viewer, database, now, surface } = actor;
  const caseNumbers = said.kind === 'children' ? said.caseNumbers : [];
  if (!(await seesAll(actor, caseNumbers))) return { outcome: 'not-selectable' };
  const act = { questionId, workerId: viewer.workerId, surface, at: now };
  const isManager = viewer.role === 'manager';
  const answered =
    said.kind === 'ask-manager'
      ? await askManager(database, { ...act, reason: `${viewer.name} does not know which child.` })
      : await answerQuestion(database, {
          ...act,
          isManager,
          caseNumbers,
          reason: said.kind === 'children' ? null : reasonOf(actor, question, said.reason),
        });
  if (answered.outcome === 'answered' || answered.outcome === 'passed-to-manager') {
    await auditBy(actor, {
      action: answered.outcome === 'answered' ? 'answer' : 'ask-manager',
      subjectKind: 'question',
      subjectId: questionId,
      caseNumbers,
    });
  }
  return answered;
}

/** Where a message may be about harm, a manager decides that it is not casework. */
function reasonOf(
  { viewer }: Actor,
  { messages }: Pick<OpenQuestion, 'messages'>,
  reason: string,
): string {
  const urgent = messages.some((message) => message.urgent);
  if (!urgent || viewer.role === 'manager') return reason;
  return `${viewer.name} says that it is not casework: ${reason}`;
}
