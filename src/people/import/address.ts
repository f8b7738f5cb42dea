// Addresses as CSV files write them, to the one form that messages arrive with.
import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** What a cell became, or why it cannot be used. */
export type Reading = { ok: true; value: string } | { ok: false; reason: string };

/** +44 7700 900123, 07700 900123, (01632) 960001; not 0044…, and no letters or extensions. */
const WRITTEN_LIKE_A_NUMBER = /^(\+[1-9]|\(?0[1-9])[\d\s().-]*$/;
/** WhatsApp's business-scoped user id, such as GB.1234567890: a user who hides their number. */
const BUSINESS_SCOPED_ID = /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/;
/** WhatsApp's own id of a person whose number a phone does not show. */
const OPAQUE_ID = /^\d{1,20}@lid$/;
/** UK mobile numbers have ten digits after +44; some other UK numbers have nine. */
const SHORT_UK_MOBILE = /^\+447\d{8}$/;

const NOT_A_NUMBER =
  'is not a phone number in international form (+447700900123) or UK form (07700 900123)';

/**
 * Normalises an address of a channel: phone numbers to E.164, other ids as they are. Numbers are
 * tested for a possible length, not for being in use, because Ofcom's fictitious ranges are not.
 */
export function readAddress(channel: string, text: string): Reading {
  const isOpaque = BUSINESS_SCOPED_ID.test(text) || OPAQUE_ID.test(text);
  if (channel === 'whatsapp' && isOpaque) return { ok: true, value: text };
  if (channel === 'sms' || channel === 'whatsapp') return readPhoneNumber(text);
  if (/\s/.test(text)) return { ok: false, reason: `is not a ${channel} id: it holds a space` };
  return { ok: true, value: text };
}

function readPhoneNumber(text: string): Reading {
  const number = WRITTEN_LIKE_A_NUMBER.test(text)
    ? parsePhoneNumberFromString(text, 'GB')
    : undefined;
  if (!number) return { ok: false, reason: NOT_A_NUMBER };
  if (!number.isPossible() || SHORT_UK_MOBILE.test(number.number)) {
    return { ok: false, reason: 'has too few or too many digits for a phone number' };
  }
  return { ok: true, value: number.number };
}
