import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { ALFIE, MAISIE, recordThem, theBrennans } from '../../../../test/support/brennans.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { aDecision, aMessage } from '../../../../test/support/records.ts';
import { type Client, startTestServer, type TestServer } from '../../../../test/support/server.ts';
import { chronologyPage } from './index.ts';

const now = new Date('2026-03-12T14:31:00Z');
const path = `/children/${ALFIE}/chronology`;
let testing: TestDatabase;
let server: TestServer;
let browser: Browser;
let priya: Client;
let recordingId = '';

beforeAll(async () => {
  testing = await createTestDatabase();
  const { database } = testing;
  await theBrennans(database);
  const message = await aMessage(database, '2026-03-12T13:40:00Z', {
    body: 'not for the chronology',
  });
  await aDecision(database, message, [ALFIE]);
  await recordThem(database, now, message);
  recordingId = (await database.prisma.contactRecording.findFirstOrThrow()).id;
  server = await startTestServer({ database, pages: [chronologyPage], clock: () => now });
  browser = await launchBrowser();
  priya = await server.signIn('W-PRIYA');
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await testing?.drop();
});

const happened = (day: string, wording: string) =>
  testing.database.prisma.significantEvent.create({
    data: {
      id: randomUUID(),
      recordingId,
      caseNumber: ALFIE,
      occurredOn: new Date(`${day}T00:00:00Z`),
      wording,
      author: 'W-PRIYA',
      at: now,
    },
  });

test('an empty chronology says how an event comes to stand there', async () => {
  const empty = `/children/${MAISIE}/chronology`;

  expect((await priya.get(empty)).text).toContain(
    'No significant events yet. Mark one when you complete a recording.',
  );
  await expectAccessible(browser, server.url + empty, { cookie: priya.cookie() });
});

test('the chronology is never a dump of messages: the date it happened leads, back to its source (CR4.3b)', async () => {
  await happened('2025-11-14', 'Kelly and the children moved to Larch Street.');
  await happened('2026-03-12', 'Kelly asked for help.');
  await happened('2026-03-07', '=HYPERLINK("x") was said.');

  const { text, html } = await priya.get(path);

  expect(text).toContain('3 significant events, newest first.');
  expect(text).toMatch(/2026 Thursday 12 March 2026 Kelly asked .* 2025 Friday 14 November 2025/);
  expect(text).toContain('Kelly asked for help. Written by Priya Nair, social worker.');
  expect(text).toContain('We were told on 12 March 2026. Written by Priya Nair');
  expect(text).not.toContain('not for the chronology');
  expect(html).toContain(`href="/children/${ALFIE}/recordings/${recordingId}"`);
  await expectAccessible(browser, server.url + path, { cookie: priya.cookie() });
});

test('a copy is marked, runs no formula, and is audited (CR5.3)', async () => {
  const { html: csv, headers } = await priya.get(`${path}/spreadsheet`);

  expect(headers.get('content-disposition')).toContain(
    `attachment; filename=chronology-${ALFIE}.csv`,
  );
  const [heading, first] = csv.replace('\uFEFF', '').split('\n');
  expect(heading).toContain('marking,caseNumber,name,dateOfBirth,occurredAt,summary');
  expect(first).toContain(`OFFICIAL-SENSITIVE,${ALFIE},Alfie Brennan,2016-05-04,2025-11-14`);
  expect(csv).toContain(`"'=HYPERLINK(""x"") was said."`);
  expect(
    await testing.database.prisma.auditEvent.count({
      where: { actor: 'W-PRIYA', action: 'export', caseNumbers: { has: ALFIE } },
    }),
  ).toBe(1);
});

test('25 events a page, and the earlier ones behind a link', async () => {
  for (let day = 1; day <= 24; day += 1) {
    await happened(`2024-01-${String(day).padStart(2, '0')}`, `Event of day ${day}.`);
  }

  const first = await priya.get(path);
  const more = /href="([^"]+\?before=[^"]+)"/.exec(first.html)?.[1] ?? '';
  const second = await priya.get(more);

  expect(first.text).toContain('27 significant events');
  expect(first.text).not.toContain('Event of day 2.');
  expect(second.text).toContain('Event of day 2.');
  expect(second.text).not.toContain('Show earlier events');
});
