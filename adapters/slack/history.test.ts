import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listOpenAlarms } from '../../src/alarms/alarm-store.ts';
import { createCapture } from '../../src/capture/capture.ts';
import { reconcile } from '../../src/capture/reconcile.ts';
import { readHistories } from '../../src/registration/history.ts';
import { say, TEAM } from '../../test/fakes/slack/state.ts';
import { fixture } from '../../test/fakes/slack/webhook.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { aChild, anAllocation, aWorker } from '../../test/support/records.ts';
import { KELLY_ON_SLACK, SARAH_ON_SLACK, slackRoad } from '../../test/support/slack.ts';

let testing: TestDatabase;
const clock = () => new Date();
const HOUR = 3_600_000;

beforeAll(async () => {
  testing = await createTestDatabase();
  const { database } = testing;
  await aWorker(database, 'W1', { slackUserId: SARAH_ON_SLACK });
  await aChild(database, 'C1', { name: 'Osian Brennan' });
  await anAllocation(database, 'W1', 'C1');
});
afterAll(() => testing.drop());

let conversations = 0;

/** A conversation with a past, and a way to say things at hours before now. */
async function conversation() {
  const waited: number[] = [];
  const wait = async (milliseconds: number) => {
    waited.push(milliseconds);
  };
  const road = await slackRoad({ database: testing.database, clock, needs: { wait } });
  conversations += 1;
  const channel = `C0PAST${conversations}`;
  const { state } = road.slack;
  state.conversations.set(channel, { id: channel, name: 'a', isMember: true, members: [] });
  let counter = 0;
  const ago = (hours: number) => {
    counter += 1;
    return `${Math.floor((Date.now() - hours * HOUR) / 1000)}.${String(counter).padStart(6, '0')}`;
  };
  const said = (text: string, hours: number, changes = {}) =>
    say(state, channel, { text, user: KELLY_ON_SLACK, ts: ago(hours), ...changes });
  const capture = createCapture({ database: testing.database, clock });
  const needs = { database: testing.database, adapters: [road.adapter], capture, clock, wait };
  const bodies = async () =>
    (
      await testing.database.prisma.message.findMany({
        where: { counterpart: channel },
        orderBy: { sequence: 'asc' },
      })
    ).map(({ body }) => body);
  return { ...road, channel, state, said, needs, bodies, waited };
}

describe('what was said before a conversation was recorded', () => {
  test('is left alone, unless the worker asks for it from a day on', async () => {
    const { command, channel, said, needs, bodies } = await conversation();
    said('long before', 24 * 30);
    said('lately', 24 * 3);

    await command('record C1', { channel_id: channel });
    await readHistories(needs);
    await reconcile(needs);
    expect(await bodies()).toEqual([]);
    const from = new Date(Date.now() - 10 * 24 * HOUR).toISOString().slice(0, 10);
    await command(`record C1 from ${from}`, { channel_id: channel });
    await readHistories(needs);

    expect(await bodies()).toEqual(['lately']);
  });

  test('comes page by page, threads too, oldest first, once, and waits as long as Slack asks', async () => {
    const { command, channel, said, needs, bodies, slack, waited, state } = await conversation();
    const parent = said('first', 60);
    for (let count = 0; count < 250; count += 1) said(`line ${count}`, 59 - count / 100);
    said('in the thread', 50, { thread_ts: parent.ts });
    said('a joining', 49, { subtype: 'channel_join' });
    await command(`record C1 from ${new Date(Date.now() - 96 * HOUR).toISOString().slice(0, 10)}`, {
      channel_id: channel,
    });
    slack.failNext({ kind: 'rate-limited', retryAfterSeconds: 7, method: 'conversations.history' });

    await readHistories(needs);
    await readHistories(needs);

    const kept = await bodies();
    expect(kept).toHaveLength(252);
    expect([kept[0], kept.at(-1)]).toEqual(['first', 'in the thread']);
    expect(waited).toEqual([7_000]);
    const asked = slack.requests.filter(({ method }) => method === 'conversations.history');
    expect(asked.length).toBeGreaterThan(2);
    expect(state.messages.get(channel)).toHaveLength(253);
  });

  test('goes on from where it was when Slack went away', async () => {
    const { command, channel, said, needs, bodies, slack } = await conversation();
    said('three weeks ago', 24 * 20);
    said('yesterday', 24);
    await command(
      `record C1 from ${new Date(Date.now() - 25 * 24 * HOUR).toISOString().slice(0, 10)}`,
      { channel_id: channel },
    );
    slack.failNext(
      { kind: 'none', method: 'conversations.history' },
      { kind: 'status', status: 503, method: 'conversations.history' },
    );

    await readHistories(needs);
    expect(await bodies()).toEqual(['three weeks ago']);
    await readHistories(needs);

    expect(await bodies()).toEqual(['three weeks ago', 'yesterday']);
  });
});

describe('what was said while we were away', () => {
  test('is found and kept, edits too, and what we have is not kept twice', async () => {
    const { command, channel, event, said, needs, bodies, settle } = await conversation();
    await command('record C1', { channel_id: channel });
    await settle();
    await delay(1_100); // Slack's seconds
    const had = said('had it', 0);
    await event(fixture('message', { channel, ts: had.ts, text: 'had it', blocks: undefined }));
    said('missed it', 0);
    const edited = said('new words', 0, { edited: { user: KELLY_ON_SLACK, ts: had.ts } });

    const report = await reconcile(needs);
    await reconcile(needs);

    const kept = (await bodies()).filter((body) => !body.includes('recorded by'));
    expect(kept).toEqual(['had it', 'missed it', 'new words']);
    expect(report.numbers.find(({ officialNumber }) => officialNumber === TEAM)?.captured).toBe(2);
    const events = await testing.database.prisma.messageEvent.findMany({
      where: { dedupeKey: { startsWith: `slack:${channel}:${edited.ts}` } },
    });
    expect(events).toMatchObject([{ type: 'edited', body: 'new words' }]);
  });

  test('one conversation that we were removed from is an alarm, and the others are read', async () => {
    const { command, channel, said, needs, state, bodies } = await conversation();
    await command('record C1', { channel_id: channel });
    state.conversations.set('C0GONE001', {
      id: 'C0GONE001',
      name: 'gone',
      isMember: false,
      members: [],
    });
    await command('record C1', { channel_id: 'C0GONE001' });
    await delay(1_100);
    said('still here', 0);

    const { problems } = await reconcile(needs);

    expect(problems).toEqual([]);
    expect(await bodies()).toEqual(['still here']);
    const alarms = await listOpenAlarms(testing.database.pool);
    expect(alarms).toContainEqual(
      expect.objectContaining({
        kind: 'reconcile-failed',
        subject: 'slack C0GONE001',
        words: expect.stringContaining('not_in_channel'),
      }),
    );
  });

  test('a refused token is an alarm that says what to do', async () => {
    const { command, channel, needs, slack } = await conversation();
    await command('record C1', { channel_id: channel });
    slack.revoke();

    const { problems } = await reconcile(needs);

    expect(problems).toEqual([
      { provider: 'slack', words: 'Slack refused our token (token_revoked).' },
    ]);
    expect((await listOpenAlarms(testing.database.pool)).map(({ kind }) => kind)).toContain(
      'credentials-refused',
    );
  });
});
