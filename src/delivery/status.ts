// What a message's statuses add up to. They come out of order and repeated
// (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status): a status never goes backwards.

export type MessageStatus =
  | 'accepted'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'canceled'
  | 'failed'
  | 'undelivered';

/** As far as a message has come; the later in this list, the further. A failure is final. */
const PROGRESS: readonly MessageStatus[] = [
  'accepted',
  'scheduled',
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'canceled',
  'failed',
  'undelivered',
];

const FAILURES: ReadonlySet<MessageStatus> = new Set(['canceled', 'failed', 'undelivered']);

/**
 * The status that holds, whatever the order the statuses came in; null when none says anything.
 * Of a success and a failure the failure holds: better a worker who rings than a family not told.
 */
export function currentStatus(statuses: readonly (string | null)[]): MessageStatus | null {
  const furthest = PROGRESS.findLastIndex((status) => statuses.includes(status));
  return PROGRESS[furthest] ?? null;
}

/**
 * Leaves out the statuses that came after one that is further, or again. `given`: of one message, in
 * the order in which they came. What is no status, or none we know, stays.
 */
export function withoutSteppingBack<Event extends { type: string; status: string | null }>(
  given: readonly Event[],
): Event[] {
  const steps: readonly string[] = PROGRESS;
  let furthest = -1;
  return given.filter(({ type, status }) => {
    const step = steps.indexOf(status ?? '');
    if (type !== 'status' || step < 0) return true;
    if (step <= furthest) return false;
    furthest = step;
    return true;
  });
}

export type StatusWord = 'Sending' | 'Sent' | 'Delivered' | 'Read' | 'Not delivered';

/** The word a worker reads for a status; before any status a message is being sent. */
export function statusWord(status: MessageStatus | null): StatusWord {
  switch (status) {
    case 'sent':
      return 'Sent';
    case 'delivered':
      return 'Delivered';
    case 'read':
      return 'Read';
    case 'canceled':
    case 'failed':
    case 'undelivered':
      return 'Not delivered';
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case null:
      return 'Sending';
    default:
      return status satisfies never;
  }
}

/** Where a send stands after a status: still on its way, arrived, or failed for good. */
export function sendStateOf(status: MessageStatus | null): 'accepted' | 'delivered' | 'failed' {
  if (status === 'delivered' || status === 'read') return 'delivered';
  return status !== null && FAILURES.has(status) ? 'failed' : 'accepted';
}
