// What cards and answers say. The family's words are quoted; these are ours.
import { ageWords } from '../format/age.ts';
import { fullDate } from '../format/dates.ts';
import { listOf } from '../format/words.ts';
import type { SurfaceKind } from '../messaging/surface.ts';

export const SURFACE_NAME: Readonly<Record<SurfaceKind, string>> = {
  slack: 'Slack',
  teams: 'Teams',
};

const NOTED = 'Nothing was shown, saved or sent. What you pressed has been noted, with the time.';
const account = (surface: SurfaceKind) =>
  `You cannot use Casethread from this ${SURFACE_NAME[surface]} account`;

/** Why somebody is refused, by reason. */
export const refusals = {
  nobody: (surface: SurfaceKind) => ({
    heading: account(surface),
    words: `It is not linked to a worker. ${NOTED} Ask your Casethread administrator to link it. Until then you can sign in on the web.`,
  }),
  left: (surface: SurfaceKind) => ({
    heading: account(surface),
    words: `The worker it was linked to has no post today. ${NOTED} If that is wrong, ask your Casethread administrator.`,
  }),
  several: (surface: SurfaceKind) => ({
    heading: account(surface),
    words: `It is linked to more than one worker. ${NOTED} Ask your Casethread administrator to mend that. Until then you can sign in on the web.`,
  }),
  role: (surface: SurfaceKind) => ({
    heading: account(surface),
    words: `Your role has no messages to answer. ${NOTED} What your role can do is on the web.`,
  }),
  subject: (_surface: SurfaceKind) => ({
    heading: 'You cannot see this',
    words: `It is not yours today, or it is no longer there. ${NOTED} If you need it, ask your manager.`,
  }),
} as const;

/** Born 4 May 2016 (9 years old), CT-20417 */
export function childDetails(child: { dateOfBirth: Date; caseNumber: string }, now: Date): string {
  return `Born ${fullDate(child.dateOfBirth)} (${ageWords(child.dateOfBirth, now)}), ${child.caseNumber}`;
}

export const NO_CONTENT = {
  question: {
    heading: 'A new message from a family is waiting',
    words: 'It is kept, and not on a child’s record yet.',
    act: 'Choose the child',
  },
  recording: {
    heading: 'A new message from a family is waiting',
    words: 'It is on a child’s record and needs context.',
    act: 'Add context',
  },
  send: {
    heading: 'A message to a family was not delivered',
    words: 'The family has not seen it. A copy is kept.',
    act: 'Open',
  },
  waiting: {
    heading: 'A new message from a family is waiting',
    words: 'Nobody who is in post today has it. Open Casethread to see whose it is.',
    act: 'Open',
  },
  over: {
    heading: 'This is no longer waiting for you',
    words: 'Somebody else has it, or it was settled. Nothing is lost.',
  },
} as const;

const WHERE: Readonly<Record<string, string>> = {
  web: 'on the web',
  slack: 'in Slack',
  teams: 'in Teams',
  import: 'before Casethread',
};

/** on the web, in Slack */
export const whereWords = (surface: string): string => WHERE[surface] ?? '';

/** On Maisie Brennan’s record; on the records of Alfie and Maisie */
export function onRecordOf(names: readonly string[]): string {
  const [only] = names;
  if (only !== undefined && names.length === 1) return `On ${only}’s record`;
  return `On the records of ${listOf(names)}`;
}

export const errors = {
  choose: 'Select a child, or choose one of the other answers',
  gone: 'Select a child again: one of them can no longer be selected',
  reason: 'Give a reason',
  reasonTooLong: 'The reason must be 500 characters or fewer',
  same: 'They are on this record already. Select a different child',
  managersOnly:
    'Select a child: a message may be about harm, so only a manager can say that it is not casework',
  messages: 'Select at least one message',
  nothingAdded: 'Write what you want to add',
} as const;
