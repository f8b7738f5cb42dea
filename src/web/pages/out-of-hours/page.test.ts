import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aWorker } from '../../../../test/support/records.ts';
import { type Client, type TestServer, testServer } from '../../../../test/support/server.ts';
import { readOutOfHours } from '../../../delivery/out-of-hours-store.ts';
import { outOfHoursPage } from './index.ts';

const PATH = '/settings/out-of-hours';
let testing: TestDatabase;
let server: TestServer;
let browser: Browser;
let admin: Client;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  testing = await testDatabase();
  await aWorker(testing.database, 'W-ADMIN', { name: 'Ruth Pemberton', role: 'administrator' });
  await aWorker(testing.database, 'W-HELEN', { name: 'Helen Marsh', role: 'manager' });
  server = await testServer({ database: testing.database, pages: [outOfHoursPage] });
  admin = await server.signIn('W-ADMIN');
});

const entered = {
  days: ['1', '2', '3', '4', '5'],
  opensAt: '09:00',
  closesAt: '17:00',
  dutyNumber: '01632 960999',
  wordsEn: 'In danger, call 999. Before Monday, call 01632 960999.',
};

test('it is off until an administrator enters the hours, the number and the words, and ticks the box', async () => {
  expect((await admin.get(PATH)).text).toContain('Families are told nothing.');

  await admin.post(PATH, entered);
  expect((await readOutOfHours(testing.database.pool))?.on).toBe(false);
  await admin.post(PATH, { ...entered, on: 'yes' });

  expect((await readOutOfHours(testing.database.pool))?.on).toBe(true);
  const { text, html } = await admin.get(PATH);
  expect(text).not.toContain('Families are told nothing.');
  expect(text).toContain('Saved by Ruth Pemberton');
  expect(html).toContain('value="09:00"');
  await expectAccessible(browser, server.url + PATH, { cookie: admin.cookie() });
});

test('words without 999, Welsh that nobody checked and hours that end before they begin are refused at their fields', async () => {
  const { status, text, html } = await admin.post(PATH, {
    ...entered,
    wordsEn: 'We are closed.',
    wordsCy: 'Ffoniwch 999 neu 01632 960999.',
    closesAt: '08:00',
  });

  expect(status).toBe(422);
  expect(text).toContain('Say that they can call 999');
  expect(text).toContain('Enter who checked the Welsh');
  expect(text).toContain('The time messages stop being read must be after they start');
  expect(html).toContain('We are closed.');
  expect(await readOutOfHours(testing.database.pool)).toBeNull();
});

test('only administrators change it', async () => {
  const helen = await server.signIn('W-HELEN');

  expect((await helen.get(PATH)).status).toBe(403);
});
