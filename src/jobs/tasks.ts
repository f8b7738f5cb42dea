// Everything the queue consumes, in one place.
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import { type MediaNeeds, mediaTask } from '../capture/media.ts';
import { type ReconcileNeeds, reconcileTask } from '../capture/reconcile.ts';
import { DRAIN_TASK } from '../database/stage-work.ts';
import { type DeliverNeeds, deliverDue } from '../delivery/deliver.ts';
import { followSends } from '../delivery/follow-up.ts';
import { FOLLOW_UP_TASK, SEND_TASK } from '../delivery/intent-store.ts';
import { bankHolidayAlarm, type Nation } from '../record/working-days.ts';
import { type DrainOptions, drainStages } from './drain.ts';
import type { Task } from './runner.ts';

export type TaskNeeds = DrainOptions &
  MediaNeeds &
  ReconcileNeeds &
  DeliverNeeds & { nation: Nation };

/** The queue's tasks. What runs by the clock too finds what a lost wake-up would have missed. */
export function tasksOf(needs: TaskNeeds): Task[] {
  return [
    {
      name: DRAIN_TASK,
      everyMinutes: 1,
      run: async () => {
        await drainStages(needs);
      },
    },
    { name: SEND_TASK, everyMinutes: 1, run: () => deliverDue(needs) },
    { name: FOLLOW_UP_TASK, everyMinutes: 1, run: () => followSends(needs) },
    mediaTask(needs),
    reconcileTask(needs),
    { name: 'watch-calendar', everyMinutes: 60, run: () => watchCalendar(needs) },
  ];
}

/** Due times need bank holidays: people hear before the ones we know run out. */
async function watchCalendar({ database, clock, nation }: TaskNeeds): Promise<void> {
  const at = clock();
  const words = bankHolidayAlarm(at, nation);
  if (words === null) await clearAlarm(database.pool, 'bank-holidays-end', nation, at);
  else await raiseAlarm(database.pool, { kind: 'bank-holidays-end', subject: nation, words, at });
}
