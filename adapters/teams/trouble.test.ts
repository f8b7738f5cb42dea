// Microsoft, the database and people at their worst: nothing is lost, nobody is told what is not so.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { APP_ID, TENANT } from '../../test/fakes/teams/server.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { databaseRoad } from '../../test/support/database-road.ts';
import { aChild, aWorker } from '../../test/support/records.ts';
import { SARAH_IN_TEAMS, teamsFixture, teamsRoad } from '../../test/support/teams.ts';

let testing: TestDatabase;
let now = new Date('2026-03-12T13:30:00Z');
const clock = () => now;

beforeAll(async () => {
  testing = await createTestDatabase();
  await aWorker(testing.database, 'W1', { name: 'Sarah Jones', teamsUserId: SARAH_IN_TEAMS });
  await aChild(testing.database, 'C1', { name: 'Osian Brennan', lead: 'W1' });
});
afterAll(() => testing.drop());

const groupChat = (id: string) => ({ id, conversationType: 'groupChat', tenantId: TENANT });

test('without a database Teams is never told that anything was kept, and its next try is', {
  timeout: 60_000,
}, async () => {
  const way = await databaseRoad(testing.url);
  const database = openDatabase(way.url, { connections: 4 });
  const teams = await teamsRoad({ database, clock, giveUpAfterMs: 4_000 });
  const conversation = groupChat('19:away@thread.v2');
  expect((await teams.activity('record', { conversation })).status).toBe(200);

  way.block();
  const [message, command] = await Promise.all([
    teams.activity('message', { conversation }),
    teams.activity('record', { conversation: groupChat('19:away-too@thread.v2') }),
  ]);
  way.open();
  const retried = await teams.activity('message', { conversation });

  expect([message.status, command.status, retried.status]).toEqual([503, 503, 200]);
  expect(
    await testing.database.prisma.message.count({ where: { counterpart: conversation.id } }),
  ).toBe(1);
  await database.close();
  await way.close();
});

describe('the notice to everybody in a chat', () => {
  test.each([
    ['the token endpoint is down', `/${TENANT}/oauth2`, 503, {}],
    ['Teams asks for a pause', '/v3/conversations', 429, { 'retry-after': '30' }],
    ['Teams is down', '/v3/conversations', 502, {}],
  ])('is posted later while %s, once', async (what, path, status, headers) => {
    now = new Date('2026-03-12T13:30:00Z');
    const teams = await teamsRoad({ database: testing.database, clock });
    const conversation = groupChat(`19:${what.replaceAll(' ', '-')}@thread.v2`);
    teams.fake.failures.push({ path, status, headers, times: 99 });
    expect((await teams.activity('record', { conversation })).status).toBe(200);
    const notices = () =>
      teams.fake.said.filter(
        ({ conversationId, activity }) =>
          conversationId === conversation.id && String(activity.text).includes('children’s'),
      );

    await teams.settle();
    expect(notices()).toHaveLength(0);
    teams.fake.failures.length = 0;
    now = new Date(now.getTime() + 10_000);
    await teams.settle();
    const within10s = notices().length;
    now = new Date(now.getTime() + 60_000);
    await teams.settle();
    await teams.settle();

    expect(notices()).toHaveLength(1);
    // A pause that was asked for is kept.
    expect(within10s).toBe(status === 429 ? 0 : 1);
  });
});

describe('what is too much or makes no sense', () => {
  test('bytes beyond a megabyte are refused; half a megabyte in one message is kept whole', async () => {
    const teams = await teamsRoad({ database: testing.database, clock });
    const conversation = groupChat('19:large@thread.v2');
    await teams.activity('record', { conversation });

    const refused = await teams.activity('message', { conversation, text: 'x'.repeat(1_000_001) });
    const kept = await teams.activity('message', {
      conversation,
      text: 'x'.repeat(500_000),
      attachments: [],
    });

    expect([refused.status, kept.status]).toEqual([413, 200]);
    const [message] = await testing.database.prisma.message.findMany({
      where: { counterpart: conversation.id },
    });
    expect(message?.body).toHaveLength(500_000);
  });

  test.each([
    ['no object', '[]', 200],
    ['no conversation', { conversation: undefined }, 200],
    ['numbers for words', { text: 5, attachments: 'x' }, 200],
    ['an invoke that nobody knows', { type: 'invoke', name: 'signin/verifyState' }, 501],
  ])('an activity with %s is answered, never with 500', async (_what, given, status) => {
    const teams = await teamsRoad({ database: testing.database, clock });
    const answer =
      typeof given === 'string'
        ? await teams.post(given)
        : await teams.post(
            JSON.stringify({ ...teamsFixture('message', `${teams.fake.url}/`), ...given }),
          );

    expect(answer.status).toBe(status);
  });
});

test.each([
  ['a chat that is not recorded is forgotten', '19:not-recorded@thread.v2', 0],
  ['a recorded chat is kept raw', '19:broken@thread.v2', 1],
])('an activity that is not as it should be, from %s', async (_what, id, count) => {
  const { database } = testing;
  const teams = await teamsRoad({ database, clock });
  await teams.activity('record', { conversation: groupChat('19:broken@thread.v2') });
  const before = await database.prisma.delivery.count();

  const broken = { conversation: groupChat(id), attachments: 'not a list' };
  expect((await teams.activity('message', broken)).status).toBe(200);

  expect((await database.prisma.delivery.count()) - before).toBe(count);
});

test('a bad token prints nothing, whatever is wrong with it', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
  const teams = await teamsRoad({ database: testing.database, clock });
  const sign = (options: Parameters<typeof teams.fake.issuer.sign>[2]) =>
    `Bearer ${teams.fake.issuer.sign(APP_ID, `${teams.fake.url}/`, options)}`;
  const body = JSON.stringify(teamsFixture('message', `${teams.fake.url}/`));

  for (const token of [sign({ key: 'other' }), sign({ claims: { exp: 1_000 } })]) {
    expect((await teams.post(body, token)).status).toBe(401);
  }

  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});
