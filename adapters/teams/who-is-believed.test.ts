// Whose activities are believed: those that Bot Framework signed for this app, of our own tenant, or of
// another one where federation is switched on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TENANT } from '../../test/fakes/teams/server.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import {
  KELLY_IN_TEAMS,
  SARAH_IN_TEAMS,
  teamsFixture,
  teamsRoad,
} from '../../test/support/teams.ts';
import { recordedChat, rowsOfEveryTable, sarahAndOsian } from '../../test/support/teams-chat.ts';

let testing: TestDatabase;
const clock = () => new Date('2026-03-12T13:30:00Z');

beforeAll(async () => {
  testing = await createTestDatabase();
  await sarahAndOsian(testing.database);
});
afterAll(() => testing.drop());

const recorded = (federation = false) => recordedChat(testing.database, clock, { federation });

describe('only what Bot Framework signed for this app is believed', () => {
  test.each([
    ['another key', { key: 'other' }],
    ['no signature', { algorithm: 'none' }],
    ['another algorithm', { algorithm: 'HS256' }],
    ['an unknown key', { kid: 'nobody' }],
    ['another audience', { claims: { aud: 'somebody-else' } }],
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['another service', { claims: { serviceurl: 'https://evil.example/' } }],
    ['a token that has run out', { claims: { exp: 1_000 } }],
    ['a token of the future', { claims: { nbf: 4_000_000_000 } }],
  ] as const)('%s: 401, counted, and nothing is kept', async (_what, signing) => {
    const { here, flush } = await recorded();
    const before = await testing.database.prisma.delivery.count();

    const answer = await here('message', {}, signing);
    await flush();

    expect(answer.status).toBe(401);
    expect(await testing.database.prisma.delivery.count()).toBe(before);
    const health = await testing.database.prisma.providerHealth.findUnique({
      where: { provider: 'teams' },
    });
    expect(Number(health?.refusedTotal)).toBeGreaterThan(0);
  });

  test('without a token, or with something else than one: 401', async () => {
    const { post, fake } = await recorded();
    const body = JSON.stringify(teamsFixture('message', `${fake.url}/`));

    for (const authorization of ['', 'Bearer', 'Bearer x.y.z', 'Basic YTpi', 'Bearer a b']) {
      expect((await post(body, authorization)).status).toBe(401);
    }
  });

  test('bytes that are no JSON: 400', async () => {
    const { post } = await recorded();

    expect((await post('{"type":')).status).toBe(400);
  });

  test('while the keys cannot be fetched, Teams hears that nothing was kept', async () => {
    const teams = await teamsRoad({ database: testing.database, clock });
    teams.fake.failures.push({ path: '/.well-known', status: 503, times: 1 });

    expect((await teams.activity('message')).status).toBe(503);
    expect((await teams.activity('message')).status).toBe(200);
  });
});

const sarah = { id: '29:1sarah', aadObjectId: SARAH_IN_TEAMS };
// Bot Framework's tokens name no tenant: what says whose it is stands in the activity.
const elsewhere = { channelData: { tenant: { id: 'another-tenant' } } };

describe('an activity of another tenant', () => {
  const SAID = {
    'a message': ['message', elsewhere],
    'an edit': ['edit', elsewhere],
    'a deletion': ['delete', elsewhere],
    'a command, whoever gives it': ['record', elsewhere],
    'our removal': ['removed', elsewhere],
    'a message in our own chat': ['personal', elsewhere],
    'a button': ['personal', { ...elsewhere, type: 'invoke', name: 'adaptiveCard/action' }],
  } as const;

  test.each(Object.entries(SAID))(
    '(%s) is refused, and nothing of it is kept, while federation is off',
    async (_what, [name, changes]) => {
      const { here, fake } = await recorded();
      const before = await rowsOfEveryTable(testing.database);
      const saidBefore = fake.said.length;

      const answer = await here(name, changes);

      expect(answer.status).toBe(403);
      expect(await rowsOfEveryTable(testing.database)).toEqual(before);
      expect(fake.said).toHaveLength(saidBefore);
    },
  );

  test('is refused, too, when it does not say which tenant', async () => {
    const { activity } = await recorded();
    const conversation = { id: '19:whose@thread.v2', conversationType: 'groupChat' };

    const answer = await activity('message', { conversation, channelData: {} });

    expect(answer.status).toBe(403);
  });

  test('is believed while federation is on, and kept where our own worker had the chat recorded', async () => {
    const { here, kept, events } = await recorded(true);

    const answers = [await here('message', elsewhere), await here('edit', elsewhere)];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await kept()).toMatchObject([
      { direction: 'inbound', officialNumber: TENANT, author: KELLY_IN_TEAMS },
    ]);
    expect(await events()).toMatchObject([{ type: 'edited' }]);
  });

  test('has nothing recorded by it: a chat of theirs is kept only once a worker of ours asks', async () => {
    const { activity, kept } = await recorded(true);
    const conversation = { id: '19:theirs@thread.v2', conversationType: 'groupChat' };
    const before = await rowsOfEveryTable(testing.database);
    const stranger = { from: { id: '29:1stranger', aadObjectId: 'a-stranger' } };

    await activity('message', { ...elsewhere, conversation });
    await activity('record', { ...elsewhere, ...stranger, conversation });
    await activity('message', { ...elsewhere, conversation });

    const { audit_event: refusals = 0, ...rest } = await rowsOfEveryTable(testing.database);
    const { audit_event: refusalsBefore = 0, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    expect(refusals - refusalsBefore).toBe(1);
    expect(await kept()).toEqual([]);
    await activity('record', { ...elsewhere, conversation, from: sarah });
    await activity('message', { ...elsewhere, conversation, id: '2' });
    expect(
      await testing.database.prisma.message.count({ where: { counterpart: conversation.id } }),
    ).toBe(1);
  });

  test('is still believed only when it is signed', async () => {
    const { here, kept } = await recorded(true);

    expect((await here('message', elsewhere, { key: 'other' })).status).toBe(401);

    expect(await kept()).toEqual([]);
  });
});
