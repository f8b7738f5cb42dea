// Which statuses the pretend network tells about a message of ours, in which order.
import type { Behaviour } from './simulator-store.ts';

export type Told = { status: string; errorCode: number | null };

/** "Unreachable destination handset" (https://www.twilio.com/docs/api/errors/30003). */
const UNREACHABLE = 30003;

/** What is told about a message to `counterpart`; the ledger's own status is the last that counts. */
export function statusPlan(behaviour: Behaviour, counterpart: string): Told[] {
  const sent = { status: 'sent', errorCode: null };
  const last = behaviour.refuses.includes(counterpart)
    ? { status: 'undelivered', errorCode: UNREACHABLE }
    : { status: 'delivered', errorCode: null };
  const inOrder = behaviour.outOfOrder ? [last, sent] : [sent, last];
  return behaviour.twice ? inOrder.flatMap((told) => [told, told]) : inOrder;
}
