import { listOf, plural } from '../../../format/words.ts';
import type { LineGroup, LineKind, LineWords } from '../../../supervision/line.ts';

export const content = {
  title: 'Supervision',
  own: 'Your supervision',
  seeOwn: 'See your own supervision file',
  nobody: 'Nobody who reports to you holds a post today.',
  people: 'People you supervise',
  never: 'No supervision on file yet.',
  begun: 'Begun',
  agenda: 'Agenda',
  decided: 'Decided',
  toDecide: 'To decide',
  decision: 'Decision',
  decisionMissing: 'Enter the decision',
  action: 'Who does what, by when',
  agreement: 'Do you agree to the correction?',
  agree: 'Agree to the correction',
  decline: 'Decline the correction',
  chooseDecision: 'Choose a decision',
  reasonMissing: 'Give a reason',
  agreed: 'Correction agreed.',
  declined: 'Correction not agreed.',
  ownCorrection: 'You made this correction. Another manager must agree to it.',
  review: 'Next review date',
  reviewHint:
    'For example, 12/6/2026. The plan then goes on as it is. Leave empty to change it first.',
  decideThis: 'Decide this line',
  save: 'Save',
  finish: 'Finish supervision',
  finished: 'Supervision is finished. It is on the supervision file.',
  addLine: 'Add a line',
  addOwn: 'Add a line of your own',
  addTitle: 'Add a line of your own',
  about: 'What is it about?',
  aboutMissing: 'Say what it is about',
  child: 'Child',
  childHint: 'The decision goes on this child’s record too',
  noChild: 'No child: supervision file only',
  saveLine: 'Add the line',
  lineAdded: 'The line is on the agenda.',
  canLeave: 'You can finish with lines undecided. They come back next time, at the top.',
  nothing: 'Nothing to discuss from Casethread.',
  nothingOfYours: 'Nothing waits to be talked through in your supervision.',
  past: 'Past supervisions',
  nonePast: 'None yet.',
  file: 'Supervision file',
  nothingDecided: 'Nothing was decided.',
  decisions: 'Supervision decisions',
  noDecisions: 'Nothing was decided in supervision about this child.',
  addToDecision: 'Add to the decision',
  added: 'Your words stand beside the decision.',
  gone: 'That line is no longer on the agenda. Nothing was saved.',
} as const;

export const GROUP_HEADINGS: Readonly<Record<LineGroup, string>> = {
  carried: 'From last time',
  flagged: 'Flagged',
  overdue: 'Overdue',
  correction: 'Corrections',
  'plan-due': 'Digital contact plans due for review',
  'plan-missing': 'Digital contact plans to make',
  'notice-review': 'Recording notices to look at again',
  sample: 'Sample',
  unallocated: 'Not yet allocated',
  own: 'Added lines',
};

const CATEGORIES: Readonly<Record<string, string>> = {
  'harm-disclosure': 'possible harm',
  'self-harm': 'possible self-harm',
  missing: 'may be missing',
  'violence-threat': 'threat of violence',
  'domestic-abuse': 'possible domestic abuse',
  exploitation: 'possible exploitation',
  neglect: 'possible neglect',
  'substance-misuse': 'substance misuse',
  'unsafe-adult': 'contact with an unsafe adult',
  'medical-emergency': 'medical emergency',
  complaint: 'complaint',
  'records-request': 'request to see records',
  disengagement: 'turning away from us',
  'data-breach': 'possible data breach',
  'off-channel': 'contact off the official number',
  'staff-safety': 'staff safety',
  legal: 'legal matter',
};

/** possible harm and missing: what flags are about, as people say it. */
export function categoryWords(categories: readonly string[]): string {
  return listOf(categories.map((category) => CATEGORIES[category] ?? category));
}

const RECORD_PREFIX: Partial<Record<LineKind, string>> = {
  'plan-due': 'Digital contact plan with ',
  'plan-missing': 'No digital contact plan with ',
};

/** What a decision is about, on one child's own record: no other child is named. */
export function recordTitle({ kind, heading }: Pick<LineWords, 'kind' | 'heading'>): string {
  return `${RECORD_PREFIX[kind] ?? ''}${heading}`;
}

/** Alfie Brennan: possible harm, 12 March 2026. Plans lead with whom they are with. */
export function agendaTitle(
  { kind, heading }: Pick<LineWords, 'kind' | 'heading'>,
  names: readonly string[],
): string {
  if (names.length === 0) return heading;
  if (kind === 'plan-due' || kind === 'plan-missing') return `${heading}, for ${listOf(names)}`;
  return `${listOf(names)}: ${heading}`;
}

/** Goes on the records of Alfie and Maisie, and on the supervision file. */
export function goesOn(firstNames: readonly string[]): string {
  if (firstNames.length === 0) return 'Goes on the supervision file.';
  const [only] = firstNames;
  return firstNames.length === 1
    ? `Goes on ${only}’s record and on the supervision file.`
    : `Goes on the records of ${listOf(firstNames)}, and on the supervision file.`;
}

/** Where a decision stands. */
export function standsOn(children: number): string {
  if (children === 0) return 'On the supervision file.';
  return children === 1
    ? 'On the child’s record and the supervision file.'
    : 'On the children’s records and the supervision file.';
}

/** 2 of 6 decided. */
export function progress(decided: number, all: number): string {
  return `${decided} of ${all} decided.`;
}

export function hiddenWords(count: number): string | null {
  if (count === 0) return null;
  const lines = plural(count, 'line is', 'lines are');
  return `${lines} about a child whose record you cannot see.`;
}

/** Somebody decided meanwhile: what they decided, and that nothing typed is lost. */
export function decidedMeanwhile(name: string, at: string, words: string): string {
  return `${name} decided this at ${at}: ${words} Your words are below. Add them to the decision, or leave them.`;
}
