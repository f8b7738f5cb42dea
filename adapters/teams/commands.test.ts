import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APP_ID, TENANT } from '../../test/fakes/teams/server.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { aChild, aWorker } from '../../test/support/records.ts';
import { type Json, SARAH_IN_TEAMS, teamsRoad } from '../../test/support/teams.ts';

let testing: TestDatabase;
const clock = () => new Date('2026-03-12T13:30:00Z');

beforeAll(async () => {
  testing = await createTestDatabase();
  const { database } = testing;
  await aWorker(database, 'W1', { name: 'Sarah Jones', teamsUserId: SARAH_IN_TEAMS });
  await aChild(database, 'C1', { name: 'Osian Brennan', lead: 'W1' });
  await aChild(database, 'C9', { name: 'Not Hers' });
});
afterAll(() => testing.drop());

let conversations = 0;
const sarah = { id: '29:1sarah', aadObjectId: SARAH_IN_TEAMS };

/** A chat that nobody has had recorded. */
async function aChat() {
  const { database } = testing;
  const teams = await teamsRoad({ database, clock });
  conversations += 1;
  const counterpart = `19:commands-${conversations}@thread.v2`;
  const conversation = { id: counterpart, conversationType: 'groupChat', tenantId: TENANT };
  let place = 1_773_322_800_000;
  const here = (name: string, changes: Json = {}) => {
    place += 1_000;
    return teams.activity(name, { conversation, id: String(place), ...changes });
  };
  const bodies = async () => {
    const kept = await database.prisma.message.findMany({
      where: { counterpart },
      orderBy: { sequence: 'asc' },
    });
    return kept.map(({ body }) => body);
  };
  const isNoted = async () =>
    (await database.prisma.chatReference.count({ where: { conversationId: counterpart } })) > 0;
  return { ...teams, counterpart, conversation, here, bodies, isNoted };
}

describe('words to Casethread in a recorded chat', () => {
  test('by somebody who may not give commands are kept as what they are: something said', async () => {
    const { here, bodies } = await aChat();
    await here('record');

    await here('record', { text: '<at>Casethread</at> stop', from: { id: '29:1kelly' } });
    await here('record', { text: '<at>Casethread</at> record Megan', from: { id: '29:1kelly' } });
    await here('message');

    expect(await bodies()).toEqual([
      'Casethread stop',
      'Casethread record Megan',
      'Bear been sick again n wont go school today',
    ]);
  });

  test('that only begin like a command are a message', async () => {
    const { here, bodies } = await aChat();
    await here('record');

    await here('record', { text: '<at>Casethread</at> stop shouting please', from: sarah });

    expect(await bodies()).toEqual(['Casethread stop shouting please']);
  });
});

describe('a chat that is not recorded is not even noted', () => {
  test.each([
    ['by somebody who is no worker', { from: { id: '29:1kelly' } }],
    ['for a child who is not theirs', { text: '<at>Casethread</at> record C9' }],
    ['without a child', { text: '<at>Casethread</at> record' }],
  ])('after “record” %s', async (_who, changes) => {
    const { here, isNoted, fake } = await aChat();

    await here('record', changes);

    expect(fake.said.at(-1)?.activity.text).toMatch(/^Not recorded/);
    expect(await isNoted()).toBe(false);
  });
});

test('our own posts, should Teams send them back, are not captured a second time', async () => {
  const { here, bodies } = await aChat();
  await here('record');

  for (const name of ['message', 'edit', 'delete']) {
    await here(name, { from: { id: `28:${APP_ID}`, name: 'Casethread' } });
  }

  expect(await bodies()).toEqual([]);
});

test('taken out and put back, the alarm ends, and the chat can be written to again', async () => {
  const { here, isNoted, counterpart, settle, fake } = await aChat();
  await here('record');
  await settle();
  const own = { id: `28:${APP_ID}`, name: 'Casethread' };
  const open = () =>
    testing.database.prisma.alarm.count({
      where: { subject: `teams ${counterpart}`, clearedAt: null },
    });

  await here('removed');
  expect([await isNoted(), await open()]).toEqual([false, 1]);
  await here('removed', { membersRemoved: [], membersAdded: [own] });

  expect([await isNoted(), await open()]).toEqual([true, 0]);
  await here('record', { text: '<at>Casethread</at> stop' });
  await settle();
  const texts = fake.said.map(({ activity }) => activity.text);
  expect(texts).toContainEqual(
    expect.stringContaining('no longer recorded by children’s services'),
  );
});

test('two people’s own chat is never taken for a worker’s chat with Casethread', async () => {
  const { activity } = await aChat();
  const conversation = {
    id: '19:aaaa_bbbb@unq.gbl.spaces',
    conversationType: 'personal',
    tenantId: TENANT,
  };

  await activity('message', { conversation, from: sarah });

  expect(
    await testing.database.prisma.chatReference.count({
      where: { conversationId: conversation.id },
    }),
  ).toBe(0);
});
