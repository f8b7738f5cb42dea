import { describe, expect, test } from 'vitest';
import { createAttributionStage } from '../../src/attribution/stage.ts';
import { createCapture } from '../../src/capture/capture.ts';
import { importHistory } from '../../src/command-line/import-history/import-history.ts';
import { drainStages } from '../../src/jobs/drain.ts';
import { importPeople } from '../../src/people/import/import-people.ts';
import { testDatabase } from '../support/database.ts';
import { type ScoredDecision, scoreDecisions, scoreFolder, totalsOf } from './score.ts';

const SETS = ['dev-balanced', 'dev-realistic'];
const folderOf = (set: string) =>
  new URL(`../fixtures/attribution/${set}`, import.meta.url).pathname;

describe.each(SETS)('on the development families %s', (set) => {
  const scored = scoreFolder(folderOf(set));
  const totals = totalsOf(scored);

  test('no message is attached to a wrong child, and none where a person must be asked', () => {
    expect(
      scored.filter(({ wrong }) => wrong).map(({ truth, body }) => `${truth.stratum}: ${body}`),
    ).toEqual([]);
    expect(totals.automatic).toBeGreaterThan(500);
  });

  test('what a careful person could determine is attached', () => {
    expect(totals.covered / totals.determinable).toBeGreaterThanOrEqual(0.92);
  });

  test('the right children are among the five sets offered, but for records that are never offered', () => {
    expect(totals.offered / totals.asked).toBeGreaterThanOrEqual(0.96);
    expect(Math.max(...scored.map(({ first }) => first.candidates.length))).toBeLessThanOrEqual(5);
  });

  test('the database road decides as the fold in memory does', async () => {
    const { database } = await testDatabase();
    const clock = () => new Date('2026-01-05T10:00:00Z');
    const folder = folderOf(set);
    const people = await importPeople(`${folder}/people`, { database, clock, dryRun: false });
    expect(people.outcome).toBe('imported');
    const capture = createCapture({ database, clock });
    const stages = [createAttributionStage({ clock })];
    await importHistory(`${folder}/history.ndjson`, {
      database,
      clock,
      capture,
      dryRun: false,
      drain: () => drainStages({ database, stages, clock }),
      keepMedia: () => Promise.reject(new Error('these histories bring no media')),
      onProgress: () => {},
    });
    await capture.close();

    const { rows } = await database.pool.query<Decided>(DECISIONS);
    const first = new Map(
      rows.filter(({ version }) => version === 1).map((row) => [row.id, toScored(row)]),
    );
    const final = new Map(rows.map((row) => [row.id, toScored(row)]));
    const byImport = scoreDecisions(folder, first, final, new Map());
    const outcome = ({ truth, final: decision }: (typeof scored)[number]) =>
      `${truth.id} ${decision.state} ${decision.caseNumbers.join()} ${decision.method}`;
    expect(byImport.map(outcome)).toEqual(scored.map(outcome));
  }, 120_000);
});

type Decided = {
  id: string;
  version: number;
  state: ScoredDecision['state'];
  method: ScoredDecision['method'];
  caseNumbers: string[];
  candidates: string[][];
  questionId: string | null;
  askedAt: Date | null;
  reasons: string[];
};

const DECISIONS = `SELECT m.external_id AS id, a.version, a.state, a.method, a.case_numbers AS "caseNumbers",
  a.candidates, a.question_id AS "questionId", a.question_asked_at AS "askedAt", a.reasons
  FROM attribution a JOIN message m ON m.id = a.message_id ORDER BY a.version`;

function toScored({ questionId, askedAt, ...row }: Decided): ScoredDecision {
  return {
    ...row,
    question: questionId && askedAt ? { id: questionId, askedAt: askedAt.getTime() } : null,
  };
}
