import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aQuestion, aSend, onRecord } from '../../../../test/support/questions.ts';
import {
  aChild,
  aContact,
  anAllocation,
  aWorker,
  OFFICIAL,
} from '../../../../test/support/records.ts';
import { CONVERSATION, theBrennans } from '../../../../test/support/sending.ts';
import { type Client, type TestServer, testServer } from '../../../../test/support/server.ts';
import { inboxPage } from './index.ts';

const NOW = new Date('2026-03-12T15:05:00Z');
const UNKNOWN = '+447700900377';

let browser: Browser;
let testing: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  testing = await testDatabase();
  await theBrennans(testing.database);
  const { database } = testing;
  server = await testServer({
    database,
    clock: () => NOW,
    pages: [inboxPage({ nation: 'england-and-wales' })],
  });
});

const inboxOf = async (workerId: string) => (await server.signIn(workerId)).get('/inbox');

const smacked = () =>
  onRecord(testing.database, ['CT-1'], 'K', [
    {
      at: '2026-03-12T13:40:00Z',
      changes: { body: 'Marcus smacked him round the head sat nite' },
      flag: 'smacked him round the head',
    },
  ]);

const bear = (changes: Parameters<typeof aQuestion>[2] = {}) =>
  aQuestion(
    testing.database,
    [
      { at: '2026-03-12T14:51:00Z', changes: { body: 'Bear been sick again n wont go school' } },
      { at: '2026-03-12T14:52:00Z', changes: { body: 'school rang me AGAIN. can u call x' } },
    ],
    { caseNumbers: ['CT-1', 'CT-2'], contactId: 'K', ...changes },
  );

const gaz = (changes: Parameters<typeof aQuestion>[2] = {}, officialNumber = OFFICIAL) =>
  aQuestion(
    testing.database,
    [
      {
        at: '2026-03-12T11:06:00Z',
        changes: { body: 'hi its gaz new number', counterpart: UNKNOWN, officialNumber },
      },
    ],
    changes,
  );

describe('a worker’s inbox', () => {
  test('has what is urgent, then which child, then what needs context, then what was not delivered', async () => {
    await smacked();
    await bear();
    await onRecord(testing.database, ['CT-2'], 'K', [
      { at: '2026-03-11T08:47:00Z' },
      { at: '2026-03-11T09:15:00Z' },
    ]);
    await aSend(testing.database, CONVERSATION);

    const { text } = await inboxOf('P');

    expect(text).toContain('4 things are waiting for you. Next due: tomorrow, 1:40pm');
    const order = ['Urgent (1)', 'Which child? (1)', 'Needs context (1)', 'Not delivered (1)'];
    const places = order.map((heading) => text.indexOf(heading));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(text).toContain('May be about harm: “smacked him round the head”');
    expect(text).toContain('Due tomorrow, 1:40pm');
    expect(text).toContain(
      'Mother. 2 texts, today, 2:51pm to 2:52pm “Bear been sick again n wont go school” Alfie or Maisie?',
    );
    expect(text).toContain('2 texts with Kelly Brennan, mother. Yesterday, 8:47am to 9:15am');
    expect(text).toContain("This number can't receive texts.");
  });

  test('is empty when nothing waits, and says what was checked and when', async () => {
    const { text } = await inboxOf('P');

    expect(text).toContain('Nothing is waiting for you.');
    expect(text).toContain('Checked at 3:05pm.');
  });

  test('counts in the navigation only what a person can finish', async () => {
    await bear();
    await aSend(testing.database, CONVERSATION, { state: 'delivered' });
    await aSend(testing.database, CONVERSATION, { state: 'seen-failed' });

    expect((await inboxOf('P')).text).toContain('Inbox 1 waiting');
  });

  test('shows nobody else’s work, and never names a child whom the worker may not see', async () => {
    await aWorker(testing.database, 'T', { name: 'Tom Adeyemi', managerId: 'H' });
    await aChild(testing.database, 'CT-3', { name: 'Jayden Brennan-Cole', lead: 'T' });
    await smacked();
    await bear({ caseNumbers: ['CT-1', 'CT-3'] });

    const { text } = await inboxOf('T');

    expect(text).toContain('1 thing is waiting for you.');
    expect(text).toContain('Jayden or 1 child you cannot see?');
    expect(text).not.toContain('Alfie');
  });

  test('a question about a phone that two people share names both', async () => {
    const { database } = testing;
    await aContact(database, 'S', { name: 'Doreen Brennan', address: UNKNOWN });
    await aContact(database, 'T', { name: 'Ada Brennan', address: UNKNOWN });
    await aQuestion(
      database,
      [{ at: '2026-03-12T14:51:00Z', changes: { body: 'she is poorly', counterpart: UNKNOWN } }],
      { caseNumbers: ['CT-1', 'CT-2'] },
    );

    const { text } = await inboxOf('P');

    expect(text).toContain('Ada Brennan or Doreen Brennan 1 text, today, 2:51pm');
    expect(text).not.toContain('Unknown number');
  });

  test('a message that was not delivered leaves the inbox when its writer has seen it', async () => {
    const intentId = await aSend(testing.database, CONVERSATION);
    const client = await server.signIn('P');
    const seen = `/inbox/not-delivered/${intentId}/seen`;

    const answer = await client.post(seen, {}, { from: '/inbox' });

    expect(answer).toMatchObject({ status: 303, location: '/inbox' });
    expect((await client.get('/inbox')).text).toContain('Nothing is waiting for you.');
    const audit = await testing.database.prisma.auditEvent.findMany({
      where: { action: 'seen-not-delivered' },
    });
    expect(audit).toMatchObject([{ actor: 'P', subjectId: intentId }]);
  });

  test('a message that waits to be sent for too long is there, with what to do', async () => {
    await aSend(testing.database, CONVERSATION, { state: 'attempted', at: '2026-03-12T14:50:00Z' });
    await aSend(testing.database, CONVERSATION, { state: 'waiting', at: '2026-03-12T15:04:00Z' });

    const { text } = await inboxOf('P');

    expect(text).toContain('Not delivered (1)');
    expect(text).toContain('If it cannot wait, ring Kelly.');
  });

  test('shows 25 of a group at a time', async () => {
    for (let minute = 0; minute < 30; minute += 1) {
      await aSend(testing.database, CONVERSATION, {
        at: `2026-03-12T10:${String(minute).padStart(2, '0')}:00Z`,
      });
    }
    const client = await server.signIn('P');

    const { text, html } = await client.get('/inbox');

    expect(text).toContain('Showing 25 of 30. Show more messages that were not delivered');
    const href = /href="(\/inbox\?[^"]+failures=50[^"]*)"/.exec(html)?.[1] ?? '';
    const next = await client.get(href.replaceAll('&amp;', '&'));
    expect(next.html.match(/class="ct-item"/g)).toHaveLength(30);
  });
});

describe('a manager’s inbox', () => {
  test('a message from an unknown number reaches the managers of the number’s team, and no worker', async () => {
    await aWorker(testing.database, 'S', { name: 'Sue South', role: 'manager', team: 'South' });
    await gaz();

    expect((await inboxOf('H')).text).toContain('Unknown number 07700 900377');
    expect((await inboxOf('H')).text).toContain('1 text to the North team line, today, 11:06am');
    expect((await inboxOf('P')).text).toContain('Nothing is waiting for you.');
    expect((await inboxOf('S')).text).toContain('Nothing is waiting for you.');
  });

  test('an unknown number that texts a worker’s own number reaches that worker and the managers of the team', async () => {
    await aWorker(testing.database, 'S', { name: 'Sue South', role: 'manager', team: 'South' });
    await testing.database.prisma.officialNumber.updateMany({ data: { workerId: 'P' } });
    await gaz();

    for (const who of ['P', 'H']) {
      expect((await inboxOf(who)).text).toContain('Unknown number 07700 900377');
    }
    expect((await inboxOf('S')).text).toContain('Nothing is waiting for you.');
  });

  test('a message to a number that is not ours reaches every manager', async () => {
    await aWorker(testing.database, 'S', { name: 'Sue South', role: 'manager', team: 'South' });
    await gaz({}, '+447700900099');

    for (const manager of ['H', 'S']) {
      expect((await inboxOf(manager)).text).toContain('to the 07700 900099, which is not ours');
    }
  });

  test('what a worker passed on is the manager’s, and no longer the worker’s', async () => {
    await bear({ forManagerWhy: 'Priya Nair does not know.' });

    expect((await inboxOf('H')).text).toContain('Priya Nair does not know.');
    expect((await inboxOf('P')).text).toContain('Nothing is waiting for you.');
  });

  test('what a worker who left held is the manager’s', async () => {
    await smacked();
    await bear();
    await aSend(testing.database, CONVERSATION);
    await testing.database.prisma.worker.updateMany({
      where: { workerId: 'P' },
      data: { validTo: new Date('2026-03-11') },
    });

    const { text } = await inboxOf('H');

    expect(text).toContain('3 things are waiting for you.');
    expect(text).toContain('Priya Nair was asked.');
    expect(text).toContain('Priya Nair wrote it.');
  });

  test('when a child passes to another worker, so does what waits on the record', async () => {
    await smacked();
    await aWorker(testing.database, 'T', { name: 'Tom Adeyemi', managerId: 'H' });
    await testing.database.prisma.allocation.updateMany({
      where: { caseNumber: 'CT-1' },
      data: { validTo: new Date('2026-03-11') },
    });
    await anAllocation(testing.database, 'T', 'CT-1', { from: '2026-03-12' });

    expect((await inboxOf('T')).text).toContain('Alfie Brennan');
    expect((await inboxOf('P')).text).toContain('Nothing is waiting for you.');
    expect((await inboxOf('H')).text).toContain('Nothing is waiting for you.');
  });

  test('a manager does not have what their workers can finish', async () => {
    await smacked();
    await bear();

    expect((await inboxOf('H')).text).toContain('Nothing is waiting for you.');
  });
});

test('people with other roles have no inbox', async () => {
  await aWorker(testing.database, 'A', { role: 'auditor' });

  expect((await inboxOf('A')).status).toBe(403);
});

test('every view of the inbox is audited', async () => {
  await inboxOf('P');

  const audit = await testing.database.prisma.auditEvent.findMany({ where: { action: 'view' } });
  expect(audit).toMatchObject([{ actor: 'P', subjectKind: 'inbox' }]);
});

test('new arrivals are announced: the token changes when something came, and says nothing else', async () => {
  const client: Client = await server.signIn('P');
  const before = await client.get('/inbox/live');
  const same = await client.get('/inbox/live');
  await bear();
  const after = await client.get('/inbox/live');

  expect(same.html).toBe(before.html);
  expect(after.html).not.toBe(before.html);
  expect(after.html).not.toContain('Bear');
});

test('everyone can use it, full and empty', { timeout: 120_000 }, async () => {
  const client = await server.signIn('P');
  await expectAccessible(browser, `${server.url}/inbox`, { cookie: client.cookie() });
  await aContact(testing.database, 'G', { name: 'Gareth Pugh', relationship: 'father' });
  await smacked();
  await bear();
  await onRecord(testing.database, ['CT-9'], null, [{ at: '2026-03-03T08:47:00Z' }]);
  await aSend(testing.database, CONVERSATION);
  await expectAccessible(browser, `${server.url}/inbox`, { cookie: client.cookie() });
});
