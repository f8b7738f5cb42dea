// One entry of Twilio's list of messages.
import { z } from 'zod';
import type { LedgerEntry } from '../../src/messaging/adapter.ts';
import type { IncomingMessage } from '../../src/messaging/message.ts';
import { readAddress } from './address.ts';
import { statusEvent, withoutNul } from './normalise.ts';
import { optChangesOf } from './opt-out.ts';

const entrySchema = z.looseObject({
  sid: z.string().min(1),
  from: z.string().min(1),
  to: z.string().min(1),
  body: z.string().nullish(),
  direction: z.string(),
  status: z.string(),
  error_code: z.union([z.string(), z.number()]).nullish(),
  num_media: z.coerce.number().int().min(0).catch(0),
  date_sent: z.string().nullish(),
  date_created: z.string().nullish(),
});

export type Entry = z.output<typeof entrySchema>;

/** Null for what is not an entry, or not of the address that was asked for. */
export function readEntry(raw: unknown, side: 'To' | 'From', address: string): Entry | null {
  const { data } = entrySchema.safeParse(raw);
  if (!data) return null;
  const inbound = data.direction === 'inbound';
  // A number of ours that writes to another of ours stands in both lists, and is in each only once.
  if (inbound !== (side === 'To')) return null;
  return (inbound ? data.to : data.from) === address ? data : null;
}

/** Without its attachments, which the list only counts. Null for a channel that we do not know. */
export function readMessageEntry(entry: Entry): LedgerEntry | null {
  const from = readAddress(entry.from);
  const to = readAddress(entry.to);
  if (from === null || to === null) return null;
  const inbound = entry.direction === 'inbound';
  const { channel } = from;
  const time = timeOf(entry);
  const message: IncomingMessage = {
    kind: 'message',
    channel,
    externalId: entry.sid,
    direction: inbound ? 'inbound' : 'outbound',
    officialNumber: inbound ? to.address : from.address,
    counterpart: inbound ? from.address : to.address,
    author: from.address,
    workerId: null,
    body: withoutNul(entry.body ?? ''),
    profileName: null,
    inReplyTo: null,
    sentAt: time > 0 ? new Date(time) : null,
    media: [],
  };
  return {
    message,
    raw: Buffer.from(JSON.stringify(entry)),
    status: inbound
      ? null
      : statusEvent(channel, entry.sid, entry.status, entry.error_code?.toString() ?? null),
    optChanges: inbound ? optChangesOf(message, undefined) : [],
  };
}

/** Milliseconds since 1970; 0 when Twilio gives no time. RFC 2822 dates, which Date.parse reads. */
export function timeOf(entry: Entry): number {
  return Date.parse(entry.date_sent ?? entry.date_created ?? '') || 0;
}
