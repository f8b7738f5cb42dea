// The first contact notice (Coventry Recording Policy 4.2a, 4.2c): a family is told once that records
// are kept, when somebody reads, and where to turn. Nothing goes out by itself where it could harm.
import type { Recipient } from './recipient.ts';
import { recipientStop, selectionStops } from './stops.ts';

/** The authority's own facts in the notice. */
export type NoticeFacts = {
  /** "Monday to Friday, 9am to 5pm" */
  readWhen: string;
  /** "999" */
  emergency: string;
};

export const NOTICE_FACTS: NoticeFacts = {
  readWhen: 'Monday to Friday, 9am to 5pm',
  emergency: '999',
};

export type NoticeDecision =
  | { goes: true; body: string }
  /** `why` is shown to the worker; null: there is nothing to say, they were told before. */
  | { goes: false; why: string | null };

/** Whether the notice goes with this send, and its words. */
export function noticeFor(
  recipient: Recipient,
  caseNumbers: readonly string[],
  toldBefore: boolean,
  facts: NoticeFacts = NOTICE_FACTS,
): NoticeDecision {
  if (toldBefore) return { goes: false, why: null };
  const { arrangement, contact } = recipient;
  const name = contact?.name ?? 'This person';
  if (arrangement?.noticeWithheldReason) {
    return {
      goes: false,
      why: `${name} is not told by text that messages are kept: ${arrangement.noticeWithheldReason}`,
    };
  }
  if (arrangement?.quiet) {
    return {
      goes: false,
      why: `${name} is not told by text that messages are kept, because a text on the wrong screen can harm. Tell them yourself.`,
    };
  }
  if (recipient.holders.length > 1) {
    return {
      goes: false,
      why: 'More than one person uses this phone, so nothing goes to it by itself. Tell them yourself that messages are kept.',
    };
  }
  if (recipientStop(recipient, true) ?? selectionStops(recipient, caseNumbers)[0]) {
    return { goes: false, why: null };
  }
  return { goes: true, body: noticeBody(recipient, caseNumbers, facts) };
}

/** Without an apostrophe or dash outside GSM-7: it stays within two texts. */
function noticeBody(
  recipient: Recipient,
  caseNumbers: readonly string[],
  { readWhen, emergency }: NoticeFacts,
): string {
  const own = recipient.children.some(
    ({ caseNumber, relationship }) => relationship === 'self' && caseNumbers.includes(caseNumber),
  );
  const record = own ? 'your record' : "the child's record";
  const sentences = [
    `This is children's services (${recipient.sender?.label ?? 'official number'}).`,
    `Messages to and from this number are kept on ${record}.`,
    `We read them ${readWhen}.`,
    `If anyone is in danger, call ${emergency}.`,
  ];
  // UK numbers carry no MMS (https://www.twilio.com/en-us/guidelines/gb/sms).
  if (recipient.channel === 'sms') sentences.push('Photos cannot be sent to this number by text.');
  return sentences.join(' ');
}
