import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import {
  addStageWork,
  DRAIN_TASK,
  type StageName,
  waitForStages,
  wakeStages,
} from '../database/stage-work.ts';
import { drainStages } from './drain.ts';
import { startJobs } from './runner.ts';
import type { Stage, StageWorkItem } from './stage.ts';

const clock = () => new Date('2026-03-12T13:40:00Z');
const conversation = randomUUID();

/** A stage that passes its items on to the next, remembers them, and fails on the ones named bad. */
function stage(name: StageName, next: StageName | null, seen: string[], bad: string[] = []): Stage {
  const pass = (connection: Parameters<Stage['process']>[0], items: readonly StageWorkItem[]) =>
    addStageWork(
      connection,
      next === null
        ? []
        : items.map(({ subjectKind, subjectId, conversationId }) => ({
            stage: next,
            subjectKind,
            subjectId,
            conversationId,
          })),
    );
  return {
    name,
    process: async (connection, items) => {
      await pass(connection, items);
      const broken = items.find(({ subjectId }) => bad.includes(subjectId));
      if (broken) throw new TypeError('a bug');
      seen.push(...items.map(({ subjectId }) => subjectId));
    },
    onSetAside: (connection, item) => pass(connection, [item]),
  };
}

async function addWork(testing: TestDatabase, ids: string[], conversationId = conversation) {
  await testing.database.transaction(async (connection) => {
    await addStageWork(
      connection,
      ids.map((subjectId) => ({
        stage: 'attribution' as const,
        subjectKind: 'message',
        subjectId,
        conversationId,
      })),
    );
    await wakeStages(connection);
  });
}

const ids = (count: number) => Array.from({ length: count }, () => randomUUID());

test('messages pass every stage once, in the order they came', async () => {
  const testing = await testDatabase();
  const [first, second, third]: string[][] = [[], [], []];
  const given = ids(1_200);
  await addWork(testing, given);

  const drained = await drainStages({
    database: testing.database,
    clock,
    stages: [
      stage('attribution', 'oversight', first ?? []),
      stage('oversight', 'record', second ?? []),
      stage('record', null, third ?? []),
    ],
  });

  expect(drained).toEqual({
    attribution: 1200,
    oversight: 1200,
    record: 1200,
    escalation: 0,
    setAside: 0,
  });
  for (const seen of [first, second, third]) expect(seen).toEqual(given);
  expect(await testing.database.prisma.stageWork.count()).toBe(0);
});

test('a stage works while the one before is at its next batch', { timeout: 20_000 }, async () => {
  const testing = await testDatabase();
  await addWork(testing, ids(900));
  const nextBatch = Promise.withResolvers<void>();
  const first = stage('attribution', 'record', []);
  const second = stage('record', null, []);
  let batches = 0;

  const drained = await drainStages({
    database: testing.database,
    clock,
    stages: [
      {
        ...first,
        process: (connection, items) => {
          batches += 1;
          if (batches === 2) nextBatch.resolve();
          return first.process(connection, items);
        },
      },
      {
        ...second,
        process: async (connection, items) => {
          await nextBatch.promise;
          await second.process(connection, items);
        },
      },
    ],
  });

  expect(drained).toMatchObject({ attribution: 900, record: 900, setAside: 0 });
});

test('with the database away it ends with that error when every stage has stopped, and the work still waits', async () => {
  const testing = await testDatabase();
  await addWork(testing, ids(700));
  const { database } = testing;
  let away = false;
  const reached: string[] = [];
  const transaction: typeof database.transaction = async (work) => {
    if (away) throw new Error('the database is away');
    return database.transaction(work);
  };

  const draining = drainStages({
    database: { ...database, transaction },
    clock,
    stages: [
      stage('attribution', 'oversight', reached),
      {
        ...stage('oversight', null, []),
        process: async () => {
          away = true;
          throw new Error('the database is away');
        },
      },
    ],
  });

  await expect(draining).rejects.toThrow('the database is away');
  expect(await database.prisma.stageWork.count()).toBeGreaterThan(0);
  const { length } = reached;
  await delay(50);
  expect(reached).toHaveLength(length);
});

test('told to stop, the drain begins no other batch though more and more comes in', async () => {
  const testing = await testDatabase();
  await addWork(testing, ids(600));
  const seen: string[] = [];
  const stop = new AbortController();

  const drained = await drainStages({
    database: testing.database,
    clock,
    stopping: stop.signal,
    stages: [
      {
        ...stage('attribution', null, seen),
        process: async (connection, items) => {
          await stage('attribution', null, seen).process(connection, items);
          await addWork(testing, ids(500));
          stop.abort();
        },
      },
    ],
  });

  expect(drained.attribution).toBe(500);
  expect(await testing.database.prisma.stageWork.count()).toBe(600);
});

test('a message that a stage fails on is set aside with an alarm, goes on its way, and holds up nobody', async () => {
  const testing = await testDatabase();
  const recorded: string[] = [];
  const given = ids(5);
  const bad = given[2] ?? '';
  await addWork(testing, given);
  await addWork(testing, ids(3), randomUUID());

  const drained = await drainStages({
    database: testing.database,
    clock,
    stages: [
      stage('attribution', 'oversight', [], [bad]),
      stage('oversight', 'record', []),
      stage('record', null, recorded),
    ],
  });

  expect(drained.setAside).toBe(1);
  expect(recorded).toHaveLength(8);
  expect(recorded).toContain(bad);
  const left = await testing.database.prisma.stageWork.findMany();
  expect(left.map((row) => [row.subjectId, row.problem])).toEqual([[bad, 'TypeError']]);
  const alarms = await testing.database.prisma.alarm.findMany();
  expect(alarms.map((alarm) => [alarm.kind, alarm.subject])).toEqual([
    ['set-aside', 'attribution'],
  ]);
});

test('two processes that drain at once do each item once', async () => {
  const testing = await testDatabase();
  const seen: string[] = [];
  const given = ids(700);
  await addWork(testing, given);
  const drain = () =>
    drainStages({ database: testing.database, clock, stages: [stage('attribution', null, seen)] });

  await Promise.all([drain(), drain(), drain()]);

  expect(seen).toEqual(given);
});

test('the queue wakes the stages when work is committed, as the restricted role', async () => {
  const testing = await testDatabase();
  const seen: string[] = [];
  const jobs = await startJobs({
    database: testing.database,
    tasks: [
      {
        name: DRAIN_TASK,
        run: async () => {
          await drainStages({
            database: testing.database,
            clock,
            stages: [stage('attribution', null, seen)],
          });
        },
      },
    ],
  });
  onTestFinished(() => jobs.stop());
  const given = ids(3);

  await addWork(testing, given);

  expect(await waitForStages(testing.database.pool, conversation, 10_000)).toBe(true);
  await delay(20);
  expect(seen).toEqual(given);
});

test('what still waits after the patience of a page is said to wait', async () => {
  const testing = await testDatabase();
  await addWork(testing, ids(1));

  expect(await waitForStages(testing.database.pool, conversation, 30)).toBe(false);
});
