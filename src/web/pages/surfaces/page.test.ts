import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aWorker } from '../../../../test/support/records.ts';
import { type Client, type TestServer, testServer } from '../../../../test/support/server.ts';
import { listSettings } from '../../../surfaces/setting-store.ts';
import { surfacesPage } from './index.ts';

const PATH = '/settings/surfaces';
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
  await aWorker(testing.database, 'W-PRIYA', { name: 'Priya Nair' });
  server = await testServer({ database: testing.database, pages: [surfacesPage] });
  admin = await server.signIn('W-ADMIN');
});

const entered = { surface: 'slack', team: 'North', channelId: 'C0123', words: 'nobody' };

test('an administrator sets a team’s channel and what prompts show; the change is audited', async () => {
  expect((await admin.get(PATH)).text).toContain('North');
  await admin.post(PATH, entered);
  await admin.post(PATH, { ...entered, channelId: '' });

  const settings = await listSettings(testing.database.pool, 'slack');
  expect(settings.get('North')).toMatchObject({ channelId: null, words: 'nobody' });
  const { rows } = await testing.database.pool.query(
    `SELECT actor, subject_id AS subject FROM audit_event WHERE action = 'save-surface-setting'`,
  );
  expect(rows).toEqual([
    { actor: 'W-ADMIN', subject: 'slack:North' },
    { actor: 'W-ADMIN', subject: 'slack:North' },
  ]);
  await expectAccessible(browser, server.url + PATH, { cookie: admin.cookie() });
});

test('a channel that cannot be one is refused at its field, and a team that nobody is in is not there', async () => {
  const { status, text } = await admin.post(PATH, { ...entered, channelId: 'two words' });
  expect(status).toBe(422);
  expect(text).toContain('The channel ID must have no spaces');
  expect((await admin.post(PATH, { ...entered, team: 'Elsewhere' })).status).toBe(404);
  expect((await listSettings(testing.database.pool, 'slack')).size).toBe(0);
});

test('nobody else may see or set it', async () => {
  const worker = await server.signIn('W-PRIYA');
  expect((await worker.get(PATH)).status).toBe(403);
  expect((await worker.post(PATH, entered)).status).toBe(403);
});
