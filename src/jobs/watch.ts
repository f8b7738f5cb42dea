// What nobody would notice until it is missed: silence, a full disk, clocks that differ. And every alarm
// in the log, whoever raised it.
import { type AlarmChange, alarmChanges } from '../alarms/alarm-log.ts';
import { readDatabaseClock } from '../alarms/clock-store.ts';
import { readRoom, watchClocks, watchDisk } from '../alarms/machine-watch.ts';
import { watchSilence } from '../capture/silence.ts';
import type { Database } from '../database/client.ts';
import type { ChannelAdapter } from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';
import { isBankHoliday, londonDay, type Nation } from '../record/working-days.ts';
import type { Task } from './runner.ts';

export type WatchNeeds = {
  database: Database;
  adapters: readonly ChannelAdapter[];
  clock: Clock;
  nation: Nation;
  /** Where attachments lie. */
  dataDir: string;
  /** Told of each alarm once when it is raised and once when it clears. */
  onAlarm: (change: AlarmChange) => void;
};

/** The queue's task. */
export function watchTask(needs: WatchNeeds): Task {
  const changes = alarmChanges();
  return {
    name: 'watch',
    everyMinutes: 1,
    run: async () => {
      await watch(needs);
      for (const change of await changes(needs.database.pool)) needs.onAlarm(change);
    },
  };
}

async function watch({ database, adapters, clock, nation, dataDir }: WatchNeeds): Promise<void> {
  const { pool } = database;
  const now = clock();
  const isHoliday = (at: Date) => isBankHoliday(londonDay(at), nation);
  await watchSilence({ connection: pool, now, isHoliday });
  // Before the first attachment there may be no folder.
  const room = await readRoom(dataDir).catch(() => null);
  if (room) await watchDisk(pool, room, now);
  const clocks = adapters.map(({ provider, clockAhead }) => [provider, clockAhead?.() ?? null]);
  const ahead: Record<string, number | null> = {
    ...Object.fromEntries(clocks),
    'the database': await readDatabaseClock(pool),
  };
  await watchClocks(pool, ahead, now);
}
