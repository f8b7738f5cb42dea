import { parse } from 'csv-parse/sync';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { ALFIE, MAISIE, theBrennans } from '../../../../test/support/brennans.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { aWorker } from '../../../../test/support/records.ts';
import { type Client, startTestServer, type TestServer } from '../../../../test/support/server.ts';
import { anExchange, aQuestion } from '../../../../test/support/supervision.ts';
import { teamPage } from './index.ts';

const NOW = new Date('2026-03-13T10:00:00Z');

let browser: Browser;
let testing: TestDatabase;
let server: TestServer;
let helen: Client;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  testing = await createTestDatabase();
  await theBrennans(testing.database);
  server = await startTestServer({
    database: testing.database,
    clock: () => NOW,
    pages: [teamPage],
  });
  helen = await server.signIn('W-HELEN');
  return async () => {
    await server.close();
    await testing.drop();
  };
});

/** Says that recordings of these children were written up at a time. */
async function writtenUp(at: string, caseNumber: string, completedAt: string): Promise<void> {
  const id = (await anExchange(testing.database, at, { caseNumbers: [caseNumber] })).get(
    caseNumber,
  );
  await testing.database.pool.query(
    `UPDATE contact_recording SET state = 'complete', completed_at = $2, completed_by = 'W-PRIYA'
     WHERE id = $1`,
    [id, new Date(completedAt)],
  );
}

describe('managers see workload and timeliness of their team (CR4.9)', () => {
  test('four numbers, each week’s share in time, and work by person in alphabetical order', async () => {
    await writtenUp('2026-03-02T09:00:00Z', ALFIE, '2026-03-03T09:00:00Z');
    await writtenUp('2026-03-03T09:00:00Z', MAISIE, '2026-03-09T09:00:00Z');
    await anExchange(testing.database, '2026-03-09T15:00:00Z');
    await aQuestion(testing.database, '2026-03-13T04:00:00Z');

    const { text, html } = await helen.get('/team');

    expect(text).toContain(
      'North team 1 overdue recording 1 message waiting for a child over 4 hours',
    );
    expect(text).toContain('1 family waiting over 1 day for an answer 0% on time this week');
    expect(text).toMatch(/2 Mar 50%, below target 9 Mar 0%, below target/);
    expect(text).toMatch(/2 Mar 2 50% 1 9 Mar 1 0% 1/);
    expect(text).toMatch(/Tom Adeyemi 1 0 0 0 None due Priya Nair 2 1 1 1 33%/);
    expect(text).toMatch(
      /Kelly Brennan About Alfie\. Waiting since Monday 2 March, 9:00am\. Priya Nair/,
    );
    expect(html).toContain('href="/supervision/W-PRIYA"');
  });

  test('a week in which nothing was due is a gap and says so, never 0%', async () => {
    await writtenUp('2026-03-02T09:00:00Z', ALFIE, '2026-03-03T09:00:00Z');

    const { text } = await helen.get('/team');

    expect(text).toContain('None due so far this week');
    expect(text).toMatch(/23 Feb None due 2 Mar 100% 9 Mar None due/);
    expect(text).toMatch(/23 Feb 0 None due 0 2 Mar 1 100% 0/);
    expect(text).toContain('Within 24 hours None due');
  });

  test('a recording due within 24 hours is counted apart from those due in 2 working days', async () => {
    await anExchange(testing.database, '2026-03-09T09:00:00Z', {
      flag: { severity: 'urgent', evidence: ['smacked him'] },
    });
    await writtenUp('2026-03-03T09:00:00Z', MAISIE, '2026-03-04T09:00:00Z');

    const { text } = await helen.get('/team');

    expect(text).toContain('Within 2 working days 1 100% 0 Within 24 hours 1 0% 1');
  });

  test('a manager of managers chooses among their teams; another’s team is not there', async () => {
    const { database } = testing;
    await aWorker(database, 'W-HEAD', { name: 'Joan Head', role: 'manager', team: 'Service' });
    await database.pool.query(
      `UPDATE worker SET manager_id = 'W-HEAD' WHERE worker_id = 'W-HELEN'`,
    );
    const [head, priya] = [await server.signIn('W-HEAD'), await server.signIn('W-PRIYA')];

    const north = await head.get('/team?team=North');

    expect(north.text).toContain('North team');
    expect(north.text).toContain('Priya Nair');
    expect((await head.get('/team')).text).toContain('Service team North team Service team');
    expect((await head.get('/team?team=South')).status).toBe(404);
    expect((await helen.get('/team?team=South')).status).toBe(404);
    expect((await priya.get('/team')).status).toBe(403);
  });
});

describe('figures for freedom of information have no personal data (CR5.6)', () => {
  test('a month’s counts are a file that names nobody, and the export is audited', async () => {
    for (let day = 2; day <= 13; day += 1) {
      await anExchange(testing.database, `2026-02-${String(day).padStart(2, '0')}T09:00:00Z`);
    }
    const page = await helen.get('/team');
    expect(page.text).toContain('Download figures, February 2026');

    const { html, headers } = await helen.get('/team/figures?month=2026-02&team=North');

    expect(headers.get('content-disposition')).toContain('team-figures-2026-02.csv');
    const lines: Record<string, string>[] = parse(html, { bom: true, columns: true });
    expect(new Set(lines.map(({ team }) => team))).toEqual(new Set(['North', 'All teams']));
    expect(lines).toContainEqual({
      marking: 'OFFICIAL-SENSITIVE',
      month: '2026-02',
      team: 'North',
      measure: 'Messages',
      count: '12',
    });
    expect(html).not.toMatch(/Brennan|Priya|Kelly|CT-/);
    for (const { count = '' } of lines) {
      expect(count).toMatch(/^(fewer than 5|not shown|[5-9]|[1-9]\d+)$/);
    }
    const { rows } = await testing.database.pool.query(
      `SELECT actor, action, subject_id FROM audit_event WHERE subject_kind = 'team-figures'`,
    );
    expect(rows).toEqual([{ actor: 'W-HELEN', action: 'export', subject_id: '2026-02' }]);
  });

  test('a month that is not over, and another’s team, have no file', async () => {
    expect((await helen.get('/team/figures?month=2026-03')).status).toBe(404);
    expect((await helen.get('/team/figures?month=2026-02&team=South')).status).toBe(404);
  });

  test('an information-governance officer gets every team, and sees no team’s work', async () => {
    const ines = await server.signIn('W-IG');

    const { text } = await ines.get('/team');

    expect(text).toContain('Figures for publication');
    expect(text).not.toContain('Work by person');
    expect((await ines.get('/team/figures?month=2026-02')).status).toBe(200);
  });
});

test('the team page can be used by everyone', { timeout: 240_000 }, async () => {
  await writtenUp('2026-03-02T09:00:00Z', ALFIE, '2026-03-03T09:00:00Z');
  await anExchange(testing.database, '2026-03-09T15:00:00Z');

  await expectAccessible(browser, `${server.url}/team`, { cookie: helen.cookie() });
});
