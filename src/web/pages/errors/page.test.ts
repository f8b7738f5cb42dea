import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { aWorker } from '../../../../test/support/records.ts';
import { samplePage } from '../../../../test/support/sample-page.ts';
import { startTestServer, type TestServer } from '../../../../test/support/server.ts';
import { raiseAlarm } from '../../../alarms/alarm-store.ts';

let browser: Browser;
let testing: TestDatabase;
let server: TestServer;

vi.setConfig({ testTimeout: 120_000 }); // a browser walks every page four times

beforeAll(async () => {
  browser = await launchBrowser();
  testing = await createTestDatabase();
  await aWorker(testing.database, 'W1', { name: 'Priya Nair', managerId: 'W4' });
  await aWorker(testing.database, 'W4', { name: 'Helen Marsh', role: 'manager' });
  await aWorker(testing.database, 'W8', { name: 'Ada Min', role: 'administrator' });
  server = await startTestServer({ database: testing.database, pages: [samplePage()] });
});
afterAll(async () => {
  await server.close();
  await browser.close();
  await testing.drop();
});

test('every error page is usable by everyone', async () => {
  const cookie = (await server.signIn('W1')).cookie();

  await expectAccessible(browser, `${server.url}/nowhere`);
  await expectAccessible(browser, `${server.url}/nowhere`, { cookie });
  await expectAccessible(browser, `${server.url}/audit`, { cookie });
  await expectAccessible(browser, `${server.url}/sample/CT-404`, { cookie });
});

test('a manager and an administrator see an alarm on every page, a worker does not', async () => {
  const words = 'Twilio has refused our credentials since 9:00am. Messages are kept. Run doctor.';
  await raiseAlarm(testing.database.pool, {
    kind: 'credentials-refused',
    subject: 'twilio',
    words,
    at: new Date('2026-03-12T09:00:00Z'),
  });

  const [worker, manager, administrator] = await Promise.all(
    ['W1', 'W4', 'W8'].map((id) => server.signIn(id)),
  );

  expect((await worker?.get('/sample-open'))?.text).not.toContain(words);
  expect((await manager?.get('/sample-open'))?.text).toContain(words);
  expect((await administrator?.get('/alarms'))?.text).toContain(
    'Since Thursday 12 March 2026, 9:00am',
  );
  if (manager) {
    await expectAccessible(browser, `${server.url}/sample-open`, { cookie: manager.cookie() });
    await expectAccessible(browser, `${server.url}/alarms`, { cookie: manager.cookie() });
  }
});
