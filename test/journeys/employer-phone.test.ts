// The whole product with a phone that the authority issued: registered, linked by its code, read,
// released. WhatsApp's page is a stand-in; everything else is real.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { versionFolderOf } from '../../src/devices/folders.ts';
import { freePort } from '../../src/free-port.ts';
import { pinStubPage } from '../fakes/whatsapp-web/stub-page.ts';
import { launchBrowser } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { bodiesOf, dataFolder, FRIEND, MUM, MUM_NUMBER, OWN_ID } from '../support/phones.ts';
import { aWorker } from '../support/records.ts';
import { startProcess } from '../support/start-process.ts';

const PATIENT = { timeout: 90_000, interval: 200 };

/** Some seconds after its code is shown the phone scans it; then people write. */
const STORY = `
  setTimeout(() => phone.scan(), 6000);
  phone.onListening = () => setTimeout(() => {
    phone.message({ chat: '${FRIEND}', key: '1', body: 'PRIVATE-WORDS', notifyName: 'PRIVATE-NAME' });
    phone.message({ chat: '${MUM}', key: '2', body: 'Theo will not go to school' });
    phone.message({ chat: '${MUM}', fromMe: true, key: '3', body: 'I will ring you at ten' });
  }, 5000);`;

async function registerPhone(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Phones' }).click();
  await page.getByRole('button', { name: 'Register a phone' }).click();
  await page.getByLabel('Phone number').fill('07700 900100');
  await page.getByLabel('Name for the phone').fill('North duty phone');
  await page.getByLabel('Team that answers for it').selectOption('North');
  await page.getByLabel('Who approved that it is read').selectOption('Helen Marsh, North');
  await page.getByLabel('When it was approved').fill('1/3/2026');
  await page.getByLabel('Reference of the data protection').fill('DPIA-2026-014');
  await page.getByLabel('The authority issued this phone').check();
  await page.getByLabel('Whoever holds it knows').check();
  await page.getByRole('button', { name: 'Register this phone' }).click();
}

test('a phone is registered, linked by its code, read and released, and what is private is nowhere', {
  timeout: 180_000,
}, async () => {
  const { database, ownerUrl, url } = await testDatabase();
  const dataDir = await dataFolder();
  await pinStubPage(versionFolderOf(dataDir), OWN_ID, STORY);
  await aWorker(database, 'R', { name: 'Ruth Pemberton', role: 'administrator' });
  await aWorker(database, 'H', { name: 'Helen Marsh', role: 'manager', team: 'North' });
  await database.pool.query(`INSERT INTO contact VALUES ('K1', 'Kelly Brennan')`);
  await database.pool.query(
    `INSERT INTO contact_identifier VALUES ('K1', 'whatsapp', $1, true, '2020-01-01', NULL)`,
    [MUM_NUMBER],
  );
  const started = await startProcess({
    dataDir,
    port: await freePort(),
    env: {
      DATABASE_URL: ownerUrl,
      DATABASE_APP_URL: url,
      WHATSAPP_DEVICE_CAPTURE: 'on',
      LOG_LEVEL: 'trace',
    },
  });
  onTestFinished(() => started.stop());
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ baseURL: started.url });
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in as Ruth Pemberton', exact: true }).click();
  await registerPhone(page);
  expect(await page.getByText('Helen Marsh, 1 March 2026').count()).toBe(1);

  await page.getByRole('button', { name: 'Link this phone' }).click();

  // The code appears by itself, and is gone once the phone is linked.
  await page.getByRole('img', { name: 'Code to scan' }).waitFor({ timeout: 60_000 });
  await page.getByText('Being read', { exact: true }).waitFor({ timeout: 60_000 });
  await vi.waitFor(async () => {
    expect(await bodiesOf(database)).toEqual([
      'Theo will not go to school',
      'I will ring you at ten',
    ]);
  }, PATIENT);
  // The stages of the main process take what the other one kept.
  await vi.waitFor(async () => {
    const { rows } = await database.pool.query('SELECT state FROM current_attribution');
    expect(rows).toHaveLength(2);
  }, PATIENT);
  for (const trace of ['PRIVATE', FRIEND, '447700900299', 'Theo', '447700900201']) {
    expect(started.printed()).not.toContain(trace);
  }

  await page.getByLabel('Reason').fill('The post has ended');
  await page.getByRole('button', { name: 'End the registration' }).click();

  await vi.waitFor(
    () => expect(readdirSync(join(dataDir, 'devices'))).toEqual(['whatsapp-web']),
    PATIENT,
  );
});
