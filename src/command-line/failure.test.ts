import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../../test/support/database.ts';
import { freePort } from '../free-port.ts';
import { explainFailure } from './failure.ts';

test('an address in use is said with what to do', async () => {
  const first = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    first.close();
  });
  await once(first, 'listening');

  const error: unknown = await once(createServer().listen(first.address()), 'error').then(
    ([raised]) => raised,
    (raised) => raised,
  );

  expect(explainFailure(error)).toContain('set PORT to another number');
});

test.each([
  ['a missing file', () => readFile('/nowhere/file'), 'There is no /nowhere/file.'],
  ['a folder where a file is due', () => readFile('/'), 'a file is needed'],
  ['a file where a folder is due', () => readFile('/dev/null/x'), '/dev/null/x is not a folder'],
])('%s', async (_, act, words) => {
  const error: unknown = await act().then(
    () => undefined,
    (raised) => raised,
  );

  expect(explainFailure(error)).toContain(words);
});

test('an address that this machine does not have is said with what to do', async () => {
  const error: unknown = await freePort('192.0.2.1').catch((raised: unknown) => raised);

  expect(explainFailure(error)).toContain('Check that it is an address of this machine');
});

test('a fault of ours is not explained away', () => {
  expect(explainFailure(new TypeError('x is not a function'))).toBeUndefined();
  expect(explainFailure('thrown text')).toBeUndefined();
});

test('a database that is lost in the middle of a command is said in words', async () => {
  const testing = await createTestDatabase();
  onTestFinished(testing.drop);
  const { pool } = testing.database;
  const connection = await pool.connect();
  const { rows } = await connection.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');

  const [lost] = await Promise.all([
    connection.query('SELECT pg_sleep(60)').catch((error: unknown) => error),
    pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]),
  ]);
  const after = await connection.query('SELECT 1').catch((error: unknown) => error);
  connection.release(true);

  for (const error of [lost, after, new Error('Connection terminated unexpectedly')]) {
    expect(explainFailure(error)).toContain('The database does not answer');
  }
});
