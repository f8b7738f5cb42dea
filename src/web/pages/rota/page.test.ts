import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { theBrennans } from '../../../../test/support/brennans.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aWorker } from '../../../../test/support/records.ts';
import { type Client, type TestServer, testServer } from '../../../../test/support/server.ts';
import { readRota } from '../../../escalation/rota-store.ts';
import { rotaPage } from './index.ts';

const PATH = '/settings/rota';
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
  await theBrennans(testing.database);
  await aWorker(testing.database, 'W-ADMIN', { name: 'Ruth Pemberton', role: 'administrator' });
  server = await testServer({ database: testing.database, pages: [rotaPage] });
  admin = await server.signIn('W-ADMIN');
});

const ALL = ['1', '2', '3', '4', '5', '6', '7', 'bank-holiday'];
const anyTime = {
  'name-1': 'Any time',
  'days-1': ALL,
  'from-1': '00:00',
  'to-1': '00:00',
  'first-1': 'line-manager',
  'second-1': 'W-FAR',
};

test('an empty rota is an error at the moment it is saved, and the one before stays in force', async () => {
  await admin.post(PATH, anyTime);

  const { status, text } = await admin.post(PATH, {});

  expect(status).toBe(422);
  expect(text).toContain('With an empty rota an urgent message would reach nobody');
  expect((await readRota(testing.database.pool))?.rota.shifts).toHaveLength(1);
});

test('a rota with an hour at which nobody is asked is refused, and says which', async () => {
  const office = {
    ...anyTime,
    'days-1': ['1', '2', '3', '4', '5'],
    'from-1': '09:00',
    'to-1': '17:00',
  };

  const { status, text, html } = await admin.post(PATH, office);

  expect(status).toBe(422);
  expect(text).toContain('Nobody would be asked on Monday from 00:00.');
  expect(html).toContain('value="09:00"');
  const withPhone = { ...office, 'duty-team': 'EDT', 'duty-phone': '07700 900990' };
  expect((await admin.post(PATH, withPhone)).location).toBe(PATH);
});

test('what is saved is kept with who and when, and can be changed beside the versions before', async () => {
  await admin.post(PATH, { ...anyTime, 'duty-team': 'EDT', 'duty-phone': '07700 900990' });
  await admin.post(PATH, { ...anyTime, 'first-1': 'W-HELEN' });

  const { text, html } = await admin.get(PATH);

  expect(text).toContain('Saved by Ruth Pemberton');
  expect(html).toMatch(/<option value="W-HELEN" selected>Helen Marsh, North/);
  expect(await testing.database.prisma.rotaVersion.count()).toBe(2);
  const [audited] = await testing.database.prisma.auditEvent.findMany({
    where: { action: 'save-rota' },
  });
  expect(audited?.actor).toBe('W-ADMIN');
  await expectAccessible(browser, server.url + PATH, { cookie: admin.cookie() });
});

test('hours without people, wrong times and a number that is none are said at their fields', async () => {
  const { text } = await admin.post(PATH, {
    'name-1': 'Nights',
    'days-1': ALL,
    'from-1': '5pm',
    'to-1': '09:00',
    'duty-team': 'EDT',
    'duty-phone': 'ring me',
  });

  expect(text).toContain('Choose at least one person (Hours 1)');
  expect(text).toContain('Enter a time such as 17:00 (Hours 1)');
  expect(text).toContain('Enter a phone number, such as 07700 900123');
});

test('workers and auditors may not see or change it', async () => {
  const priya = await server.signIn('W-PRIYA');

  expect((await priya.get(PATH)).status).toBe(403);
});
