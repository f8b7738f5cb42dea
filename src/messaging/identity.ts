// Ids that follow from what they identify, so that every redelivery, replay and import of the same
// thing meets at the same row without asking the database first.
import { hash } from 'node:crypto';
import type { Channel } from './message.ts';

/** UUIDv8 (RFC 9562) over the parts: equal parts, equal id. */
export function derivedId(...parts: string[]): string {
  const digest = hash('sha256', JSON.stringify(parts), 'buffer');
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function messageIdOf(channel: Channel, externalId: string): string {
  return derivedId('message', channel, externalId);
}

export function conversationIdOf(
  channel: Channel,
  officialNumber: string,
  counterpart: string,
): string {
  return derivedId('conversation', channel, officialNumber, counterpart);
}
