// Everything the queue consumes, in one place.
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import { sayNotCasework } from '../attribution/answer-store.ts';
import { type MediaNeeds, mediaTask } from '../capture/media.ts';
import { type ReconcileNeeds, reconcileTask } from '../capture/reconcile.ts';
import { type RedactNeeds, redactTask } from '../capture/redact-copies.ts';
import { PROMPT_TASK, wakePrompts } from '../database/prompt-wake.ts';
import { DRAIN_TASK } from '../database/stage-work.ts';
import { type DeliverNeeds, deliverDue, senderOf } from '../delivery/deliver.ts';
import { followSends } from '../delivery/follow-up.ts';
import { FOLLOW_UP_TASK, SEND_TASK } from '../delivery/intent-store.ts';
import { tellOutOfHours } from '../delivery/tell-out-of-hours.ts';
import { walkRota } from '../escalation/walk.ts';
import type { Channel } from '../messaging/message.ts';
import { drawWeeklySamples } from '../oversight/sampling.ts';
import { watchPatterns } from '../oversight/watch-patterns.ts';
import { bankHolidayAlarm, type Nation } from '../record/working-days.ts';
import { historyTask } from '../registration/history.ts';
import { type NoticeNeeds, noticeTask } from '../registration/notice.ts';
import { createPrompts } from '../surfaces/prompt.ts';
import { type DrainOptions, drainStages } from './drain.ts';
import type { Task } from './runner.ts';
import { type WatchNeeds, watchTask } from './watch.ts';

export type TaskNeeds = DrainOptions &
  MediaNeeds &
  ReconcileNeeds &
  RedactNeeds &
  WatchNeeds &
  NoticeNeeds &
  DeliverNeeds & { nation: Nation; publicBaseUrl: string };

/** The queue's tasks. What runs by the clock too finds what a lost wake-up would have missed. */
export function tasksOf(needs: TaskNeeds): Task[] {
  const surfaces = needs.adapters.flatMap(({ surface }) => surface ?? []);
  /** What was just done may ask something of a worker, or settle what was asked. */
  const thenPrompt = async (work: Promise<unknown>) => {
    await work;
    if (surfaces.length > 0) await wakePrompts(needs.database.pool);
  };
  return [
    {
      name: DRAIN_TASK,
      everyMinutes: 1,
      run: async (stopping) => {
        await thenPrompt(drainStages({ ...needs, stopping }));
        // What was just read may have come while the office is closed.
        await tellOutOfHours({ ...needs, canSend: (channel) => canSend(needs, channel) });
      },
    },
    { name: SEND_TASK, everyMinutes: 1, run: () => thenPrompt(deliverDue({ ...needs, onSent })) },
    { name: FOLLOW_UP_TASK, everyMinutes: 1, run: () => thenPrompt(followSends(needs)) },
    // It looks at everybody: while messages stream in, not after each of them.
    {
      name: PROMPT_TASK,
      everyMinutes: 1,
      restMs: 1_000,
      run: createPrompts({ ...needs, surfaces }),
    },
    mediaTask(needs),
    noticeTask(needs),
    historyTask(needs),
    reconcileTask(needs),
    redactTask(needs),
    watchTask(needs),
    { name: 'walk-rota', everyMinutes: 1, run: () => walkRota(needs) },
    {
      name: 'watch-patterns',
      everyMinutes: 15,
      run: async () => void (await watchPatterns(needs)),
    },
    { name: 'draw-samples', everyMinutes: 60, run: () => drawWeeklySamples(needs) },
    { name: 'watch-calendar', everyMinutes: 60, run: () => watchCalendar(needs) },
  ];
}

const canSend = ({ adapters }: TaskNeeds, channel: Channel) =>
  senderOf(adapters, channel) !== undefined;

/** A text to the duty phone is about no child: nobody is asked which. */
const onSent: NonNullable<DeliverNeeds['onSent']> = async (
  connection,
  { intent, messageId, at },
) => {
  if (intent.kind !== 'duty-text') return;
  const { conversationId } = intent;
  const reason = 'It told the duty phone that something urgent was waiting.';
  await sayNotCasework(connection, { conversationId, messageId, reason, at });
};

/** Due times need bank holidays: people hear before the ones we know run out. */
async function watchCalendar({ database, clock, nation }: TaskNeeds): Promise<void> {
  const at = clock();
  const words = bankHolidayAlarm(at, nation);
  if (words === null) await clearAlarm(database.pool, 'bank-holidays-end', nation, at);
  else await raiseAlarm(database.pool, { kind: 'bank-holidays-end', subject: nation, words, at });
}
