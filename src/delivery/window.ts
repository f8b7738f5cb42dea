// WhatsApp lets a business write freely only for 24 hours after the other side last wrote
// (https://www.twilio.com/docs/whatsapp/key-concepts#the-24-hour-window). After that only content that
// WhatsApp approved gets through.
import { firstName, type Recipient } from './recipient.ts';
import type { Stop } from './stops.ts';

export const WINDOW_MS = 24 * 3_600_000;

/** Before the end somebody may still be typing: a message that WhatsApp refuses was not sent. */
const MARGIN_MS = 30_000;

export type Window =
  /** This channel knows no such limit. */
  | { state: 'always' }
  | { state: 'open'; until: Date }
  /** `since`: null when they never wrote here. */
  | { state: 'closed'; since: Date | null };

/** Whether the worker may write freely at this moment. */
export function windowAt({ channel, lastWroteAt }: Recipient, now: Date): Window {
  if (channel !== 'whatsapp') return { state: 'always' };
  if (lastWroteAt === null) return { state: 'closed', since: null };
  const until = new Date(lastWroteAt.getTime() + WINDOW_MS);
  return now.getTime() < until.getTime() - MARGIN_MS
    ? { state: 'open', until }
    : { state: 'closed', since: until };
}

/** What stops words of the worker's own; null: nothing does. */
export function windowStop(recipient: Recipient, now: Date): Stop | null {
  if (windowAt(recipient, now).state !== 'closed') return null;
  const who = recipient.contact?.name ?? 'This person';
  const wrote =
    recipient.lastWroteAt === null
      ? `${who} has not written to this number on WhatsApp.`
      : `${who} last wrote on WhatsApp more than 24 hours ago.`;
  return {
    code: 'window-closed',
    why: `${wrote} WhatsApp lets only an agreed opening message through until they write.`,
    next: `Send an agreed opening message from the conversation in Casethread, text, or call ${firstName(who)}.`,
  };
}
