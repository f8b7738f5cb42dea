import { listOf } from '../../../format/words.ts';

export const content = {
  inbox: 'Inbox',
  conversation: 'Conversation',
  title: 'Which child is this about?',
  correctTitle: 'Which child are these messages about?',
  why: 'Why you are being asked:',
  searchFirst: 'Search for the child first',
  select: 'Select every child it is about',
  selectAll: 'Select every child they are about',
  other: 'A different child',
  otherHint: 'Search by name or case number',
  search: 'Name or case number',
  searchButton: 'Search',
  none: 'Not casework',
  noneHint: 'For example a wrong number. The message is still kept.',
  noneUrgentHint:
    'A message may be about harm, so a manager decides. Your reason goes with it. It is still kept.',
  whyNotCasework: 'Why is it not casework?',
  manager: 'I do not know. Ask my manager',
  teach: 'Remember a name they use for the child',
  nickname: 'The name, as they wrote it',
  nicknameHint: 'For example “Bear”. Casethread knows it from now on.',
  family: 'The family',
  which: 'Which messages?',
  reason: 'Why are they on the wrong record?',
  reasonHint: 'Kept with the correction. Your manager can see it.',
  save: 'Save',
  later: 'Decide later',
  back: 'Leave it as it is',
  soon: 'Kept. It will be on the record in a moment.',
  toManager: 'Kept, and passed to your manager. You stay named as the worker.',
  notCasework: 'Kept as not casework, with your reason.',
  errors: {
    choose: 'Select a child, or choose one of the other answers',
    oneKind: 'Select children, or one of the other answers, not both',
    reason: 'Give a reason',
    search: 'Enter a name or case number to search for',
    notFound: 'No child you can see has this name or case number',
    oneChild: 'Select the one child whose name it is',
    notSaid: 'Enter a name that is in these messages',
    gone: 'Select a child again: one of them can no longer be selected',
  },
} as const;

/** The 2 messages go on the record of each child you select. */
export function onEachRecord(count: number): string {
  return count === 1
    ? 'The message goes on the record of each child you select.'
    : `The ${count} messages go on the record of each child you select.`;
}

export function remember(contact: string, child: string, word: string): string {
  return `${contact} calls ${child} “${word}”. Remember this.`;
}

export function beforeThese(count: number): string {
  return count === 1 ? 'Show the message before' : `Show the ${count} messages before these`;
}

const SURFACES: Readonly<Record<string, string>> = {
  web: 'on the web',
  slack: 'in Slack',
  teams: 'in Teams',
  import: 'before Casethread',
};

/** You answered this in Slack at 3:02pm: Maisie Brennan. */
export function answeredElsewhere(
  who: string,
  surface: string,
  at: string,
  children: readonly string[],
): string {
  const answer = children.length > 0 ? listOf(children) : 'not casework';
  return `${who} answered this ${SURFACES[surface] ?? ''} ${at}: ${answer}.`.replace(/ +/g, ' ');
}

export function alreadyOn(children: readonly string[]): string {
  return children.length > 0
    ? `They are on the record of ${listOf(children)} now.`
    : 'They are kept as not casework now.';
}

export const WHAT_A_CORRECTION_DOES =
  'The messages move to the record you select. The record they were on keeps a marker without the words. If anybody had seen them there, a breach note is opened.';

export function kept(children: readonly string[]): string {
  return `Kept on the record of ${listOf(children)}.`;
}
