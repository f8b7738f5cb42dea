import { plural } from '../../../format/words.ts';

export const content = {
  title: 'Inbox',
  nothing: 'Nothing is waiting for you.',
  seeRecordings: 'See your recordings',
  messageFamily: 'Message a family',
  refresh: 'Refresh',
  groups: {
    urgent: 'Urgent',
    questions: 'Which child?',
    recordings: 'Needs context',
    failures: 'Not delivered',
    plans: 'Digital contact plans',
    decisions: 'Decided by a manager',
  },
  showMore: {
    questions: 'Show more questions',
    recordings: 'Show more recordings',
    failures: 'Show more messages that were not delivered',
  },
  seen: 'I have seen this',
  seenKept: 'Kept. The message stays in the conversation, marked as not delivered.',
  decisionSeen: 'Kept. The decision stays on the record, beside the messages.',
  seenBefore: 'This was seen before, or it was delivered meanwhile.',
  whatIsNew: 'what is new',
} as const;

/** 7 things are waiting for you. */
export function waiting(count: number): string {
  return count === 1
    ? '1 thing is waiting for you.'
    : `${plural(count, 'thing', 'things')} are waiting for you.`;
}

/** 1 is late. Null while nothing is. */
export function late(count: number): string | null {
  if (count === 0) return null;
  return count === 1 ? '1 is late.' : `${count} are late.`;
}

export function allDone(checkedAt: string): string {
  return `Every message to your families is on a child’s record with its context. Checked at ${checkedAt}.`;
}
