import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { theBrennans } from '../../../../test/support/brennans.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { aChild } from '../../../../test/support/records.ts';
import { type Client, startTestServer, type TestServer } from '../../../../test/support/server.ts';
import { childrenPage } from './index.ts';

const now = new Date('2026-03-12T14:31:00Z');
let testing: TestDatabase;
let server: TestServer;
let browser: Browser;
let priya: Client;

beforeAll(async () => {
  testing = await createTestDatabase();
  const { database } = testing;
  await theBrennans(database);
  for (let number = 1; number <= 26; number += 1) {
    const name = `Zed Child${String(number).padStart(2, '0')}`;
    await aChild(database, `Z-${number}`, { name, lead: 'W-PRIYA' });
  }
  server = await startTestServer({ database, pages: [childrenPage], clock: () => now });
  browser = await launchBrowser();
  priya = await server.signIn('W-PRIYA');
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await testing?.drop();
});

test('a worker has their own children by name, 25 a page, and nobody else’s (CR5.7)', async () => {
  const first = await priya.get('/children');
  const more = /href="(\/children\?after=[^"]+)"/.exec(first.html)?.[1] ?? '';
  const second = await priya.get(more);

  expect(first.text).toContain('Alfie Brennan Born 4 May 2016 (9 years old). Case CT-20417.');
  expect(first.html.match(/ct-item__title/g)).toHaveLength(25);
  expect(second.html.match(/ct-item__title/g)).toHaveLength(3);
  expect(first.text + second.text).not.toContain('Noor');
  expect(second.text).not.toContain('Show more children');
  await expectAccessible(browser, `${server.url}/children`, { cookie: priya.cookie() });
});

test('children are found by any of their names, or by case number', async () => {
  const names = async (sought: string) => {
    const { html } = await priya.get(`/children?${new URLSearchParams({ sought })}`);
    return [...html.matchAll(/no-visited-state" href="[^"]*">([^<]+)</g)].map(([, name]) => name);
  };

  expect(await names('maisie')).toEqual(['Maisie Brennan']);
  expect(await names('brenn')).toEqual(['Alfie Brennan', 'Maisie Brennan']);
  expect(await names('alf')).toEqual(['Alfie Brennan']);
  expect(await names('CT-20418')).toEqual(['Maisie Brennan']);
  expect(await names('noor')).toEqual([]);
  expect(await names('%')).toEqual([]);
});

test('finding nothing says so, and names nobody', async () => {
  const path = '/children?sought=Noor';

  expect((await priya.get(path)).text).toContain('No child you can see is known as “Noor”.');
  await expectAccessible(browser, server.url + path, { cookie: priya.cookie() });
});

test('whoever has no children is told what to do', async () => {
  const tom = await server.signIn('W-TOM');
  await testing.database.pool.query(
    `UPDATE allocation SET valid_to = '2026-03-11' WHERE worker_id = 'W-TOM'`,
  );

  expect((await tom.get('/children')).text).toContain(
    'No children are allocated to you. If that is wrong, ask your manager.',
  );
});
