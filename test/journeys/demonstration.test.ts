import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemonstration } from '../../prisma/demo/load.ts';
import { createAttributionStage } from '../../src/attribution/stage.ts';
import { createCapture } from '../../src/capture/capture.ts';
import { mediaFiles } from '../../src/capture/media-files.ts';
import type { Database } from '../../src/database/client.ts';
import { createEscalationStage } from '../../src/escalation/stage.ts';
import { drainStages } from '../../src/jobs/drain.ts';
import { messageIdOf } from '../../src/messaging/identity.ts';
import { makeEvaluator } from '../../src/oversight/evaluate.ts';
import { compileRules } from '../../src/oversight/rule-compile.ts';
import { readRuleFiles } from '../../src/oversight/rule-files.ts';
import { createOversightStage } from '../../src/oversight/stage.ts';
import { createRecordStage } from '../../src/record/stage.ts';
import { createTestDatabase, type TestDatabase, testDatabase } from '../support/database.ts';

const NOW = new Date('2026-03-12T11:20:00Z');
const evaluate = makeEvaluator(compileRules(readRuleFiles()));

let testing: TestDatabase;
let folder: string;
let loaded: boolean;

beforeAll(async () => {
  testing = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'casethread-test-'));
  loaded = await load(testing.database, NOW);
});
afterAll(async () => {
  await testing.drop();
  rmSync(folder, { recursive: true, force: true });
});

function stagesAt(now: Date) {
  const clock = () => now;
  return [
    createAttributionStage({ clock }),
    createOversightStage(evaluate),
    createRecordStage({ clock, nation: 'england-and-wales' }),
    createEscalationStage({ clock, nation: 'england-and-wales' }),
  ];
}

function load(
  database: Database,
  now: Date,
  drain: () => Promise<unknown> = () =>
    drainStages({ database, stages: stagesAt(now), clock: () => now }),
): Promise<boolean> {
  const clock = () => now;
  return loadDemonstration({
    nation: 'england-and-wales',
    database,
    clock,
    capture: createCapture({ database, clock }),
    drain,
    keepMedia: mediaFiles(folder).keep,
  });
}

type Decision = { state: string; caseNumbers: string[] };

async function decision(key: string, channel: 'sms' | 'whatsapp' = 'sms'): Promise<Decision> {
  const { rows } = await testing.database.pool.query<Decision>(
    `SELECT state, case_numbers AS "caseNumbers" FROM current_attribution WHERE message_id = $1`,
    [messageIdOf(channel, `demo-${key}`)],
  );
  if (!rows[0]) throw new Error(`There is no decision about ${key}.`);
  return rows[0];
}

async function count(sql: string): Promise<number> {
  const { rows } = await testing.database.pool.query<{ count: string }>(
    `SELECT count(*) FROM ${sql}`,
  );
  return Number(rows[0]?.count);
}

test('the demonstration has the hard cases: each is decided, or asked, as it should be', async () => {
  expect(loaded).toBe(true);
  expect(await decision('maths')).toEqual({ state: 'attributed', caseNumbers: ['CT-1007'] });
  expect(await decision('tea')).toEqual({ state: 'attributed', caseNumbers: ['CT-1008'] });
  expect(await decision('nain')).toMatchObject({ caseNumbers: ['CT-1001', 'CT-1002'] });
  expect(await decision('low', 'whatsapp')).toMatchObject({ caseNumbers: ['CT-1009'] });
  expect(await decision('temperature')).toMatchObject({ state: 'awaiting-worker' });
  expect(await decision('extra-hour')).toMatchObject({ state: 'awaiting-worker' });
  expect(await decision('right')).toMatchObject({ state: 'awaiting-worker' });
  expect(await decision('next-door')).toMatchObject({ state: 'unmatched' });
  expect(await decision('plumbing')).toMatchObject({ state: 'not-casework' });
});

test('the demonstration has work in every state, and none that should have been done is left', async () => {
  const open = `contact_recording WHERE state = 'awaiting-context'`;

  expect(await count(`${open} AND due_at < '${NOW.toISOString()}'`)).toBe(4);
  // Callum's; how many more depends on the flag rules, which are not the demonstration's.
  expect(await count(`${open} AND urgent_at IS NOT NULL AND case_number = 'CT-1009'`)).toBe(1);
  expect(await count(`contact_recording WHERE state = 'complete'`)).toBeGreaterThan(40);
  expect(await count('significant_event')).toBeGreaterThan(8);
  expect(await count('open_question')).toBe(6);
  expect(await count(`send_state WHERE state = 'failed'`)).toBe(1);
  expect(await count(`media_fetch WHERE state = 'stored'`)).toBe(2);
  expect(await count('stage_work')).toBe(0);
});

test('the demonstration is four weeks up to now, with numbers kept for drama', async () => {
  const { rows } = await testing.database.pool.query<{ first: Date; last: Date; strange: string }>(
    `SELECT min(occurred_at) AS first, max(occurred_at) AS last,
       count(*) FILTER (WHERE counterpart !~ '^[+]4477009009[0-9][0-9]$') AS strange FROM message`,
  );

  const days = (at: Date | undefined) => (NOW.getTime() - (at?.getTime() ?? 0)) / 86_400_000;
  expect(days(rows[0]?.first)).toBeGreaterThan(26);
  expect(days(rows[0]?.first)).toBeLessThan(28);
  expect(days(rows[0]?.last)).toBeGreaterThan(0);
  expect(days(rows[0]?.last)).toBeLessThan(0.1);
  expect(rows[0]?.strange).toBe('0');
});

test('the demonstration is loaded into an empty database only, and once', async () => {
  const before = await count('message');

  expect(await load(testing.database, new Date('2026-04-01T09:00:00Z'))).toBe(false);
  expect(await count('message')).toBe(before);

  const other = await testDatabase();
  await other.database.pool.query(
    `INSERT INTO contact (contact_id, name, also_known_as) VALUES ('P1', 'Somebody', '{}')`,
  );
  expect(await load(other.database, NOW)).toBe(false);
});

test('a demonstration that was stopped half loaded is finished at the next start', async () => {
  const { database } = await testDatabase();
  const stopped = () => Promise.reject(new Error('killed'));
  await expect(load(database, NOW, stopped)).rejects.toThrow('killed');

  const later = new Date(NOW.getTime() + 3_600_000);
  expect(await load(database, later)).toBe(true);

  const counts = (of: Database) =>
    of.pool.query(
      `SELECT (SELECT count(*) FROM message) AS messages, (SELECT max(occurred_at) FROM message) AS newest,
         (SELECT count(*) FROM statement) AS statements, (SELECT count(*) FROM send_intent) AS sends`,
    );
  expect((await counts(database)).rows).toEqual((await counts(testing.database)).rows);
});
