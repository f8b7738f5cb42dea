import { tmpdir } from 'node:os';
import { Registry } from 'prom-client';
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { alarmGauge } from '../alarms/alarm-metrics.ts';
import { clearAlarm, listOpenAlarms, raiseAlarm } from '../alarms/alarm-store.ts';
import { isLow, watchClocks, watchDisk } from '../alarms/machine-watch.ts';
import { openDatabase } from '../database/client.ts';
import { watchTask } from './watch.ts';

const NOW = new Date('2026-03-12T12:00:00Z');
const GIB = 2 ** 30;

let testing: TestDatabase;
beforeEach(async () => {
  testing = await testDatabase();
});

const open = async () =>
  (await listOpenAlarms(testing.database.pool)).map(({ kind, subject }) => [kind, subject]);

describe('the disk', () => {
  test.each([
    [{ free: 0.5 * GIB, total: 4 * GIB }, true],
    [{ free: 2 * GIB, total: 100 * GIB }, true],
    [{ free: 2 * GIB, total: 20 * GIB }, false],
    [{ free: 40 * GIB, total: 2_000 * GIB }, false],
  ])('with %o is low: %s', (room, low) => {
    expect(isLow(room)).toBe(low);
  });

  test('is an alarm while it is low', async () => {
    await watchDisk(testing.database.pool, { free: GIB / 2, total: 4 * GIB }, NOW);
    expect(await open()).toEqual([['disk-full', 'data']]);

    await watchDisk(testing.database.pool, { free: 3 * GIB, total: 4 * GIB }, NOW);
    expect(await open()).toEqual([]);
  });
});

describe('clocks', () => {
  test('that differ are an alarm by whose it is, until they agree', async () => {
    const { pool } = testing.database;
    await watchClocks(pool, { twilio: 90_000, 'the database': -31_000, slack: null }, NOW);
    expect((await open()).sort()).toEqual([
      ['clock-skew', 'the database'],
      ['clock-skew', 'twilio'],
    ]);

    await watchClocks(pool, { twilio: 900, 'the database': 0, slack: null }, NOW);
    expect(await open()).toEqual([]);
  });
});

describe('the watch', () => {
  test('finds nothing wrong with this machine, and tells of each alarm once', async () => {
    const { pool } = testing.database;
    const told: string[] = [];
    const { signal } = new AbortController();
    const task = watchTask({
      database: testing.database,
      adapters: [],
      clock: () => NOW,
      nation: 'england-and-wales',
      dataDir: tmpdir(),
      onAlarm: ({ state, kind }) => told.push(`${state} ${kind}`),
    });
    const run = () => task.run(signal);
    await run();
    expect(told).toEqual([]);

    await raiseAlarm(pool, { kind: 'set-aside', subject: 'x', words: 'Look.', at: NOW });
    await run();
    await run();
    await clearAlarm(pool, 'set-aside', 'x', NOW);
    await run();

    expect(told).toEqual(['raised set-aside', 'cleared set-aside']);
  });
});

describe('metrics', () => {
  test('have a gauge for every kind of alarm', async () => {
    const registry = new Registry();
    alarmGauge(registry, testing.database.pool);
    const { pool } = testing.database;
    await raiseAlarm(pool, { kind: 'clock-skew', subject: 'twilio', words: 'Look.', at: NOW });

    const text = await registry.metrics();

    expect(text).toContain('casethread_alarms_open{kind="clock-skew"} 1');
    expect(text).toContain('casethread_alarms_open{kind="webhook-silent"} 0');
  });

  test('say nothing of alarms while the database is away', async () => {
    const registry = new Registry();
    const away = openDatabase(testing.url);
    await away.close();
    alarmGauge(registry, away.pool);

    const text = await registry.metrics();

    expect(text).not.toContain('casethread_alarms_open{');
  });
});
