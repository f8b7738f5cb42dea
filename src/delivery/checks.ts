// What is looked at before anything is sent. Pure: the same draft at the same moment, the same checks.
import {
  type Draft,
  type Question,
  type QuestionSurroundings,
  questionsAbout,
} from './questions.ts';
import type { Recipient } from './recipient.ts';
import { recipientStop, type Stop, selectionStops } from './stops.ts';
import { windowStop } from './window.ts';

export type CheckResult =
  | { verdict: 'stopped'; stops: Stop[] }
  | { verdict: 'asks'; questions: Question[] }
  | { verdict: 'clear' };

export type CheckSurroundings = QuestionSurroundings & {
  /** Whether the channel's adapter can send at all. */
  canSend: boolean;
};

/** Hard stops come before questions: there is nothing to ask about what cannot be sent. */
export function checkDraft(
  recipient: Recipient,
  draft: Draft,
  around: CheckSurroundings,
): CheckResult {
  const stop = recipientStop(recipient, around.canSend);
  const closed = draft.isTemplate ? null : windowStop(recipient, around.now);
  const first = stop ?? closed;
  const stops = first ? [first] : selectionStops(recipient, draft.caseNumbers);
  if (stops.length > 0) return { verdict: 'stopped', stops };
  const questions = questionsAbout(recipient, draft, around);
  return questions.length > 0 ? { verdict: 'asks', questions } : { verdict: 'clear' };
}

/** What goes into `send_intent.checks`: each question with the answer that sending was. */
export type CheckAnswer = {
  key: string;
  asked: string;
  answer: 'sent-as-it-is';
  why: string | null;
};

export function answersTo(questions: readonly Question[], why: string | null): CheckAnswer[] {
  return questions.map(({ key, what }) => ({ key, asked: what, answer: 'sent-as-it-is', why }));
}
