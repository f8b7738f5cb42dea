// One entry of Twilio's list of calls: the same missed call that a voice webhook would have brought.
import { z } from 'zod';
import type { LedgerEntry } from '../../src/messaging/adapter.ts';
import { readAddress } from './address.ts';
import { missedCall } from './normalise.ts';

const callSchema = z.looseObject({
  sid: z.string().min(1),
  from: z.string().min(1),
  to: z.string().min(1),
  direction: z.string(),
  start_time: z.string().nullish(),
  date_created: z.string().nullish(),
});

/** Null for what is not an incoming call to this number. */
export function readCallEntry(raw: unknown, number: string): LedgerEntry | null {
  const { data } = callSchema.safeParse(raw);
  if (data?.direction !== 'inbound' || data.to !== number) return null;
  const from = readAddress(data.from);
  if (from === null) return null;
  const time = timeOfCall(data);
  const call = missedCall(data.sid, from, number);
  return {
    message: { ...call, sentAt: time > 0 ? new Date(time) : null },
    raw: Buffer.from(JSON.stringify(data)),
    status: null,
    optChanges: [],
  };
}

/** Milliseconds since 1970; 0 when Twilio gives no time. */
export function timeOfCall(raw: unknown): number {
  const { data } = callSchema.safeParse(raw);
  return Date.parse(data?.start_time ?? data?.date_created ?? '') || 0;
}
