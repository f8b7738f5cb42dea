// Whether one message of a chat platform is to be kept. Pure.
import type { LookUp } from '../messaging/registration.ts';
import type { Place } from './registration-store.ts';

/** Slack tries again for an hour (https://docs.slack.dev/apis/events-api/#retries); doubled, to be sure. */
const TRIED_AGAIN_FOR_MS = 2 * 3_600_000;

/**
 * What is heard for the first time is of now, so it counts by how the conversation stands now; what is
 * heard again, by when it was sent. A message sent while it was recorded is kept although that has
 * stopped since. What was found in the history was asked for by its time.
 */
export function isRecorded(
  { registeredAt, stoppedAt, historyFrom }: Omit<Place, 'workerId' | 'officialNumber'>,
  sentAt: Date,
  heard: LookUp['heard'],
): boolean {
  if (registeredAt === null) return false;
  if (heard === 'later') return true;
  const sent = sentAt.getTime();
  const from = Math.min(registeredAt.getTime(), historyFrom?.getTime() ?? registeredAt.getTime());
  if (stoppedAt !== null) return sent >= from && sent <= stoppedAt.getTime();
  switch (heard) {
    case 'now':
      return true;
    case 'again':
      return sent >= from || sent < from - TRIED_AGAIN_FOR_MS;
    case 'then':
      return sent >= from;
    default:
      return heard satisfies never;
  }
}
