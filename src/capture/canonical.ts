// The form of a message that its hash is taken over. Never change it: old hashes must still verify.
import { createHash } from 'node:crypto';

export type CanonicalMessage = {
  channel: string;
  externalId: string;
  kind: string;
  direction: string;
  officialNumber: string;
  counterpart: string;
  author: string;
  workerId: string | null;
  body: string;
  profileName: string | null;
  inReplyTo: string | null;
  sentAt: Date | null;
  receivedAt: Date;
  mediaCount: number;
};

/** SHA-256 over the message's fields as one JSON array in a fixed order; times in UTC milliseconds. */
export function messageHash(message: CanonicalMessage): Buffer {
  const fields = [
    'casethread-message-1',
    message.channel,
    message.externalId,
    message.kind,
    message.direction,
    message.officialNumber,
    message.counterpart,
    message.author,
    message.workerId,
    message.body,
    message.profileName,
    message.inReplyTo,
    message.sentAt?.toISOString() ?? null,
    message.receivedAt.toISOString(),
    message.mediaCount,
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest();
}
