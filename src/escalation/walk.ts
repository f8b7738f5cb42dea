// The clock of urgent items. Everything it needs is committed: a restart, a kill or a change of the
// clocks loses nothing, and two processes pass an item on once.
import type { Database } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import type { Nation } from '../record/working-days.ts';
import { listDue, lockItem, wasNotReached } from './item-store.ts';
import { passOn } from './pass-on.ts';

export type WalkNeeds = { database: Database; clock: Clock; nation: Nation };

/** Passes on what nobody acknowledged in time, or what could not be told. Every minute, and at start. */
export async function walkRota({ database, clock, nation }: WalkNeeds): Promise<void> {
  for (const id of await listDue(database.pool, clock())) {
    await database.transaction(async (connection) => {
      const item = await lockItem(connection, id, { skipLocked: true });
      if (item === null || item.state !== 'open' || item.acknowledgedAt !== null) return;
      const now = clock();
      const inTime = item.acknowledgeBy !== null && item.acknowledgeBy > now;
      const isNotReached = inTime && (await wasNotReached(connection, id));
      if (inTime && !isNotReached) return; // another process was first
      const why = isNotReached ? 'not-reached' : 'not-acknowledged';
      await passOn(connection, item, why, { now, nation });
    });
  }
}
