// Did the provider get a message whose answer never came? Its own ledger knows.
import type { Queryable } from '../database/client.ts';
import type { ChannelAdapter, LedgerEntry } from '../messaging/adapter.ts';
import { messageIdOf } from '../messaging/identity.ts';
import type { Intent } from './intent.ts';
import { readClaimedMessages } from './intent-store.ts';
import type { Sent } from './sent.ts';

export type LedgerFinding =
  | { outcome: 'found'; sent: Sent }
  /** The provider never got it: it may be sent again. */
  | { outcome: 'not-there' }
  /** The provider does not answer now. */
  | { outcome: 'unreadable' }
  /** This channel has no ledger: nobody can know. */
  | { outcome: 'no-ledger' };

/** Clocks differ, and ledgers count whole seconds. */
const TOLERANCE_MS = 60_000;

/**
 * Looks for `intent` among what was sent between `from`, its first attempt, and `to`. The same
 * words sent twice on purpose are two entries: one that belongs to another intent is passed over.
 */
export async function findInLedger(
  connection: Queryable,
  adapter: ChannelAdapter | undefined,
  intent: Intent,
  { from, to }: { from: Date; to: Date },
): Promise<LedgerFinding> {
  if (!adapter?.ledger) return { outcome: 'no-ledger' };
  const query = {
    officialNumber: intent.officialNumber,
    from: new Date(from.getTime() - TOLERANCE_MS),
    to: new Date(to.getTime() + TOLERANCE_MS),
  };
  const entries: LedgerEntry[] = [];
  try {
    for await (const entry of adapter.ledger(query)) {
      if (isSame(entry, intent)) entries.push(entry);
    }
  } catch {
    return { outcome: 'unreadable' };
  }
  const idOf = (entry: LedgerEntry) => messageIdOf(intent.channel, entry.message.externalId);
  const claimed = await readClaimedMessages(connection, entries.map(idOf));
  const entry = entries.find((candidate) => !claimed.has(idOf(candidate)));
  if (!entry) return { outcome: 'not-there' };
  const { raw, status, message } = entry;
  const { externalId, sentAt } = message;
  return {
    outcome: 'found',
    sent: { provider: adapter.provider, externalId, sentAt, raw, status },
  };
}

function isSame({ message }: LedgerEntry, intent: Intent): boolean {
  return (
    message.direction === 'outbound' &&
    message.channel === intent.channel &&
    message.officialNumber === intent.officialNumber &&
    message.counterpart === intent.counterpart &&
    message.body.trim() === intent.body.trim()
  );
}
