// What one entry of an export is: a message, a call, a notice of WhatsApp's own, or nothing we know.
import { phraseOf, plainText } from '../plain-text.ts';
import { type Attached, readAttachments } from './attachments.ts';
import { CALLS, GROUP_EVENTS, NOTICES, NUMBER_CHANGED } from './notices.ts';
import { DELETED_BY_THEM, DELETED_BY_US, EDITED, NOT_YET_THERE } from './phrases.ts';
import type { ChatEntry } from './read-chat.ts';

export type Spoken = Attached & {
  kind: 'message' | 'call';
  sender: string;
  mark: 'edited' | 'deleted' | null;
  /** Why a person should read it before the device is cleared; null: there is no reason. */
  doubt: string | null;
  /** The phone's own owner must be the sender: only they can have taken it back. */
  isOurs: boolean;
};

export type Understanding =
  | { outcome: 'spoken'; spoken: Spoken }
  /** `sender`: whose name stands before it; on an iPhone that is the other person's. */
  | { outcome: 'notice'; about: 'encryption' | 'number-changed' | 'other'; sender: string | null }
  | { outcome: 'group-event' }
  | { outcome: 'not-understood'; reason: string };

export type UnderstandOptions = {
  inZip: (name: string) => boolean;
  /** Lines that a person read and knows to be WhatsApp's own (as `phraseOf` gives them). */
  vouchedNotices: ReadonlySet<string>;
};

const LEFT_TO_RIGHT = '\u200E';
const LONGEST_NAME = 100;

const deletedByThem: readonly string[] = DELETED_BY_THEM;
const deletedByUs: readonly string[] = DELETED_BY_US;
const notYetThere: readonly string[] = NOT_YET_THERE;
const edited: readonly string[] = EDITED;

/** Says what an entry is. */
export function understand(
  { rest }: ChatEntry,
  { inZip, vouchedNotices }: UnderstandOptions,
): Understanding {
  const whole = phraseOf(rest);
  if (vouchedNotices.has(whole)) return { outcome: 'notice', about: 'other', sender: null };
  const asNotice = noticeOf(whole);
  const { sender, body } = splitSender(rest);
  if (sender === null) {
    if (asNotice !== null) return asNotice;
    if (matches(CALLS, whole)) return { outcome: 'notice', about: 'other', sender: null };
    return {
      outcome: 'not-understood',
      reason: 'names nobody who wrote it, and is no notice that we know',
    };
  }
  if (asNotice !== null && asNotice.outcome === 'notice') return asNotice;
  const words = phraseOf(body);
  if (vouchedNotices.has(words)) return { outcome: 'notice', about: 'other', sender };
  // Newer iPhones put a name before their notices, and a mark before the words.
  const isMarked = body.trimStart().startsWith(LEFT_TO_RIGHT);
  const named = noticeOf(words);
  if (named !== null && (isMarked || isEncryption(words))) {
    return named.outcome === 'notice' ? { ...named, sender } : named;
  }
  return { outcome: 'spoken', spoken: readSpoken(sender, body, isMarked, inZip) };
}

/** "Name: words". A name is short and on one line. */
function splitSender(rest: string): { sender: string | null; body: string } {
  const [first = ''] = rest.split('\n');
  const plain = /^([^\n]*?):(?: |$)/.exec(first);
  const name = plainText(plain?.[1] ?? '');
  if (!plain || name === '' || name.length > LONGEST_NAME) return { sender: null, body: rest };
  return { sender: name, body: rest.slice(plain[0].length) };
}

function noticeOf(words: string): Understanding | null {
  if (words.includes('\n')) return null;
  if (matches(NUMBER_CHANGED, words)) {
    return { outcome: 'notice', about: 'number-changed', sender: null };
  }
  if (matches(NOTICES, words)) {
    const about = isEncryption(words) ? 'encryption' : 'other';
    return { outcome: 'notice', about, sender: null };
  }
  return matches(GROUP_EVENTS, words) ? { outcome: 'group-event' } : null;
}

/** The notices about encryption come first in the list; nobody writes these words themselves. */
function isEncryption(words: string): boolean {
  return words.length > 40 && matches(NOTICES.slice(0, 14), words);
}

function matches(patterns: readonly RegExp[], words: string): boolean {
  return patterns.some((pattern) => pattern.test(words));
}

function readSpoken(
  sender: string,
  body: string,
  isMarked: boolean,
  inZip: (name: string) => boolean,
): Spoken {
  const spoken: Spoken = {
    kind: 'message',
    sender,
    words: plainText(body),
    files: [],
    omitted: [],
    mark: null,
    doubt: null,
    isOurs: false,
  };
  const phrase = phraseOf(body);
  if (deletedByUs.includes(phrase)) return { ...spoken, mark: 'deleted', isOurs: true };
  if (deletedByThem.includes(phrase)) return { ...spoken, mark: 'deleted' };
  if (notYetThere.includes(phrase)) {
    return { ...spoken, doubt: 'is a message that had not come to the phone' };
  }
  if (isMarked && matches(CALLS, phrase)) return { ...spoken, kind: 'call' };
  const { text, isEdited } = withoutEditMark(body);
  const attached = readAttachments(text, inZip);
  const isBare = attached.files.length === 0 && attached.omitted.length === 0;
  return {
    ...spoken,
    ...attached,
    words: attached.words.replace(/^[\u200E\u200F\u202A-\u202E]+/, '').trim(),
    mark: isEdited ? 'edited' : null,
    doubt: isBare ? doubtAbout(plainText(text), isMarked) : null,
  };
}

function withoutEditMark(body: string): { text: string; isEdited: boolean } {
  const match = /[\s\u200E\u200F]*<([^<>\n]{3,60})>[\s\u200E\u200F]*$/.exec(body);
  if (!match || !edited.includes(phraseOf(match[1] ?? ''))) return { text: body, isEdited: false };
  return { text: body.slice(0, match.index), isEdited: true };
}

/** Words that WhatsApp may have written in place of something, in a language we do not know. */
function doubtAbout(words: string, isMarked: boolean): string | null {
  if (/^<[^<>\n:]{3,60}>$/.test(words)) {
    return 'may stand for an attachment, in words that we do not know';
  }
  const isLocation = /https?:\/\//.test(words);
  const isPoll = /^[^\n]{2,20}:\n/.test(words);
  if (isMarked && !isLocation && !isPoll && !words.startsWith('@')) {
    return 'may be a notice of WhatsApp’s own, in words that we do not know; it is kept as a message';
  }
  return null;
}
