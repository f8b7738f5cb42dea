// By what a line of a file and a captured message are the same: conversation, direction, minute,
// words and attachments. Never by time alone, and never by words alone.
import { createHash } from 'node:crypto';
import type { Channel, Direction } from '../messaging/message.ts';
import type { WallMinute } from './past-message.ts';
import { comparableText } from './plain-text.ts';

export type Comparable = {
  counterpart: string;
  direction: Direction;
  minute: WallMinute;
  body: string;
};

export type MatchKeys = {
  /** Conversation, direction and minute. */
  slot: string;
  /** The same, and the words. */
  key: string;
  /** Conversation, direction and words, at whatever time. */
  words: string;
  hasWords: boolean;
};

export function matchKeys({ counterpart, direction, minute, body }: Comparable): MatchKeys {
  const text = comparableText(body);
  return {
    slot: hashOf(counterpart, direction, minute),
    key: hashOf(counterpart, direction, minute, text),
    words: hashOf(counterpart, direction, text),
    hasWords: text !== '',
  };
}

/** What a message's attachments are: 'none', 'unknown' when bytes are missing, or all their hashes. */
export function mediaKey(media: readonly { sha256: string | null }[]): string {
  if (media.length === 0) return 'none';
  const hashes = media.map(({ sha256 }) => sha256);
  if (hashes.includes(null)) return 'unknown';
  return hashes.toSorted().join(' ');
}

/**
 * The id of a message that only a device's file has: the same in every file that holds it. Equal
 * messages of one minute are told apart by their order (`ordinal`, from 1).
 */
export function deviceMessageId(
  channel: Channel,
  officialNumber: string,
  key: string,
  ordinal: number,
): string {
  const parts = ['device', channel, officialNumber, key, String(ordinal)];
  return `device:${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}`;
}

const KEY_LENGTH = 32;

/** As text: a million small buffers would weigh more than what they hold. */
function hashOf(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, KEY_LENGTH);
}
