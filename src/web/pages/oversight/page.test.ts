import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import {
  ALFIE,
  MAISIE,
  recordThem,
  STRANGER,
  theBrennans,
} from '../../../../test/support/brennans.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aFlagged, ENGLAND, items } from '../../../../test/support/escalation.ts';
import { aWorker } from '../../../../test/support/records.ts';
import { type TestServer, testServer } from '../../../../test/support/server.ts';
import { flagPage } from '../flag/index.ts';
import { oversightPage } from './index.ts';

const now = new Date('2026-03-12T13:49:00Z');
let testing: TestDatabase;
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  testing = await testDatabase();
  await theBrennans(testing.database);
  const pages = [oversightPage({ nation: ENGLAND }), flagPage({ meaningOf: () => null })];
  server = await testServer({ database: testing.database, pages, clock: () => now });
});

const urgent = (at = '2026-03-12T13:40:00Z') =>
  aFlagged(testing.database, at, { about: [ALFIE], evidence: ['smacked him round the head'] });

test('the queue ends: with nothing to do the page says what was checked and when', async () => {
  const helen = await server.signIn('W-HELEN');

  const { text } = await helen.get('/oversight');

  expect(text).toContain('0 to look at today. 0 done.');
  expect(text).toContain('Nothing is waiting for you.');
  expect(text).toContain('no recording overdue in your teams. Checked at 1:49pm.');
  await expectAccessible(browser, `${server.url}/oversight`, { cookie: helen.cookie() });
});

test('urgent has an owner, a clock and one button; review says why it is here; overdue recordings of the teams follow (CR4.9)', async () => {
  const message = await urgent();
  await aFlagged(testing.database, '2026-03-12T09:40:00Z', {
    direction: 'outbound',
    workerId: 'W-TOM',
    about: [ALFIE],
    severity: 'review',
    category: 'conduct',
    body: 'I won’t tell anyone, it stays between us',
  });
  const late = await aFlagged(testing.database, '2026-03-02T09:40:00Z', {
    about: [MAISIE],
    severity: 'review',
    category: 'complaint',
    counterpart: '+447700900777',
  });
  await recordThem(testing.database, now, message, late);
  const helen = await server.signIn('W-HELEN');

  const { text, html } = await helen.get('/oversight');

  expect(text).toContain('4 to look at today. 0 done.');
  expect(text).toContain('Urgent (1)');
  expect(text).toContain('Alfie Brennan: possible harm');
  expect(text).toContain('“Marcus smacked him round the head sat nite”');
  expect(text).toContain('Owner: you. If nobody acknowledges it by 1:55pm, an alarm is raised');
  expect(text).toContain('Acknowledge by 1:55pm 6 minutes left');
  expect(text).toMatch(/Review \(2\) Complaint .* Written by Tom Adeyemi/);
  expect(text).toContain('Decide by 5pm tomorrow');
  expect(text).toMatch(/Overdue recordings \(1\) Maisie Brennan .* 6 working days late/);
  expect(html).toContain('<span class="ct-count">4</span>');
  await expectAccessible(browser, `${server.url}/oversight`, { cookie: helen.cookie() });
});

test('Acknowledge keeps who had it; the second to press is told of the first', async () => {
  await aWorker(testing.database, 'W-HEAD', { name: 'Sunita Rao', role: 'manager', team: 'Head' });
  await testing.database.prisma.worker.updateMany({
    where: { workerId: 'W-HELEN' },
    data: { managerId: 'W-HEAD' },
  });
  await urgent();
  const [item] = await items(testing.database);
  const [helen, sunita] = [await server.signIn('W-HELEN'), await server.signIn('W-HEAD')];
  expect((await sunita.get('/oversight')).text).toContain(
    'Owner: Helen Marsh. If nobody acknowledges it, it goes to Sunita Rao at 1:55pm.',
  );

  await helen.post(`/oversight/flags/${item?.id}/acknowledge`, {}, { from: '/oversight' });
  const { text } = await helen.get('/oversight');
  await sunita.post(
    `/oversight/flags/${item?.id}/acknowledge`,
    {},
    { from: `/oversight/flags/${item?.id}` },
  );

  expect(text).toContain('Kept. You acknowledged it, and nobody else is asked.');
  expect(text).toContain('Acknowledged by you at 1:49pm. No decision yet.');
  expect(text).toContain('Decide today');
  expect((await sunita.get('/oversight')).text).toContain(
    'Helen Marsh acknowledged it at 1:49pm. You can still read it and decide.',
  );
});

test('managers see their own teams, a manager of managers theirs; what is not theirs is not found', async () => {
  await aWorker(testing.database, 'W-HEAD', { name: 'Sunita Rao', role: 'manager', team: 'Head' });
  await testing.database.prisma.worker.updateMany({
    where: { workerId: 'W-HELEN' },
    data: { managerId: 'W-HEAD' },
  });
  await urgent();
  await aFlagged(testing.database, '2026-03-12T13:40:00Z', {
    about: [STRANGER],
    counterpart: '+447700900777',
    officialNumber: '+447700900099',
  });
  const [alfies] = await items(testing.database);
  const [far, sunita, priya] = [
    await server.signIn('W-FAR'),
    await server.signIn('W-HEAD'),
    await server.signIn('W-PRIYA'),
  ];

  expect((await sunita.get('/oversight')).text).toContain('Alfie Brennan: possible harm');
  const { text } = await far.get('/oversight');
  expect(text).toContain('Noor Haddad');
  expect(text).not.toContain('Alfie');
  expect((await far.get(`/oversight/flags/${alfies?.id}`)).status).toBe(404);
  expect((await priya.get('/oversight')).status).toBe(403);
  expect((await priya.get(`/oversight/flags/${alfies?.id}`)).status).toBe(403);
});

test('what a manager wrote never shows to them nor below them, and reaches whoever is above', async () => {
  await aWorker(testing.database, 'W-HEAD', { name: 'Sunita Rao', role: 'manager', team: 'Head' });
  await aWorker(testing.database, 'W-UNDER', {
    name: 'Ada Low',
    role: 'manager',
    managerId: 'W-HELEN',
  });
  await testing.database.prisma.worker.updateMany({
    where: { workerId: 'W-HELEN' },
    data: { managerId: 'W-HEAD' },
  });
  await aFlagged(testing.database, '2026-03-12T09:40:00Z', {
    direction: 'outbound',
    workerId: 'W-HELEN',
    about: [ALFIE],
    severity: 'review',
    category: 'conduct',
  });
  const [item] = await items(testing.database);

  for (const [who, status] of [
    ['W-HELEN', 404],
    ['W-UNDER', 404],
    ['W-FAR', 404],
    ['W-HEAD', 200],
  ] as const) {
    const client = await server.signIn(who);
    expect((await client.get(`/oversight/flags/${item?.id}`)).status, who).toBe(status);
    const { text } = await client.get('/oversight');
    expect(text.includes('Written by Helen Marsh'), who).toBe(status === 200);
  }
});

test('the page hears of what is new, and of the last minutes of a clock', async () => {
  const helen = await server.signIn('W-HELEN');
  const before = JSON.parse((await helen.get('/oversight/live')).html);

  await urgent('2026-03-12T13:38:30Z');
  const after = JSON.parse((await helen.get('/oversight/live')).html);

  expect(before.words).toBe('what is new');
  expect(after.token).not.toBe(before.token);
  expect(after.words).toBe('what is new: 5 minutes to acknowledge');
});
