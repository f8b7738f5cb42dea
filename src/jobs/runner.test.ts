import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { startJobs } from './runner.ts';

test('a first look for jobs that fails does not leave the queue unread for good', {
  timeout: 60_000,
}, async () => {
  const { database } = await testDatabase();
  const failed = failFirst(database.pool, '_private_tasks as tasks (identifier)');
  let runs = 0;
  const done = new Promise<void>((resolve) => {
    const task = {
      name: 'look-around',
      run: async () => {
        runs += 1;
        resolve();
      },
    };
    startJobs({ database, tasks: [task] }).then((jobs) => onTestFinished(() => jobs.stop()));
  });

  await done;

  expect(failed()).toBe(1);
  expect(runs).toBe(1);
});

test('jobs that cannot be written off, one while the other fails, leave nobody waiting', {
  timeout: 60_000,
}, async () => {
  const { database } = await testDatabase();
  const refused = failFirst(database.pool, 'delete from', {
    times: 2,
    afterMs: 300,
  });
  const runs = { first: 0, second: 0 };
  const jobs = await startJobs({
    database,
    tasks: [
      {
        name: 'first',
        run: async () => {
          runs.first += 1;
        },
      },
      {
        name: 'second',
        run: async () => {
          await delay(100);
          runs.second += 1;
        },
      },
      {
        name: 'fails-last',
        run: async () => {
          await delay(1_000);
          throw new Error('Connection terminated unexpectedly');
        },
      },
    ],
  });
  onTestFinished(() => jobs.stop());
  await vi.waitFor(() => expect(refused()).toBe(2), { timeout: 20_000 });
  await delay(1_500); // longer than the last task takes, which cannot be written off either
  const before = { ...runs };

  await database.pool.query(`SELECT graphile_worker.add_job('first', '{}'::json)`);

  await vi.waitFor(() => expect(runs.first).toBeGreaterThan(before.first), { timeout: 20_000 });
});

test('what asks while a task rests is served together, by one run after its rest', {
  timeout: 60_000,
}, async () => {
  const { database } = await testDatabase();
  const began: number[] = [];
  const restMs = 400;
  const jobs = await startJobs({
    database,
    tasks: [
      {
        name: 'look-around',
        restMs,
        run: async () => {
          began.push(performance.now());
        },
      },
    ],
  });
  onTestFinished(() => jobs.stop());
  await vi.waitFor(() => expect(began).toHaveLength(1), { timeout: 20_000 });

  for (let asked = 0; asked < 5; asked += 1) {
    await database.pool.query(`SELECT graphile_worker.add_job('look-around', '{}'::json)`);
  }

  await vi.waitFor(
    async () => {
      const { rowCount } = await database.pool.query('SELECT FROM graphile_worker.jobs');
      expect(rowCount).toBe(0);
    },
    { timeout: 20_000 },
  );
  // Two where the last of them asked after the second run had begun.
  expect(began.length).toBeLessThan(4);
  const [first = 0, second = 0] = began;
  expect(second - first).toBeGreaterThanOrEqual(restMs - 5);
});

/** The first statements with these words are refused, as by a connection that came too late. */
function failFirst(pool: pg.Pool, words: string, { times = 1, afterMs = 0 } = {}): () => number {
  let failed = 0;
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    const guarded = (...args: Parameters<typeof query>) => {
      const [first] = args;
      const text = typeof first === 'string' ? first : JSON.stringify(first);
      if (failed < times && text.includes(words)) {
        failed += 1;
        return delay(afterMs).then(() => {
          throw new Error('Connection terminated due to connection timeout');
        });
      }
      return query(...args);
    };
    Object.assign(client, { query: guarded });
  });
  return () => failed;
}
