// What a provider's ledger holds beside what we hold: keeps what is missing, and only that.
import type { Queryable } from '../database/client.ts';
import type { LedgerEntry } from '../messaging/adapter.ts';
import { conversationIdOf, messageIdOf } from '../messaging/identity.ts';
import type { Capture } from './capture.ts';
import type { NewDelivery } from './delivery.ts';
import { noteEntries, retryMedia } from './reconcile-ledger-store.ts';
import { readBeingSentTo, readKept } from './reconcile-store.ts';
import { storableText } from './rows.ts';

export type Compared = {
  /** Entries of the ledger. */
  held: number;
  /** Messages that we did not have. */
  captured: number;
  alreadyHad: number;
  /** Of those captured: a family's, old enough that a webhook should have brought them. */
  missedByWebhook: number;
};

type Needs = { connection: Queryable; capture: Pick<Capture, 'keep'>; provider: string; now: Date };

/** A webhook may still be on its way for so long. */
const ON_ITS_WAY_MS = 60_000;

/** A file that was given up is asked for again, but not all the time. */
const RETRY_AFTER_MS = 60 * 60_000;

/** The id that a message of a ledger has here. */
export const keptIdOf = (message: Pick<LedgerEntry['message'], 'channel' | 'externalId'>) =>
  messageIdOf(message.channel, storableText(message.externalId));

const idOf = ({ message }: LedgerEntry) => keptIdOf(message);

/** Notes what the ledger held and keeps what is missing here. Rejects when the database does not answer. */
export async function keepMissing(
  needs: Needs,
  entries: readonly LedgerEntry[],
): Promise<Compared> {
  const kept = await readKept(
    needs.connection,
    entries.map(idOf),
    entries.flatMap(({ status }) => status?.dedupeKey ?? []),
  );
  // A message on its way out is kept by whoever sends it, with its author, in a moment.
  const beingSentTo = await readBeingSentTo(
    needs.connection,
    entries.filter(({ message }) => message.direction === 'outbound').map(conversationOf),
  );
  const deliveries = entries.flatMap((entry) => {
    const isNew = !kept.messages.has(idOf(entry));
    if (isNew && entry.message.direction === 'outbound' && beingSentTo.has(conversationOf(entry))) {
      return [];
    }
    const isNewStatus = entry.status !== null && !kept.events.has(entry.status.dedupeKey);
    return isNew || isNewStatus ? [deliveryOf(needs, entry, isNew, isNewStatus)] : [];
  });
  const outcomes = await Promise.all(deliveries.map((delivery) => needs.capture.keep(delivery)));
  await note(needs, entries);
  const fresh = new Set(outcomes.flatMap(({ messageIds }) => messageIds));
  const captured = entries.filter((entry) => fresh.has(idOf(entry)));
  return {
    held: entries.length,
    captured: captured.length,
    alreadyHad: entries.length - captured.length,
    missedByWebhook: captured.filter((entry) => isOverdue(entry, needs.now)).length,
  };
}

/** After the messages themselves: what is noted is either here, or a difference. */
async function note(
  { connection, provider, now }: Needs,
  entries: readonly LedgerEntry[],
): Promise<void> {
  const seen = entries.map((entry) => ({
    messageId: idOf(entry),
    message: {
      ...entry.message,
      externalId: storableText(entry.message.externalId),
      officialNumber: storableText(entry.message.officialNumber),
    },
  }));
  await noteEntries(connection, provider, seen, now);
  const sources = entries.flatMap(({ message }) => message.media.map(({ source }) => source));
  if (sources.length === 0) return;
  await retryMedia(connection, sources, now, new Date(now.getTime() - RETRY_AFTER_MS));
}

function conversationOf({ message }: LedgerEntry): string {
  return conversationIdOf(
    message.channel,
    storableText(message.officialNumber),
    storableText(message.counterpart),
  );
}

function deliveryOf(
  { provider, now }: Needs,
  entry: LedgerEntry,
  isNew: boolean,
  isNewStatus: boolean,
): NewDelivery {
  return {
    provider,
    kind: 'reconciled',
    contentType: 'application/json',
    raw: entry.raw,
    receivedAt: now,
    origin: 'reconciled',
    messages: isNew ? [entry.message] : [],
    events: isNewStatus && entry.status ? [entry.status] : [],
    optChanges: isNew ? entry.optChanges : [],
  };
}

function isOverdue({ message }: LedgerEntry, now: Date): boolean {
  const sentAt = message.sentAt?.getTime() ?? now.getTime();
  return message.direction === 'inbound' && now.getTime() - sentAt > ON_ITS_WAY_MS;
}
