import { plural } from '../../../format/words.ts';

export const content = {
  title: 'Phone simulator',
  intro:
    'These are the families’ phones. What you send here reaches Casethread the way a real text does. Demonstration only.',
  signIn: 'Sign in as a worker to see what arrives',
  behaviour: 'How the provider behaves',
  twice: 'Deliver every message twice',
  twiceHint: 'Provider retries. Casethread should keep one copy.',
  outOfOrder: 'Deliver statuses out of order',
  refuseHint: 'Shows “Not delivered” in the inbox',
  change: 'Change',
  changed: 'The provider behaves like that from now on.',
  choose: 'Whose phone to show first',
  show: 'Show',
  unknown: 'Unknown number',
  nobodyMet: 'Nobody has met this number',
  to: 'To',
  send: 'Send',
  sendPhoto: 'Send a photo',
  missedCall: 'Missed call',
  photoHint: 'Photos go by WhatsApp, because UK texts carry none. Write STOP to opt out of texts.',
  empty: 'Nothing yet',
  photo: 'Photo',
  noWords: 'Write a message',
  tooLong: 'Message must be 1,600 characters or fewer',
  noLine: 'a number that is not registered',
  refresh: 'Refresh',
  nothingSent: 'Nothing has been sent from these phones yet.',
} as const;

export const refuseWords = (name: string) => `Refuse messages to ${name}`;
export const textAs = (name: string) => `Text as ${name}`;
export const screenOf = (name: string) => `Messages on ${name}’s phone`;
export const sharedWith = (names: string) => `Shared with ${names}`;

/** "Text 07700 900900, Family Support North". */
export function lineWords(label: string, channel: 'sms' | 'whatsapp', number: string): string {
  return `${channel === 'sms' ? 'Text' : 'WhatsApp'} ${number}, ${label}`;
}

type Provided = {
  deliveries: number | null;
  answerStatus: number | null;
  answerMs: number | null;
  sequence: string | null;
};

/** What the provider did with a message of the family, and what Casethread kept of it. */
export function providedWords(message: Provided): string {
  const { deliveries, answerStatus, sequence } = message;
  const kept = sequence === null ? 'not kept' : `kept as K${sequence}`;
  if (deliveries === null) return capitalised(kept);
  if (deliveries === 0) return 'Being delivered';
  if (isAccepted(answerStatus)) {
    return `Answered ${answerStatus} in ${milliseconds(message)}, ${kept}`;
  }
  if (sequence !== null) return capitalised(kept);
  const answered = answerStatus === null ? '' : ` (${answerStatus})`;
  return deliveries === 1
    ? `Not accepted${answered}. The provider will try again in 15 seconds.`
    : `Not accepted${answered}. Casethread will find it when it next asks the provider.`;
}

/** "Last message: sent twice, kept once, answered in 9 milliseconds." */
export function lastWords(message: Provided): string {
  const { deliveries, answerStatus, sequence } = message;
  const sent = `sent ${times(deliveries ?? 0)}`;
  if (!isAccepted(answerStatus)) return `Last message: ${sent}, not accepted yet.`;
  const kept = sequence === null ? 'not kept' : 'kept once';
  return `Last message: ${sent}, ${kept}, answered in ${milliseconds(message)}.`;
}

function isAccepted(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

function milliseconds({ answerMs }: Provided): string {
  return plural(answerMs ?? 0, 'millisecond', 'milliseconds');
}

function times(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
