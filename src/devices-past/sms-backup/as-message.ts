// An element of a backup as a message, or why it is not one between two people.
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { minuteAt } from '../local-time.ts';
import type { LineNote, PastMedia, PastMessage } from '../past-message.ts';
import type { Attributes, BackupElement } from './read-backup.ts';

export type Found = { sha256: string; bytes: number; state: 'sound' | 'damaged' | 'none' };

export type ElementReading =
  | { outcome: 'message'; message: PastMessage }
  | { outcome: 'left-out' | 'not-understood'; note: LineNote };

type Needs = {
  officialNumber: string;
  /** What a data attribute held, by its mark. */
  found: (mark: string) => Found | undefined;
};

/** Whom the phone means by itself, where it does not know its own number. */
const SELF = 'insert-address-token';
const SECONDS_END = 100_000_000_000; // as milliseconds that would be 1973
const SENT = '2';
const RECEIVED = '1';
const DRAFTS: Readonly<Record<string, string>> = {
  3: 'is a draft, which was not sent',
  4: 'was waiting to be sent when the backup was made',
  5: 'could not be sent',
  6: 'was waiting to be sent when the backup was made',
};
const NOT_FETCHED = '130';

/** Reads one element. */
export function readElement(element: BackupElement, needs: Needs): ElementReading {
  const { attributes, line } = element;
  const shown = value(attributes.readable_date) ?? value(attributes.date) ?? '';
  const note = (outcome: 'left-out' | 'not-understood', reason: string): ElementReading => ({
    outcome,
    note: { line, reason, shown },
  });
  const box = boxOf(element);
  const draft = DRAFTS[box];
  if (draft !== undefined) return note('left-out', draft);
  if (box !== SENT && box !== RECEIVED) {
    return note('not-understood', `has the kind “${box}”, which we do not know`);
  }
  const others = othersOf(element, needs.officialNumber);
  const [counterpart, second] = others;
  if (counterpart === undefined) return note('not-understood', 'names no number');
  if (second !== undefined) {
    return note('not-understood', `is to or from a group of ${others.length}, which is not kept`);
  }
  const at = timeOf(attributes.date);
  if (at === null) return note('not-understood', 'has no date');
  if (value(attributes.m_type) === NOT_FETCHED) {
    return note('not-understood', 'is a picture message that the phone never fetched');
  }
  const media = element.parts.filter(isMedia).map((part) => mediaOf(part, needs.found));
  return {
    outcome: 'message',
    message: {
      line,
      counterpart,
      direction: box === SENT ? 'outbound' : 'inbound',
      kind: 'message',
      at,
      minute: minuteAt(at, 'UTC'),
      body: bodyOf(element),
      media,
      mark: null,
      raw: {
        contentType: 'application/json',
        bytes: Buffer.from(JSON.stringify({ ...element, found: media })),
      },
    },
  };
}

/** A value, or null where the app writes the word "null". */
function value(text: string | undefined): string | null {
  return text === undefined || text === '' || text === 'null' ? null : text;
}

function boxOf({ name, attributes }: BackupElement): string {
  if (name === 'sms') return value(attributes.type) ?? '';
  const kind = value(attributes.m_type);
  return value(attributes.msg_box) ?? (kind === '128' ? SENT : kind === '132' ? RECEIVED : '');
}

/** Everybody in the conversation but the phone itself. */
function othersOf({ attributes, addresses }: BackupElement, officialNumber: string): string[] {
  const named = (value(attributes.address) ?? '').split('~').map(addressOf);
  const isOther = (address: string) =>
    address !== '' && address !== SELF && address !== officialNumber;
  const others = [...new Set(named.filter(isOther))];
  const listed = new Set(
    addresses.map((one) => addressOf(value(one.address) ?? '')).filter(isOther),
  );
  // One of those listed may be this phone's own number, when it is not the official one.
  const strangers = [...listed].filter((address) => !others.includes(address));
  if (others.length === 0 && strangers.length > 0) return strangers;
  return strangers.length > 1 ? [...others, ...strangers] : others;
}

/** A phone number in international form; a name or a short number as it is. */
function addressOf(text: string): string {
  const plain = text.replaceAll(/[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '').trim();
  if (!/^[+\d][\d\s().-]{8,}$/.test(plain)) return plain;
  const international = plain.replace(/^00/, '+').replace(/^44(?=\d{10}$)/, '+44');
  const number = parsePhoneNumberFromString(international, 'GB');
  return number?.isPossible() ? number.number : plain;
}

function timeOf(text: string | undefined): Date | null {
  const number = Number(value(text) ?? Number.NaN);
  if (!Number.isFinite(number) || number <= 0) return null;
  const at = new Date(number < SECONDS_END ? number * 1_000 : number);
  return Number.isNaN(at.getTime()) ? null : at;
}

function contentTypeOf(part: Attributes): string {
  const type = (value(part.ct) ?? 'application/octet-stream').toLowerCase();
  return type === 'text/x-vcard' ? 'text/vcard' : type;
}

function isText(part: Attributes): boolean {
  return contentTypeOf(part) === 'text/plain' && value(part.text) !== null;
}

function isMedia(part: Attributes): boolean {
  return contentTypeOf(part) !== 'application/smil' && !isText(part) && !isEmptyText(part);
}

function isEmptyText(part: Attributes): boolean {
  return contentTypeOf(part) === 'text/plain' && value(part.data) === null;
}

function bodyOf({ name, attributes, parts }: BackupElement): string {
  // Somebody may have written the word "null"; an SMS without words does not exist.
  if (name === 'sms') return attributes.body ?? '';
  const texts = parts.filter(isText).map((part) => part.text ?? '');
  return [value(attributes.sub), ...texts].filter((text) => text !== null).join('\n');
}

function mediaOf(part: Attributes, found: Needs['found']): PastMedia {
  const contentType = contentTypeOf(part);
  const place = value(part.data);
  const content = place === null ? undefined : found(place);
  if (place !== null && content?.state === 'sound') {
    return { contentType, place, sha256: content.sha256, bytes: content.bytes, missing: null };
  }
  const missing =
    content === undefined || content.state === 'none'
      ? 'The backup was made without it.'
      : 'Its bytes in the backup are damaged.';
  return { contentType, place: null, sha256: null, bytes: 0, missing };
}
