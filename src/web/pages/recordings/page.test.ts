import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import {
  ALFIE,
  MAISIE,
  recordThem,
  STRANGER,
  theBrennans,
} from '../../../../test/support/brennans.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import {
  aChild,
  aDecision,
  aMessage,
  anAllocation,
  aWorker,
} from '../../../../test/support/records.ts';
import { startTestServer, type TestServer } from '../../../../test/support/server.ts';
import { recordingsPage } from './index.ts';

const now = new Date('2026-03-12T14:31:00Z');
let testing: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  testing = await createTestDatabase();
  await theBrennans(testing.database);
  const pages = [recordingsPage({ nation: 'england-and-wales' })];
  server = await startTestServer({ database: testing.database, pages, clock: () => now });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await testing?.drop();
});

async function recorded(at: string, caseNumber: string, counterpart = '+447700900142') {
  const message = await aMessage(testing.database, at, { counterpart });
  await aDecision(testing.database, message, [caseNumber]);
  await recordThem(testing.database, now, message);
}

test('nothing waits: the page says what was checked and when', async () => {
  const priya = await server.signIn('W-PRIYA');

  expect((await priya.get('/recordings')).text).toContain(
    'Nothing waits for context. Checked 2:31pm.',
  );
  await expectAccessible(browser, `${server.url}/recordings`, { cookie: priya.cookie() });
});

test('mine have due times, overdue ones first; others’ are not there (CR4.1a)', async () => {
  await recorded('2026-03-12T09:00:00Z', ALFIE);
  await recorded('2026-03-06T09:00:00Z', MAISIE);
  await recorded('2026-03-05T09:00:00Z', STRANGER);
  const priya = await server.signIn('W-PRIYA');

  const { text, html } = await priya.get('/recordings');

  expect(text).toMatch(
    /Maisie Brennan, born 19 September 2018, case CT-20418 .* 2 working days late .* Alfie Brennan, .* Due Monday 16 March/,
  );
  expect(html.match(/ct-item__title/g)).toHaveLength(2);
  await expectAccessible(browser, `${server.url}/recordings`, { cookie: priya.cookie() });
});

test('overdue recordings reach the manager, with who is asked; what is not yet due does not', async () => {
  const helen = await server.signIn('W-HELEN');

  const { text } = await helen.get('/recordings');

  expect(text).toContain('Maisie Brennan');
  expect(text).toContain('Priya Nair is asked.');
  expect(text).not.toContain('Alfie Brennan');
  expect(text).not.toContain('Noor');
  await expectAccessible(browser, `${server.url}/recordings`, { cookie: helen.cookie() });
});

test('managers can reach what an absent worker holds: it falls to the new lead (CR6.1)', async () => {
  await aWorker(testing.database, 'W-GONE', { name: 'Gone Worker' });
  await aChild(testing.database, 'CT-7', { name: 'Left Behind' });
  await anAllocation(testing.database, 'W-GONE', 'CT-7', { to: '2026-03-11' });
  await recorded('2026-03-11T09:00:00Z', 'CT-7', '+447700900777');
  await anAllocation(testing.database, 'W-TOM', 'CT-7', { from: '2026-03-12' });
  const tom = await server.signIn('W-TOM');

  const { text } = await tom.get('/recordings');

  expect(text).toContain('Left Behind');
  expect(text).toContain('Gone Worker is asked.');
});

test('25 a page, on my list and on a child’s record', async () => {
  for (let day = 1; day <= 26; day += 1) {
    await recorded(`2025-12-${String(day).padStart(2, '0')}T09:00:00Z`, ALFIE, '+447700900800');
  }
  const priya = await server.signIn('W-PRIYA');

  for (const path of ['/recordings', `/children/${ALFIE}/recordings`]) {
    const first = await priya.get(path);
    const more = /href="([^"]+\?from=[^"]+)"/.exec(first.html)?.[1] ?? '';
    const second = await priya.get(more);

    expect(first.html.match(/ct-item__title/g)).toHaveLength(25);
    expect(second.html.match(/ct-item__title/g)?.length).toBeGreaterThan(1);
    expect(second.text).not.toContain('Show more recordings');
  }
  const address = `${server.url}/children/${ALFIE}/recordings`;
  await expectAccessible(browser, address, { cookie: priya.cookie() });
});
