// The queue's runner (graphile-worker, in the same PostgreSQL), kept running while the database comes and goes.
import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type Runner, run } from 'graphile-worker';
import type { Database } from '../database/client.ts';

export type Task = {
  name: string;
  /** `stopping` is aborted when the process is about to end: no more is begun then. */
  run(stopping: AbortSignal): Promise<void>;
  /** How often it runs by itself, in minutes; absent: only when something asks for it. */
  everyMinutes?: number;
  /** How long it rests after a run, in milliseconds: what asks meanwhile is served together. */
  restMs?: number;
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

/**
 * Jobs that end together are written off together. Without it the queue's library leaves the
 * promise of that to nobody, and a database that goes away ends the process (0.18.0).
 */
const WRITE_OFF_AFTER_MS = 20;

/** Starts consuming; resolves when the first runner listens, or keeps trying while it cannot. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const end = new AbortController();
  const stopping = end.signal;
  const tasks = options.tasks.map((task) => ({ ...task, run: oneAtATime(task, stopping) }));
  const begin = () => startRunner({ ...options, tasks }).catch(() => undefined);
  let started = await begin();

  const supervised = (async () => {
    while (!stopping.aborted) {
      await started?.ended;
      if (stopping.aborted) return;
      if (started) leave(started.runner);
      await delay(RESTART_MS);
      started = await begin();
    }
  })();

  return {
    stop: async () => {
      end.abort();
      await started?.runner.stop().catch(() => {});
      await supervised;
    },
  };
}

/**
 * Asked for while it runs, a task runs once more when it is done, and whoever asked need not wait:
 * a hundred wake-ups are one or two runs, and take no other task's place.
 */
function oneAtATime({ run, restMs = 0 }: Task, stopping: AbortSignal): () => Promise<void> {
  let running = false;
  let again = false;
  let restsUntil = 0;
  return async () => {
    again = true;
    if (running) return;
    running = true;
    try {
      while (again && !stopping.aborted) {
        const rest = restsUntil - performance.now();
        if (rest > 0) await delay(rest);
        again = false;
        await run(stopping).finally(() => {
          restsUntil = performance.now() + restMs;
        });
      }
    } finally {
      running = false;
    }
  };
}

/** Told to stop and not waited for: with the database away it may never say that it has. */
function leave(runner: Runner): void {
  runner.stop().catch(() => {});
}

type Started = {
  runner: Runner;
  /** It stopped, gave up, or looks for jobs in vain. */
  ended: Promise<void>;
};

/** So many looks for a job fail in a row before another runner is begun. */
const VAIN_LOOKS = 10;

/**
 * The queue's library keeps its first look at the tasks for good, a failed one too (0.18.0): from a
 * connection that came too late on, such a runner finds no job ever again.
 */
function inVain({ events }: Runner): Promise<void> {
  return new Promise((resolve) => {
    let failed = 0;
    const found = () => {
      failed = 0;
    };
    events.on('worker:getJob:error', () => {
      failed += 1;
      if (failed === VAIN_LOOKS) resolve();
    });
    events.on('worker:getJob:empty', found);
    events.on('job:start', found);
  });
}

/**
 * A job that could not be written off makes the queue's library give its workers up, and where a
 * second one fails meanwhile it never says that it has ended (0.18.0): its clock goes on alone.
 */
function gaveUp({ events }: Runner): Promise<void> {
  return new Promise((resolve) => {
    events.once('pool:gracefulShutdown', () => resolve());
  });
}

type Runnable = Omit<Task, 'run'> & { run(): Promise<void> };

async function startRunner({
  database,
  tasks,
  onFailure,
}: Omit<JobsOptions, 'tasks'> & { tasks: readonly Runnable[] }): Promise<Started> {
  const runner = await run({
    preset: {
      worker: { completeJobBatchDelay: WRITE_OFF_AFTER_MS, failJobBatchDelay: WRITE_OFF_AFTER_MS },
    },
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
  const ended = Promise.race([runner.promise.catch(() => {}), gaveUp(runner), inVain(runner)]);
  // What a stop left half done, and what came while nobody consumed, is looked at once.
  try {
    for (const { name } of tasks) await runner.addJob(name, {}, { jobKey: name });
  } catch (error) {
    leave(runner);
    throw error;
  }
  return { runner, ended };
}

/** Jobs of the same task never pile up: a run that waits is the only one that waits. */
function crontabOf(tasks: readonly Runnable[]): string {
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
