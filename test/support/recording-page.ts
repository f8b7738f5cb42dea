// The page of a recording on a real server, for its tests. Every test has a counterpart of its own.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { chronologyPage } from '../../src/web/pages/chronology/index.ts';
import { recordingPage } from '../../src/web/pages/recording/index.ts';
import { recordingsPage } from '../../src/web/pages/recordings/index.ts';
import { ALFIE, recordThem, theBrennans } from './brennans.ts';
import { launchBrowser } from './browser.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { aDecision, aFlag, aMessage } from './records.ts';
import { type Client, startTestServer, type TestServer } from './server.ts';

export const now = new Date('2026-03-12T14:31:00Z');
const nation = 'england-and-wales';
const pages = [recordingPage({ nation }), recordingsPage({ nation }), chronologyPage];

/** A significant event as the form sends it. */
export const event = {
  sig: 'yes',
  'when-day': '7',
  'when-month': '3',
  'when-year': '2026',
  summary: 'Kelly reported that Marcus Cole hit Alfie on the head.',
};

/** Call once at the top of a test file. `world()` is there once its tests run. */
export function recordingWorld() {
  let testing: TestDatabase;
  let server: TestServer;
  let browser: Browser;
  let priya: Client;
  let counter = 100;
  let counterpart = '';

  beforeAll(async () => {
    testing = await createTestDatabase();
    await theBrennans(testing.database);
    server = await startTestServer({ database: testing.database, pages, clock: () => now });
    browser = await launchBrowser();
    priya = await server.signIn('W-PRIYA');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await testing?.drop();
  });
  beforeEach(() => {
    counter += 1;
    counterpart = `+447700900${counter}`;
  });

  return {
    world: () => ({ database: testing.database, server, browser, priya, counterpart }),
    /** Kelly writes on 12 March; the message is decided on and put on the record. */
    async says(body: string, at: string, about = [ALFIE], options: { urgent?: boolean } = {}) {
      const { database } = testing;
      const message = await aMessage(database, `2026-03-12T${at}:00Z`, { counterpart, body });
      await aDecision(database, message, about, { contactId: 'P-KELLY' });
      if (options.urgent) await aFlag(database, message);
      await recordThem(database, now, message);
      return message;
    },
    /** The recording of this test on this child's record. */
    async recordingOf(caseNumber = ALFIE) {
      const found = await testing.database.prisma.contactRecording.findFirstOrThrow({
        where: { caseNumber, counterpart, state: { not: 'joined' } },
        orderBy: { occurredFrom: 'desc' },
      });
      return { ...found, path: `/children/${caseNumber}/recordings/${found.id}` };
    },
    statementsOf: (recordingId: string) =>
      testing.database.prisma.statement.findMany({
        where: { recordingId },
        orderBy: { sequence: 'asc' },
      }),
  };
}
