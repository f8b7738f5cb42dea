import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { aWorker } from '../../../../test/support/records.ts';
import { type Client, startTestServer, type TestServer } from '../../../../test/support/server.ts';
import { recordAudit } from '../../../access/audit-store.ts';

let browser: Browser;
let testing: TestDatabase;
let server: TestServer;
let auditor: Client;

vi.setConfig({ testTimeout: 120_000 }); // a browser walks every page four times

beforeAll(async () => {
  browser = await launchBrowser();
  testing = await createTestDatabase();
  const { database } = testing;
  await aWorker(database, 'W1', { name: 'Priya Nair' });
  await aWorker(database, 'W2', { name: 'Tom Adeyemi' });
  await aWorker(database, 'W6', { name: 'Ana Costa', role: 'auditor' });
  await aWorker(database, 'W8', { name: 'Ada Min', role: 'administrator' });
  await view('W1', 'CT-1', '2026-03-11T23:30:00Z');
  await view('W2', 'CT-2', '2026-03-12T00:30:00Z');
  server = await startTestServer({ database });
  auditor = await server.signIn('W6');
});
afterAll(async () => {
  await server.close();
  await browser.close();
  await testing.drop();
});

function view(actor: string, caseNumber: string, at: string): Promise<void> {
  return recordAudit(testing.database.pool, {
    at: new Date(at),
    actor,
    action: 'view',
    subjectKind: 'chronology',
    subjectId: caseNumber,
    caseNumbers: [caseNumber],
    detail: { reason: 'asked by the court' },
  });
}

test('an auditor reads who looked at what, newest first, and that is audited too', async () => {
  const { text } = await auditor.get('/audit');

  expect(text).toContain('Ana Costa signed in');
  expect(text).toContain(
    'Priya Nair looked at a chronology Wednesday 11 March 2026, 11:30pm Case CT-1 Reason: asked by the court',
  );
  expect(text.indexOf('Tom Adeyemi')).toBeLessThan(text.indexOf('Priya Nair'));
  expect((await auditor.get('/audit')).text).toContain('Ana Costa looked at the audit');
});

test('the audit is found by part of a name, by case number, and by days in London', async () => {
  const has = async (search: string) => {
    const { text } = await auditor.get(`/audit?${search}`);
    return { priya: text.includes('Priya Nair looked'), tom: text.includes('Tom Adeyemi looked') };
  };

  expect(await has('person=priya')).toEqual({ priya: true, tom: false });
  expect(await has('person=W2')).toEqual({ priya: false, tom: true });
  expect(await has('case=CT-2')).toEqual({ priya: false, tom: true });
  expect(await has('from=12%2F3%2F2026&to=12%2F3%2F2026')).toEqual({ priya: false, tom: true });
  expect(await has('to=11%2F03%2F2026')).toEqual({ priya: true, tom: false });
});

test('a date that is none is said at its field, and the search stays as typed', async () => {
  const answer = await auditor.get('/audit?person=Priya&from=31%2F2%2F2026');

  expect(answer.status).toBe(422);
  expect(answer.html).toContain('<a href="#from">Enter a date like 12/3/2026</a>');
  expect(answer.html).toContain('value="Priya"');
});

test('25 entries are shown, and older ones are a link away', async () => {
  for (let n = 0; n < 30; n += 1) await view('W1', 'CT-7', '2026-03-10T09:00:00Z');

  const first = await auditor.get('/audit?case=CT-7');
  const [, older = ''] = /href="(\/audit\?[^"]+before[^"]+)"/.exec(first.html) ?? [];
  const second = await auditor.get(older.replaceAll('&amp;', '&'));

  expect(first.html.match(/class="ct-item"/g)).toHaveLength(25);
  expect(second.html.match(/class="ct-item"/g)).toHaveLength(5);
  expect(second.html).not.toContain('older entries');
});

test('workers and administrators have no business here', async () => {
  for (const id of ['W1', 'W8']) {
    expect((await (await server.signIn(id)).get('/audit')).status).toBe(403);
  }

  expect((await auditor.get('/audit?person=Ada')).text).toContain(
    'Ada Min was refused the page /audit',
  );
});

test('the page is usable by everyone, with entries, without, and with an error', async () => {
  const look = { cookie: auditor.cookie() };

  await expectAccessible(browser, `${server.url}/audit`, look);
  await expectAccessible(browser, `${server.url}/audit?case=none`, look);
  await expectAccessible(browser, `${server.url}/audit?from=x`, look);
});
