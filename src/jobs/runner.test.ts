import type pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
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

/** The first statement with these words is refused, as by a connection that came too late. */
function failFirst(pool: pg.Pool, words: string): () => number {
  let failed = 0;
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    const guarded = (...args: Parameters<typeof query>) => {
      const [first] = args;
      const text = typeof first === 'string' ? first : JSON.stringify(first);
      if (failed === 0 && text.includes(words)) {
        failed += 1;
        return Promise.reject(new Error('Connection terminated due to connection timeout'));
      }
      return query(...args);
    };
    Object.assign(client, { query: guarded });
  });
  return () => failed;
}
