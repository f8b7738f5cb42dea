// What a manager decided, where the worker and the record meet it.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectAccessible } from '../../test/support/axe.ts';
import { ALFIE, MAISIE, recordThem, theBrennans } from '../../test/support/brennans.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aFlagged, ENGLAND, items } from '../../test/support/escalation.ts';
import { aDecision, type BuiltMessage } from '../../test/support/records.ts';
import { type TestServer, testServer } from '../../test/support/server.ts';
import { createSending } from '../delivery/send.ts';
import { childPage } from '../web/pages/child/index.ts';
import { conversationPage } from '../web/pages/conversation/index.ts';
import { inboxPage } from '../web/pages/inbox/index.ts';
import { recordingPage } from '../web/pages/recording/index.ts';
import { decide } from './decide-store.ts';
import type { Decision } from './item.ts';

const now = new Date('2026-03-12T13:52:00Z');
const REASON = 'Mark seen by school. Disclosure in the mother’s words.';
let testing: TestDatabase;
let server: TestServer;
let browser: Browser;
let message: BuiltMessage;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  testing = await testDatabase();
  const { database } = testing;
  await theBrennans(database);
  message = await aFlagged(database, '2026-03-12T13:40:00Z', { about: [ALFIE] });
  await recordThem(database, now, message);
  const sending = createSending({
    database,
    canSend: () => true,
    namesIn: () => [],
    conductIn: () => [],
    openScope: async () => {},
  });
  const nation = ENGLAND;
  const pages = [
    childPage({ nation }),
    recordingPage({ nation }),
    inboxPage({ nation }),
    conversationPage({ sending, media: { pathOf: () => '' } }),
  ];
  server = await testServer({ database, pages, clock: () => now });
});

async function decided(decision: Decision = 'strategy') {
  const [item] = await items(testing.database);
  const followUp = { words: 'Confirm that it took place', on: '2026-03-13' };
  const given = { itemId: item?.id ?? '', decision, reason: REASON, followUp, seen: 0 };
  await decide(testing.database, { ...given, decidedBy: 'W-HELEN', at: now });
}

async function places() {
  const [recording] = await testing.database.prisma.contactRecording.findMany();
  return [
    `/children/${ALFIE}`,
    `/children/${ALFIE}/recordings/${recording?.id}`,
    `/conversations/${message.conversationId}`,
  ];
}

test('a decision about a child is on the child’s record, and the worker sees it beside the messages', async () => {
  await decided();
  const priya = await server.signIn('W-PRIYA');

  for (const place of await places()) {
    const { text } = await priya.get(place);
    expect(text, place).toMatch(
      /Managers’ decisions Strategy discussion, decided by a manager Mark seen by school/,
    );
    expect(text, place).toContain('To follow up on 13 March 2026: Confirm that it took place');
    expect(text, place).toContain('Helen Marsh, manager, Thursday 12 March 2026, 1:52pm');
  }
  const [, recording] = await places();
  await expectAccessible(browser, server.url + recording, { cookie: priya.cookie() });
});

test('the worker is told in the inbox, once, and says that they have seen it', async () => {
  await decided();
  const [priya, tom] = [await server.signIn('W-PRIYA'), await server.signIn('W-TOM')];

  const before = await priya.get('/inbox');
  expect(before.text).toContain('Decided by a manager (1)');
  expect(before.text).toContain('Strategy discussion:');
  expect(before.text).toContain('About Alfie Brennan. Helen Marsh, today, 1:52pm');
  expect((await tom.get('/inbox')).text).not.toContain('Decided by a manager');
  await expectAccessible(browser, `${server.url}/inbox`, { cookie: priya.cookie() });
  const action = /action="(\/inbox\/decisions\/[^"]+)"/.exec(before.html)?.[1] ?? '';
  await priya.post(action, {}, { from: '/inbox' });

  expect((await priya.get('/inbox')).text).not.toContain('Decided by a manager (');
});

test('a decision goes along when its message is moved to another child, and is not left on the first', async () => {
  await decided();
  await aDecision(testing.database, message, [MAISIE], { by: 'W-PRIYA' });
  await recordThem(testing.database, now, message);
  const priya = await server.signIn('W-PRIYA');

  expect((await priya.get(`/children/${ALFIE}`)).text).not.toContain('Strategy discussion');
  expect((await priya.get(`/children/${MAISIE}`)).text).toContain('Strategy discussion');
});

test('a decision to begin a conduct process stands on no child’s record, and no worker meets it', async () => {
  await decided('conduct');
  const priya = await server.signIn('W-PRIYA');

  for (const place of [...(await places()), '/inbox']) {
    const { text } = await priya.get(place);
    expect(text, place).not.toContain('Conduct process');
    expect(text, place).not.toContain('Decided by a manager');
  }
});
