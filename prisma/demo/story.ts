// What the demonstration's families are told with: people, threads of messages, and what workers wrote
// on the record. Times count back from now, so that four weeks of messages are always the last four.
import type { Channel } from '../../src/messaging/message.ts';

/** A time of day on a day that many days ago (Europe/London), or simply minutes ago. */
export type Moment = { daysAgo: number; time: string } | { minutesAgo: number };

type Step =
  | { step: 'received'; key?: string; words: string; picture?: string; inReplyTo?: string }
  /** From these children's records: sending opens that scope, as on the page. */
  | { step: 'sent'; words: string; workerId: string; caseNumbers: string[] }
  /** The worker answers which children a message was about; none: not casework, with the reason. */
  | { step: 'answer'; about: string; workerId: string; caseNumbers: string[]; reason?: string };

export type TimedStep = Step & { at: Moment };

export type Thread = {
  channel: Extract<Channel, 'sms' | 'whatsapp'>;
  officialNumber: string;
  counterpart: string;
  /** The worker was asked before sending whom it is about: the phone is shared, or the record closed to guesses. */
  askedBeforeSending?: boolean;
  steps: TimedStep[];
};

/** What a worker added to the recording that holds a message, and when. */
export type Context = {
  /** The key of a message on the recording. */
  about: string;
  caseNumber: string;
  workerId: string;
  at: Moment;
  fact?: string;
  opinion?: string;
  hearsay?: { source: string; text: string };
  view?: { source: string; text: string };
  action?: string;
  significantEvent?: string;
};

/** Words that the provider could not deliver. */
export type FailedSend = {
  thread: Pick<Thread, 'channel' | 'officialNumber' | 'counterpart'>;
  contactId: string;
  caseNumbers: string[];
  workerId: string;
  at: Moment;
  body: string;
  errorCode: string;
  /** What the worker is told. */
  words: string;
};

export type Child = {
  caseNumber: string;
  name: string;
  preferredName?: string;
  alsoKnownAs?: string[];
  age: number;
  /** Month and day, such as 04-17. */
  birthday: string;
  sex: 'female' | 'male';
  household: string;
  status: 'open' | 'closed' | 'restricted' | 'adopted';
  /** Who is allocated: the lead first. */
  workers: string[];
};

export type Contact = {
  contactId: string;
  name: string;
  alsoKnownAs?: string[];
  language?: string;
  needs?: string;
  addresses: {
    channel: Thread['channel'];
    address: string;
    verified?: boolean;
    fromDaysAgo?: number;
    toDaysAgo?: number;
  }[];
  linkedTo: {
    caseNumber: string;
    relationship: string;
    responsibility?: boolean;
    permitted?: 'yes' | 'supervised' | 'no';
  }[];
};

export type Family = {
  children: Child[];
  contacts: Contact[];
  threads: Thread[];
  contexts: Context[];
  /** Keys of messages whose recordings nobody has completed, and are overdue by now. */
  overdue?: string[];
  failedSends?: FailedSend[];
};

const on = (daysAgo: number, time: string): Moment => ({ daysAgo, time });

/** A message from the family. `key` lets an answer, a quotation or a worker's context name it. */
export const received = (
  daysAgo: number,
  time: string,
  words: string,
  more: { key?: string; picture?: string; inReplyTo?: string } = {},
): TimedStep => ({ step: 'received', at: on(daysAgo, time), words, ...more });

/** A message from a worker, written on these children's records. */
export const sent = (
  daysAgo: number,
  time: string,
  workerId: string,
  caseNumbers: string[],
  words: string,
): TimedStep => ({ step: 'sent', at: on(daysAgo, time), workerId, caseNumbers, words });

/** A message from the family in the last hours. */
export const justReceived = (minutesAgo: number, words: string, key?: string): TimedStep => ({
  step: 'received',
  at: { minutesAgo },
  words,
  ...(key ? { key } : {}),
});

export const answer = (
  daysAgo: number,
  time: string,
  workerId: string,
  about: string,
  caseNumbers: string[],
  reason?: string,
): TimedStep => ({
  step: 'answer',
  at: on(daysAgo, time),
  workerId,
  about,
  caseNumbers,
  ...(reason ? { reason } : {}),
});
