// The queue's runner (graphile-worker, in the same PostgreSQL), kept running while the database comes and goes.
import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type Runner, run } from 'graphile-worker';
import type { Database } from '../database/client.ts';

export type Task = {
  name: string;
  run(): Promise<void>;
  /** How often it runs by itself, in minutes; absent: only when something asks for it. */
  everyMinutes?: number;
};

export type Jobs = { stop(): Promise<void> };

export type JobsOptions = {
  database: Database;
  tasks: readonly Task[];
  /** Told the task's name and the error; the queue tries again with growing pauses. */
  onFailure?: (task: string, error: unknown) => void;
};

const CONCURRENCY = 4;
const RESTART_MS = 1_000;

/** Starts consuming; resolves when the first runner listens, or keeps trying while it cannot. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  let stopping = false;
  let runner = await startRunner(options).catch(() => undefined);
  // What a stop left half done, and what came while nobody consumed, is looked at once.
  for (const { name } of options.tasks) await runner?.addJob(name, {}, { jobKey: name });

  const supervised = (async () => {
    while (!stopping) {
      await runner?.promise.catch(() => {});
      if (stopping) return;
      await delay(RESTART_MS);
      runner = await startRunner(options).catch(() => undefined);
    }
  })();

  return {
    stop: async () => {
      stopping = true;
      await runner?.stop().catch(() => {});
      await supervised;
    },
  };
}

function startRunner({ database, tasks, onFailure }: JobsOptions): Promise<Runner> {
  return run({
    pgPool: database.pool,
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    pollInterval: 1_000,
    logger: new Logger(() => () => {}), // failures are told below, by task and error only
    taskList: Object.fromEntries(
      tasks.map((task) => [
        task.name,
        async () => {
          try {
            await task.run();
          } catch (error) {
            onFailure?.(task.name, error);
            throw error;
          }
        },
      ]),
    ),
    crontab: crontabOf(tasks),
  });
}

/** Jobs of the same task never pile up: a run that waits is the only one that waits. */
function crontabOf(tasks: readonly Task[]): string {
  return tasks
    .filter((task) => task.everyMinutes !== undefined)
    .map((task) => {
      return `${cronMinutes(task.everyMinutes ?? 1)} ${task.name} ?jobKey=${task.name}&max=3`;
    })
    .join('\n');
}

function cronMinutes(every: number): string {
  if (every === 1) return '* * * * *';
  return every === 60 ? '0 * * * *' : `*/${every} * * * *`;
}
