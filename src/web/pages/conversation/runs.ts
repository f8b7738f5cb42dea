// One attribution line for each run of messages, never one for each bubble. Pure.
import { mayReadMessage } from '../../../access/rules.ts';
import { londonDay } from '../../../format/dates.ts';
import type { ConversationMessage } from './conversation-store.ts';

const LONGEST_GAP_MS = 4 * 3_600_000; // an exchange ends after 4 hours of silence

/** Messages in a row about the same children; a run of hidden ones keeps only their number. */
export type Run =
  | { shown: true; first: ConversationMessage; messages: ConversationMessage[] }
  | { shown: false; count: number; at: Date };

/** Messages oldest first become runs, oldest first. `visible` are the children the viewer may see. */
export function runsOf(
  messages: readonly ConversationMessage[],
  visible: ReadonlySet<string>,
): Run[] {
  const runs: Run[] = [];
  let lastDay = '';
  for (const message of messages) {
    const current = runs.at(-1);
    if (!mayReadMessage(message.caseNumbers, visible)) {
      if (current && !current.shown) current.count += 1;
      else runs.push({ shown: false, count: 1, at: message.occurredAt });
      continue;
    }
    const day = londonDay(message.occurredAt);
    const newDay = day !== lastDay;
    lastDay = day;
    if (current?.shown && !newDay && continues(current.messages.at(-1), message)) {
      current.messages.push(message);
    } else {
      runs.push({ shown: true, first: message, messages: [message] });
    }
  }
  return runs;
}

function continues(before: ConversationMessage | undefined, message: ConversationMessage): boolean {
  if (!before) return false;
  const gap = message.occurredAt.getTime() - before.occurredAt.getTime();
  return gap <= LONGEST_GAP_MS && subjectOf(before) === subjectOf(message);
}

function subjectOf({ state, caseNumbers, questionId }: ConversationMessage): string {
  const question = state === 'awaiting-worker' || state === 'unmatched' ? questionId : null;
  return JSON.stringify([state, [...caseNumbers].sort(), question]);
}
