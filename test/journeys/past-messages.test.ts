// A history walks the whole road: people, import, stages, export, and the truth beside the data.

import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createAttributionStage } from '../../src/attribution/stage.ts';
import { createCapture } from '../../src/capture/capture.ts';
import { mediaFiles } from '../../src/capture/media-files.ts';
import { runExport } from '../../src/command-line/export/run-export.ts';
import { importHistory } from '../../src/command-line/import-history/import-history.ts';
import type { Database } from '../../src/database/client.ts';
import { createEscalationStage } from '../../src/escalation/stage.ts';
import { drainStages } from '../../src/jobs/drain.ts';
import { makeEvaluator } from '../../src/oversight/evaluate.ts';
import { compileRules } from '../../src/oversight/rule-compile.ts';
import { readRuleFiles } from '../../src/oversight/rule-files.ts';
import { createOversightStage } from '../../src/oversight/stage.ts';
import { importPeople } from '../../src/people/import/import-people.ts';
import { createRecordStage } from '../../src/record/stage.ts';
import { scoreExport } from '../attribution/score-export.ts';
import { testDatabase } from '../support/database.ts';
import { temporaryFolder } from '../support/people-files.ts';

const SETS = fileURLToPath(new URL('../fixtures/attribution/', import.meta.url));
const clock = () => new Date('2026-03-30T09:00:00Z');

describe.each(['dev-balanced', 'dev-realistic'])('the development set %s', (set) => {
  test('imported whole puts nothing on a wrong child’s record, and keeps every choice', async () => {
    const folder = join(SETS, set);
    const database = (await testDatabase()).database;
    await importPeople(join(folder, 'people'), { database, clock, dryRun: false });

    const first = await bringIn(database, join(folder, 'history.ndjson'));
    const score = scoreExport(join(folder, 'truth.ndjson'), await exportMessages(database));

    expect(first).toMatchObject({ outcome: 'imported', counts: { setAside: 0 } });
    expect(score).toMatchObject({ wrong: [], missing: [], choicesLost: [] });
    expect(score.automatic).toBeGreaterThan(500);
    expect(score.coverage).toBeGreaterThan(0.8);
    expect(await waiting(database)).toBe(0);

    const before = await rowCounts(database);
    expect(await bringIn(database, join(folder, 'history.ndjson'))).toMatchObject({
      outcome: 'imported',
      counts: { newMessages: 0 },
    });
    expect(await rowCounts(database)).toEqual(before);
  });
});

async function bringIn(database: Database, file: string) {
  const stages = [
    createAttributionStage({ clock }),
    createOversightStage(makeEvaluator(compileRules(readRuleFiles()))),
    createRecordStage({ clock, nation: 'england-and-wales' }),
    createEscalationStage({ clock, nation: 'england-and-wales' }),
  ];
  const media = mediaFiles(await temporaryFolder());
  return importHistory(file, {
    database,
    clock,
    capture: createCapture({ database, clock }),
    drain: () => drainStages({ database, stages, clock }),
    keepMedia: (bytes) => media.keep(bytes),
    dryRun: false,
    onProgress: () => {},
  });
}

async function exportMessages(database: Database): Promise<string> {
  const output = new PassThrough();
  const exported = text(output);
  const filter = { caseNumber: null, since: null, until: null };
  await runExport({ kind: 'messages', filter, format: 'ndjson' }, output, { database, clock });
  output.end();
  return exported;
}

async function waiting({ pool }: Database): Promise<number> {
  return (await pool.query('SELECT FROM stage_work')).rowCount ?? 0;
}

/** What an import of the same file again must not add to; an audit event it must. */
async function rowCounts({ pool }: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int FROM ${table}`);
    counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}

const TABLES = [
  'delivery',
  'message',
  'message_event',
  'scope_event',
  'attribution_choice',
  'attribution',
  'open_question',
  'flag',
  'contact_recording',
  'recording_message',
  'send_intent',
  'alarm',
];
