// Keep first: a message is durable before anything thinks about it.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { raiseAlarm } from '../alarms/alarm-store.ts';
import type { Database, Queryable } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import { messageIdOf } from '../messaging/identity.ts';
import { countArrivals } from './arrivals.ts';
import { keepBatch } from './capture-store.ts';
import type { Kept, NewDelivery } from './delivery.ts';
import { groupCommit } from './group-commit.ts';
import { type BatchRow, storableText } from './rows.ts';

export type Capture = {
  /** Resolves after commit. Rejects when nothing was kept: the provider must try again. */
  keep(delivery: NewDelivery): Promise<Kept>;
  /**
   * Keeps many in one transaction, in order: all of them or, when it rejects, none. With a
   * connection that is inside a transaction they are kept when that one commits.
   */
  keepAll(deliveries: readonly NewDelivery[], connection?: Queryable): Promise<Kept[]>;
  /**
   * Resolves when the door is not crowded, at the latest after `atMostMs`: other work of this
   * process gives way to what families send, and is never starved by it.
   */
  quiet(atMostMs: number): Promise<void>;
  /** Resolves when everything given has been kept or refused. */
  close(): Promise<void>;
};

export type CaptureOptions = { database: Database; clock: Clock };

/** Deliveries at once that are not committed yet; ordinary traffic has one or two. */
const CROWDED = 16;
/** … or that came in a tenth of a second: a whole authority's families write a few. */
const CROWD = 60;
const LOOK_AGAIN_MS = 10;

/** PostgreSQL's classes of errors that a row's own data causes, and a deadlock between batches. */
const ROW_TROUBLE = /^(21|22|23|54|40P01)/;

export function createCapture({ database, clock }: CaptureOptions): Capture {
  const group = groupCommit<BatchRow, Kept>((batch) => commit(database, clock, batch));
  const arrivals = countArrivals();
  const isCrowded = () => group.pending() > CROWDED || arrivals.lately() > CROWD;
  return {
    keep: (delivery) => {
      arrivals.note();
      return group.add(toRow(delivery));
    },
    keepAll: async (deliveries, connection = database.pool) => {
      const batch = deliveries.map(toRow);
      return outcomes(batch, await keepBatch(connection, batch, clock()));
    },
    quiet: async (atMostMs) => {
      const until = performance.now() + atMostMs;
      while (isCrowded() && performance.now() < until) await delay(LOOK_AGAIN_MS);
    },
    close: () => group.idle(),
  };
}

function toRow(delivery: NewDelivery): BatchRow {
  return { id: randomUUID(), delivery };
}

async function commit(
  database: Database,
  clock: Clock,
  batch: BatchRow[],
): Promise<PromiseSettledResult<Kept>[]> {
  try {
    const kept = outcomes(batch, await keepBatch(database.pool, batch, clock()));
    return kept.map((value) => ({ status: 'fulfilled', value }));
  } catch (error) {
    if (!isRowTrouble(error)) throw error;
    return Promise.allSettled(batch.map((row) => keepAlone(database, clock, row)));
  }
}

/** One delivery by itself; when its own data cannot be stored, its raw bytes still are. */
async function keepAlone(database: Database, clock: Clock, row: BatchRow): Promise<Kept> {
  try {
    return one(outcomes([row], await keepBatch(database.pool, [row], clock())));
  } catch (error) {
    if (!isRowTrouble(error)) throw error;
    const { delivery } = row;
    const bare: NewDelivery = {
      ...delivery,
      kind: 'not-understood',
      problem: `PostgreSQL refused the message (${error.code ?? 'no code'}).`,
      messages: [],
      events: [],
      optChanges: [],
    };
    const kept = one(
      outcomes([row], await keepBatch(database.pool, [{ id: row.id, delivery: bare }], clock())),
    );
    await raiseAlarm(database.pool, {
      kind: 'not-understood',
      subject: delivery.provider,
      words:
        `A message from ${delivery.provider} could not be read. Its exact bytes are kept. ` +
        'Ask your IT team to look at the newest delivery marked "not-understood".',
      at: clock(),
    });
    return kept;
  }
}

function outcomes(batch: readonly BatchRow[], fresh: Set<string>): Kept[] {
  return batch.map(({ id, delivery }) => {
    const ids = delivery.messages.map((message) =>
      messageIdOf(message.channel, storableText(message.externalId)),
    );
    // Deleting as we go: of two deliveries of one message in a batch, the first brought it.
    const messageIds = ids.filter((messageId) => fresh.delete(messageId));
    return { deliveryId: id, messageIds, duplicates: ids.length - messageIds.length };
  });
}

function one(kept: Kept[]): Kept {
  const [first] = kept;
  if (!first) throw new Error('A delivery was kept without an outcome.');
  return first;
}

function isRowTrouble(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && ROW_TROUBLE.test(error.code ?? '');
}
