import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { aChild, aContact, aMessage, aWorker } from '../../../../test/support/records.ts';
import { samplePage } from '../../../../test/support/sample-page.ts';
import { testServer } from '../../../../test/support/server.ts';

let browser: Browser;
let testing: TestDatabase;

vi.setConfig({ testTimeout: 120_000 }); // a browser walks every page four times

beforeAll(async () => {
  browser = await launchBrowser();
  testing = await createTestDatabase();
});
afterAll(async () => {
  await browser.close();
  await testing.drop();
});

describe('in the demonstration the person is the button', () => {
  test('before anybody is imported the page says what to do', async () => {
    const server = await testServer({ database: testing.database });

    expect((await server.visit().get('/sign-in')).text).toContain('Import people, then reload');
    await expectAccessible(browser, `${server.url}/sign-in`);
  });

  test('every worker in post is there, imported ones too, with what they will find', async () => {
    const { database } = testing;
    await aWorker(database, 'W1', { name: 'Priya Nair', team: 'North team' });
    await aWorker(database, 'W4', { name: 'Helen Marsh', role: 'manager' });
    await aWorker(database, 'W5', { name: 'Idris Vaughan', role: 'information-governance' });
    await aWorker(database, 'W6', { name: 'Ana Costa', role: 'auditor' });
    await aWorker(database, 'W7', { name: 'Left Already', validTo: '2021-01-01' });
    await aChild(database, 'CT-1', { lead: 'W1' });
    await aContact(database, 'K1', { address: '+447700900142', caseNumbers: ['CT-1'] });
    const { conversationId } = await aMessage(database, '2026-03-12T09:00:00Z');
    await database.pool.query(
      `INSERT INTO open_question (id, conversation_id, official_number, channel, counterpart,
         case_numbers, asked_at, last_at, message_count)
       VALUES (gen_random_uuid(), $1, '+447700900010', 'sms', '+447700900142', '{CT-1}', now(), now(), 1)`,
      [conversationId],
    );
    const server = await testServer({ database });

    const { text } = await server.visit().get('/sign-in');

    expect(text).toContain(
      'Priya Nair Social worker, North team 1 thing waiting Sign in as Priya Nair',
    );
    expect(text).toContain('Helen Marsh Manager, North team');
    expect(text).toContain('Ana Costa Auditor Who looked at what. No message text');
    expect(text).not.toContain('Left Already');
    await expectAccessible(browser, `${server.url}/sign-in`);
  });

  test('one press anywhere on the row signs in, without scripts too', async () => {
    const server = await testServer({ database: testing.database, pages: [samplePage()] });
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();

    await page.goto(`${server.url}/sample-open`);
    expect(await page.title()).toBe('Nobody – Casethread');
    await page.goto(`${server.url}/sign-in?to=/sample-open`);
    const name = await page.getByRole('heading', { name: 'Priya Nair' }).boundingBox();
    await page.mouse.click(name?.x ?? 0, (name?.y ?? 0) + 5);

    await expect.poll(() => page.title()).toBe('Priya Nair – Casethread');
    await context.close();
  });

  test('choosing nobody, or somebody who left meanwhile, is said in words', async () => {
    const visitor = (await testServer({ database: testing.database })).visit();

    expect((await visitor.post('/sign-in', {})).text).toContain('Choose who to be');
    expect((await visitor.post('/sign-in', { worker: 'W7' })).text).toContain('not in post today');
  });

  test('of many people 25 are shown, and a name or team finds the rest', async () => {
    for (let n = 10; n < 50; n += 1) {
      await aWorker(testing.database, `X${n}`, {
        name: `Person ${n}`,
        team: n > 47 ? 'Harbour' : 'South',
      });
    }
    const server = await testServer({ database: testing.database });
    const visitor = server.visit();

    const first = await visitor.get('/sign-in');
    const found = await visitor.get('/sign-in?find=harb');

    expect(first.text).toContain('Showing 25 of 44. Show more people');
    expect((await visitor.get('/sign-in?page=2')).text).toContain('Sign in as Ana Costa');
    expect(found.html.match(/name="worker"/g)).toHaveLength(2);
    expect((await visitor.get('/sign-in?find=zzz')).text).toContain('Nobody has this name');
    await expectAccessible(browser, `${server.url}/sign-in?find=harb`);
  });
});

test('in production the page with its one button is usable by everyone', async () => {
  const server = await testServer({
    database: testing.database,
    mode: 'production',
    signIn: { kind: 'oidc', issuer: 'http://127.0.0.1:9', clientId: 'x', clientSecret: 'y' },
  });

  await expectAccessible(browser, `${server.url}/sign-in`);
  await expectAccessible(browser, `${server.url}/sign-in/start`);
});
