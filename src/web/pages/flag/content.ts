import type { Decision, ItemKind } from '../../../escalation/item.ts';

export const content = {
  back: 'Oversight',
  conversation: 'Conversation',
  whole: 'Open the whole conversation',
  done: 'What has been done',
  children: 'Children in this conversation',
  noChildren: 'Nobody is known yet by this number.',
  worker: 'Worker',
  noWorker: 'Nobody is allocated.',
  decisions: 'Decisions',
  question: 'What is your decision?',
  another: 'Add a decision',
  reason: 'Reason',
  reasonHint: 'Facts first. Say what you relied on.',
  noConcernHint: 'The flag was wrong, or the matter is already dealt with',
  followUp: 'Is there anything to follow up?',
  remind: 'Yes, remind me',
  what: 'What',
  when: 'When',
  record: 'Record decision',
  acknowledge: 'Acknowledge',
  recorded: 'Kept. Your decision is on the record.',
  recordedHere: 'Kept. Your decision stays with managers.',
  followUps: 'Follow up',
  whatWasDone: 'What was done',
  recordFollowUp: 'Record follow-up',
  followedUp: 'Kept. It was followed up.',
  followedUpBefore: 'Somebody followed it up before. What they wrote is on this page.',
  hidden: 'A message about a child you cannot see.',
  unmarked: 'No words: it was found by what happened, not by what was written.',
} as const;

/** In the order of the page; "No concern" stands apart, after "or". */
export const DECISION_WORDS: Readonly<Record<Decision, { label: string; said: string }>> = {
  strategy: { label: 'Strategy discussion', said: 'strategy discussion' },
  referral: { label: 'Referral to another service', said: 'referral to another service' },
  advice: { label: 'Advice to the worker', said: 'advice to the worker' },
  breach: { label: 'Report a data breach', said: 'report a data breach' },
  conduct: { label: 'Conduct process', said: 'conduct process' },
  other: { label: 'Something else', said: 'something else' },
  none: { label: 'No concern', said: 'no concern' },
};

/** Joan Whitcombe decided at 1:52pm: strategy discussion. … */
export function decidedMeanwhile(name: string, at: string, said: string): string {
  return `${name} decided at ${at}: ${said}. Your words are below. Add to their decision?`;
}

/** Where the decision goes, said above the button. `children` are in bold on the page. */
export function whereItGoes(
  kind: ItemKind,
  children: readonly string[],
  workers: readonly string[],
  author: string | null,
) {
  if (kind === 'conduct') {
    const who = author === null ? 'the person it is about' : author;
    return {
      before: `Your decision stays with managers. It goes on no child’s record, and ${who} does not see it here. It cannot be deleted.`,
      strong: null,
      after: '',
    };
  }
  const seen = workers.length > 0 ? ` ${list.format(workers)} will see it.` : '';
  const conduct = ' A decision to begin a conduct process stays with managers.';
  const after = `${seen} It cannot be deleted.${conduct}`;
  if (children.length === 0) {
    return {
      before:
        'Your decision goes on the child’s record as soon as somebody says which child it is.',
      strong: null,
      after,
    };
  }
  const records = children.map((child) => `${child}’s record`);
  return { before: 'Your decision goes on ', strong: list.format(records), after: `.${after}` };
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });
