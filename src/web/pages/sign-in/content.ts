import type { SignInRefusal } from '../../../access/sign-in.ts';
import type { Role } from '../../../access/viewer.ts';
import { plural } from '../../../format/words.ts';
import type { SessionState } from '../../middleware/session-state.ts';

const ROLE_NAMES: Record<Role, string> = {
  worker: 'Social worker',
  manager: 'Manager',
  'information-governance': 'Information governance officer',
  auditor: 'Auditor',
  administrator: 'Administrator',
};

export const content = {
  title: 'Sign in',
  draftKept: 'Sign in again. Your draft is kept.',
  signedOut: 'Sign in again. You were signed out to keep records safe.',
  demonstration:
    'This is a demonstration with fictitious families. Choose who to be. No password is needed.',
  tryThis: 'in another window, send a text, and watch it arrive.',
  nobody: 'There is nobody to sign in as yet. Import people, then reload this page.',
  noneFound: 'Nobody has this name, team or worker ID.',
  find: 'Find a person by name, team or worker ID',
  findButton: 'Find',
  next: 'Show more people',
  workAccount: 'Sign in with your work account',
  workAccountWhy: 'Casethread knows you by your work account. It has no password of its own.',
  notChosen: 'Choose who to be',
  chosenLeft: 'This person is not in post today. Choose somebody else.',
  refusedTitle: 'You cannot sign in to Casethread',
  tryAgain: 'Try again',
} as const;

export const refusals: Record<SignInRefusal | 'not-completed' | 'provider-away', string> = {
  unknown:
    'Your work account is known, but nobody with its e-mail address is in the list of workers. Ask your manager to have you added, then sign in again.',
  left: 'Your post in the list of workers has ended. If you are still in post, ask your manager to have the list put right, then sign in again.',
  'e-mail-not-verified':
    'Your work account does not vouch for your e-mail address. Ask the people who look after work accounts to verify it, then sign in again.',
  'e-mail-shared':
    'More than one worker has the e-mail address of your work account. Ask your manager to have the list of workers put right, then sign in again.',
  'not-completed': 'Signing in with your work account was not completed. Nothing was changed.',
  'provider-away':
    'The service that looks after work accounts is not answering. Nothing you wrote is lost. Try again in a minute.',
};

/** What to say to somebody who was signed out for being away; null: they were not. */
export function againWords(session: { state: SessionState['state']; hasDraft: boolean }) {
  if (session.hasDraft) return content.draftKept;
  return session.state === 'away' ? content.signedOut : null;
}

/** Social worker, North team. */
export function postWords(role: Role, team: string): string {
  if (role !== 'worker' && role !== 'manager') return ROLE_NAMES[role];
  return `${ROLE_NAMES[role]}, ${/\bteam$/i.test(team) ? team : `${team} team`}`;
}

/** What this person will find after signing in. */
export function findingWords(person: {
  role: Role;
  waiting: number;
  urgent: number;
  late: number;
}): string {
  switch (person.role) {
    case 'worker':
      return waitingWords(person);
    case 'manager':
      return 'The records of everyone they manage';
    case 'information-governance':
      return 'Every record but restricted ones, and who looked at what';
    case 'auditor':
      return 'Who looked at what. No message text';
    case 'administrator':
      return 'Settings and alarms. No message text';
  }
}

function waitingWords({
  waiting,
  urgent,
  late,
}: {
  waiting: number;
  urgent: number;
  late: number;
}) {
  if (waiting === 0) return 'Nothing is waiting';
  const parts = [plural(waiting, 'thing waiting', 'things waiting')];
  if (urgent > 0) parts.push(`${urgent} of them urgent`);
  if (late > 0) parts.push(`${late} of them late`);
  return parts.join(', ');
}
