// New messages appear without reloading where scripts run, and nothing moves under a thumb.
import type { Browser, Page as BrowserPage } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../../test/support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { aWorker } from '../../test/support/records.ts';
import { startTestServer, type TestServer } from '../../test/support/server.ts';
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';

let browser: Browser;
let testing: TestDatabase;
let server: TestServer;
let page: BrowserPage;

beforeAll(async () => {
  browser = await launchBrowser();
  testing = await createTestDatabase();
  await aWorker(testing.database, 'W1', { role: 'administrator' });
  server = await startTestServer({ database: testing.database });
});
afterAll(async () => {
  await server.close();
  await browser.close();
  await testing.drop();
});

beforeEach(async () => {
  await clearAlarm(testing.database.pool, 'send-stuck', 'second', new Date());
  await arrives('first');
  const context = await browser.newContext();
  await context.addCookies([(await server.signIn('W1')).cookie()]);
  page = await context.newPage();
  await page.clock.install(); // so that five seconds pass at once
});
afterEach(() => page.context().close());

const status = () => page.getByRole('status').innerText();
const shown = () => page.locator('#alarms').innerText();

function arrives(words: string): Promise<void> {
  return raiseAlarm(testing.database.pool, {
    kind: 'send-stuck',
    subject: words,
    words,
    at: new Date(),
  });
}

/** The same page in the mode of a conversation, with something in it to stand on. */
async function asConversation(): Promise<void> {
  await page.route('**/alarms', async (route) => {
    const response = await route.fetch();
    const body = (await response.text())
      .replace('data-live-mode="offer"', 'data-live-mode="append"')
      .replace('id="alarms">', 'id="alarms"><a href="#x">here</a>');
    await route.fulfill({ response, body });
  });
}

async function fiveSeconds(): Promise<void> {
  const asked = page.waitForResponse('**/alarms/live*');
  await page.clock.runFor(5_100);
  await asked;
}

test('an arrival in a list is offered, and shown when the person says so', async () => {
  await page.goto(`${server.url}/alarms`);
  await arrives('second');

  await fiveSeconds();
  await expect.poll(status).toBe('Show 1 new alarm');
  expect(await shown()).not.toContain('second');
  await page.getByRole('link', { name: 'Show 1 new alarm' }).click();

  await expect.poll(shown).toContain('second');
  expect(await status()).toBe('');
});

test('an arrival at the end of a conversation appears by itself, and is announced', async () => {
  await asConversation();
  await page.goto(`${server.url}/alarms`);
  await arrives('second');

  await fiveSeconds();

  await expect.poll(shown).toContain('second');
  expect(await status()).toBe('1 new alarm');
});

test('nothing is replaced under somebody who stands in it with the keyboard', async () => {
  await asConversation();
  await page.goto(`${server.url}/alarms`);
  await page.locator('#alarms a').focus();
  await arrives('second');

  await fiveSeconds();

  await expect.poll(status).toBe('Show 1 new alarm');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('here');
});

test('when nothing has come, nothing is said', async () => {
  await page.goto(`${server.url}/alarms`);

  await fiveSeconds();

  expect(await status()).toBe('');
});
