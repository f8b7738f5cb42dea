// Hands what was decided to the provider, once. An attempt is committed before the provider is asked;
// when an answer never came, its ledger is read before anything is sent again.
import type pg from 'pg';
import type { Capture } from '../capture/capture.ts';
import type { Database, Queryable } from '../database/client.ts';
import type { ChannelAdapter, SendOutcome } from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';
import type { Channel } from '../messaging/message.ts';
import type { Intent } from './intent.ts';
import {
  type Claim,
  changeState,
  claimNext,
  insertOutcome,
  readDueConversations,
  wakeSending,
} from './intent-store.ts';
import { findInLedger } from './ledger.ts';
import type { Sent } from './sent.ts';
import { settleFailed, settleRefused, settleSent, tryLater } from './settle.ts';
import { TOO_LATE_MS, whyNotSent } from './still-allowed.ts';

export type DeliverNeeds = {
  database: Database;
  capture: Capture;
  adapters: readonly ChannelAdapter[];
  clock: Clock;
  /** Told of every message that a provider has, in the transaction that keeps it. */
  onSent?: (connection: pg.PoolClient, sent: SentIntent) => Promise<void>;
};

export type SentIntent = { intent: Intent; messageId: string; at: Date };

/** Longer than a provider's time limit: whoever holds an attempt has its answer by then, or is gone. */
export const GRACE_MS = 120_000;
const CONVERSATIONS = 100;

/** The adapter that sends on this channel, if one is on. */
export function senderOf(
  adapters: readonly ChannelAdapter[],
  channel: Channel,
): ChannelAdapter | undefined {
  return adapters.find((adapter) => adapter.send && adapter.channels.includes(channel));
}

/**
 * Sends everything that is due, each conversation in the order its messages were written. Safe in
 * several processes at once. Throws what went wrong after everything else was tried.
 */
export async function deliverDue(needs: DeliverNeeds): Promise<void> {
  const due = await readDueConversations(needs.database.pool, needs.clock(), CONVERSATIONS);
  const failures: unknown[] = [];
  for (const conversationId of due) {
    try {
      while (await deliverNext(needs, conversationId)) {
        // One after the other, until one has to wait.
      }
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Some messages were not sent.');
}

/** One step with the oldest unsent intent; false when none can go on now. */
async function deliverNext(needs: DeliverNeeds, conversationId: string): Promise<boolean> {
  const step = await needs.database.transaction((connection) =>
    takeNext(needs, connection, conversationId),
  );
  switch (step.do) {
    case 'nothing':
      return false;
    case 'go-on':
      return true;
    case 'ask-provider':
      return askProvider(needs, step.claim);
    case 'read-ledger':
      return readLedger(needs, step.claim);
    default:
      return step satisfies never;
  }
}

type Step = { do: 'nothing' | 'go-on' } | { do: 'ask-provider' | 'read-ledger'; claim: Claim };

/** Committed before anybody outside is asked. */
async function takeNext(
  { clock }: DeliverNeeds,
  connection: Queryable,
  conversationId: string,
): Promise<Step> {
  const now = clock();
  const leaseUntil = new Date(now.getTime() + GRACE_MS);
  const claim = await claimNext(connection, conversationId, now, leaseUntil);
  if (!claim) return { do: 'nothing' };
  const { intent } = claim;
  await wakeSending(connection, GRACE_MS);
  if (claim.was === 'attempted') return { do: 'read-ledger', claim };
  const words = await whyNotSent(connection, intent, now);
  if (words !== null) {
    await settleFailed(connection, intent, { outcome: 'refused', words }, now);
    return { do: 'go-on' };
  }
  await insertOutcome(connection, { intentId: intent.id, outcome: 'attempted', at: now });
  await changeState(connection, {
    intentId: intent.id,
    state: 'attempted',
    words: null,
    nextAttemptAt: leaseUntil,
    attempt: true,
    at: now,
  });
  return { do: 'ask-provider', claim };
}

async function askProvider(needs: DeliverNeeds, { intent, attempts }: Claim): Promise<boolean> {
  const { database, clock } = needs;
  const adapter = senderOf(needs.adapters, intent.channel);
  const provider = adapter?.provider ?? intent.channel;
  const outcome = await send(adapter, intent);
  const now = clock();
  return database.transaction(async (connection) => {
    switch (outcome.outcome) {
      case 'accepted':
        await settle(needs, connection, intent, { provider, ...outcome }, now);
        return true;
      case 'refused':
        await settleRefused(connection, intent, provider, outcome, now);
        return true;
      case 'not-now':
        await tryLater(connection, intent, attempts + 1, outcome, now);
        return false;
      case 'unknown':
        // The lease runs out, and then the ledger is read.
        await insertOutcome(connection, { intentId: intent.id, ...outcome, at: now });
        return false;
      default:
        return outcome satisfies never;
    }
  });
}

async function settle(
  { capture, onSent }: DeliverNeeds,
  connection: pg.PoolClient,
  intent: Intent,
  sent: Sent,
  at: Date,
): Promise<void> {
  const messageId = await settleSent(capture, connection, intent, sent, at);
  await onSent?.(connection, { intent, messageId, at });
}

/** An adapter that throws leaves us not knowing, which is what `unknown` says. */
async function send(adapter: ChannelAdapter | undefined, intent: Intent): Promise<SendOutcome> {
  const { channel, officialNumber, counterpart, body, template } = intent;
  if (!adapter?.send) {
    return {
      outcome: 'refused',
      errorCode: 'switched-off',
      words: 'Sending is switched off for this channel. Nothing was sent.',
      retry: false,
      credentials: false,
    };
  }
  try {
    const message = { channel, officialNumber, counterpart, body };
    return await adapter.send(template ? { ...message, template } : message);
  } catch {
    return { outcome: 'unknown', words: 'The provider gave no answer.' };
  }
}

/** Nobody knows what became of the last attempt: the ledger does, or nothing is sent. */
async function readLedger(needs: DeliverNeeds, claim: Claim): Promise<boolean> {
  const { database, clock, adapters } = needs;
  const { intent } = claim;
  const found = await findInLedger(database.pool, senderOf(adapters, intent.channel), intent, {
    from: claim.firstAttemptAt ?? intent.at,
    to: clock(),
  });
  const at = clock();
  return database.transaction(async (connection) => {
    if (found.outcome === 'found') {
      await settle(needs, connection, intent, found.sent, at);
      return true;
    }
    if (found.outcome === 'not-there') {
      const again = { intentId: intent.id, state: 'waiting', words: null, at } as const;
      await changeState(connection, { ...again, nextAttemptAt: at });
      return true;
    }
    const tooLate = at.getTime() - intent.at.getTime() > TOO_LATE_MS;
    if (found.outcome === 'unreadable' && !tooLate) return false;
    const words = 'Nobody can say whether this was sent. Ask by phone before you write it again.';
    await settleFailed(connection, intent, { outcome: 'unknown', words }, at);
    return true;
  });
}
