import { verifySlackRequest } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listOpenAlarms } from '../../src/alarms/alarm-store.ts';
import { openDatabase } from '../../src/database/client.ts';
import { SIGNING_SECRET } from '../../test/fakes/slack/state.ts';
import {
  eventBody,
  fixture,
  type Json,
  signed,
  signedJson,
} from '../../test/fakes/slack/webhook.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { databaseRoad } from '../../test/support/database-road.ts';
import { aChild, anAllocation, aWorker } from '../../test/support/records.ts';
import { CHANNEL, SARAH_ON_SLACK, slackRoad } from '../../test/support/slack.ts';

let testing: TestDatabase;
const clock = () => new Date('2026-03-12T13:40:00Z');
const seconds = (change: number) => Math.floor(Date.now() / 1000) + change;

beforeAll(async () => {
  testing = await createTestDatabase();
  const { database } = testing;
  await aWorker(database, 'W1', { slackUserId: SARAH_ON_SLACK });
  await aChild(database, 'C1', { name: 'Osian Brennan' });
  await anAllocation(database, 'W1', 'C1');
});
afterAll(() => testing.drop());

async function recorded() {
  const road = await slackRoad({ database: testing.database, clock });
  await road.command('record C1');
  const counted = async () => ({
    deliveries: await testing.database.prisma.delivery.count(),
    messages: await testing.database.prisma.message.count(),
  });
  return { ...road, counted };
}

const alarms = async () => (await listOpenAlarms(testing.database.pool)).map(({ kind }) => kind);

describe('a request', () => {
  test.each([
    ['signed with another secret', { secret: 'guessed' }],
    ['six minutes old', { timestamp: seconds(-360) }],
    ['six minutes ahead', { timestamp: seconds(360) }],
    ['without a signature', { headers: { 'x-slack-signature': '' } }],
    ['with a signature of another version', { headers: { 'x-slack-signature': 'v1=00' } }],
    ['with a time that is none', { headers: { 'x-slack-request-timestamp': 'now' } }],
  ])('%s is refused, and leaves only a count', async (_what, signing) => {
    const { event, counted, flush } = await recorded();
    const before = await counted();

    const answer = await event(fixture('message', { ts: '1773322811.000100' }), signing);
    await flush();

    expect(answer.status).toBe(403);
    expect(await counted()).toEqual(before);
  });

  test('with one changed byte is refused; four minutes either way are not', async () => {
    const { post, event } = await recorded();
    const whole = signedJson(eventBody(fixture('message')));
    const body = Buffer.from(whole.body.toString().replace('sick', 'well'));

    expect((await post({ ...whole, body })).status).toBe(403);
    expect((await event(fixture('message'), { timestamp: seconds(-240) })).status).toBe(200);
    expect((await event(fixture('message'), { timestamp: seconds(240) })).status).toBe(200);
  });

  test('that we take, the vendor’s own check takes too', () => {
    const { body, headers } = signedJson(eventBody(fixture('message')));

    expect(() =>
      verifySlackRequest({
        signingSecret: SIGNING_SECRET,
        body: body.toString(),
        headers: {
          'x-slack-signature': headers['x-slack-signature'],
          'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
        },
      }),
    ).not.toThrow();
  });

  test('whose bytes are not JSON is refused with 400; one too large with 413', async () => {
    const { post } = await recorded();

    expect((await post(signed('{"half', 'application/json'))).status).toBe(400);
    expect(
      (await post(signed('payload=%7Bhalf', 'application/x-www-form-urlencoded'))).status,
    ).toBe(400);
    expect((await post(signed(Buffer.alloc(1_100_000, ' '), 'application/json'))).status).toBe(413);
  });

  test('to prove our address is answered with its challenge', async () => {
    const { post } = await recorded();

    const answer = await post(
      signedJson({ type: 'url_verification', challenge: 'abc', token: 'x' }),
    );

    expect(await answer.json()).toEqual({ challenge: 'abc' });
  });

  test.each<[string, Json]>([
    ['an event about no conversation', { type: 'brand_new_event', user: 'U0KELLY01' }],
    ['an event about a recorded one', { type: 'brand_new_event', channel: CHANNEL }],
  ])(
    'that Casethread does not know (%s) is kept raw, alerted and answered 2xx',
    async (_what, event) => {
      const road = await recorded();
      const before = await road.counted();

      const answer = await road.event(event);
      await road.flush();

      expect(answer.status).toBe(200);
      expect((await road.counted()).deliveries).toBe(before.deliveries + 1);
      expect(await alarms()).toContain('not-understood');
    },
  );

  test('in an envelope that is unknown, or none, is kept raw', async () => {
    const { post, counted } = await recorded();
    const before = await counted();

    expect((await post(signedJson({ type: 'carrier_pigeon' }))).status).toBe(200);
    expect((await post(signedJson(['not', 'an', 'envelope']))).status).toBe(200);

    expect((await counted()).deliveries).toBe(before.deliveries + 2);
  });

  test('for a command or a click that nobody listens to is answered, and nothing is kept', async () => {
    const { command, interaction, counted } = await recorded();
    const before = await counted();

    expect((await command('dance')).status).toBe(200);
    const click = {
      type: 'block_actions',
      user: { id: 'U0KELLY01' },
      actions: [{ type: 'button', action_id: 'none' }],
    };
    expect((await interaction(click)).status).toBe(200);

    expect(await counted()).toEqual(before);
  });
});

describe('when Slack says that something is wrong', () => {
  test.each([
    ['app_uninstalled', { type: 'app_uninstalled' }],
    ['tokens_revoked', { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0CASEBOT'] } }],
  ])('%s is an alarm', async (_name, event) => {
    const { event: tell } = await recorded();
    await testing.database.pool.query('UPDATE alarm SET cleared_at = now()');

    await tell(event);

    expect(await alarms()).toContain('credentials-refused');
  });

  test('events held back are an alarm, and the history is read', async () => {
    const { post } = await recorded();

    const told = {
      type: 'app_rate_limited',
      team_id: 'T0CASE001',
      minute_rate_limited: 1_773_322_800,
      api_app_id: 'A0CASE001',
    };
    expect((await post(signedJson(told))).status).toBe(200);

    expect(await alarms()).toContain('webhook-silent');
    const { rowCount } = await testing.database.pool.query(
      `SELECT 1 FROM graphile_worker._private_jobs WHERE key = 'reconcile'`,
    );
    expect(rowCount).toBe(1);
  });
});

test('without a database Slack is never told that anything was kept, and its next try is', async () => {
  const { event: before } = await recorded();
  await before(fixture('message'));
  const way = await databaseRoad(testing.url);
  const database = openDatabase(way.url, { connections: 4 });
  const road = await slackRoad({ database, clock, giveUpAfterMs: 500 });
  const message = fixture('message', { ts: '1773322899.000100' });

  way.block();
  const blocked = await road.event(message);
  const command = await road.command('stop');
  way.open();
  const retried = await road.event(message, { headers: { 'x-slack-retry-num': '1' } });

  expect([blocked.status, command.status, retried.status]).toEqual([503, 503, 200]);
  const kept = await testing.database.prisma.message.findMany({
    where: { externalId: `${CHANNEL}:1773322899.000100` },
  });
  expect(kept).toHaveLength(1);
  await database.close();
  await way.close();
});
