import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listOpenAlarms } from '../../src/alarms/alarm-store.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { recordedChannel, sarahAndOsian } from '../../test/support/slack-chat.ts';

let testing: TestDatabase;
let now = new Date();
const clock = () => now;

beforeAll(async () => {
  testing = await createTestDatabase();
  await sarahAndOsian(testing.database);
});
afterAll(() => testing.drop());

async function recorded(isMember = true) {
  const told = await recordedChannel(testing.database, clock, { isMember });
  const posted = () => told.slack.state.messages.get(told.channel) ?? [];
  const later = async (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
    await told.settle();
  };
  return { ...told, posted, later };
}

const alarms = async () => (await listOpenAlarms(testing.database.pool)).map(({ kind }) => kind);

describe('the notice that a conversation is recorded', () => {
  test('is posted once, names nobody, and is on the record as the worker’s', async () => {
    const { settle, posted, kept, channel } = await recorded();

    await settle();
    await settle();

    expect(posted()).toHaveLength(1);
    expect(posted()[0]?.text).toContain('now recorded by children’s services');
    expect(posted()[0]?.text).not.toMatch(/Osian|Brennan|C1/);
    expect(await kept()).toMatchObject([
      {
        externalId: `${channel}:${posted()[0]?.ts}`,
        direction: 'outbound',
        workerId: 'W1',
        author: 'T0CASE001',
        body: posted()[0]?.text,
      },
    ]);
  });

  test('is tried again while Slack is away or asks for a pause', async () => {
    const { slack, settle, later, posted } = await recorded();
    slack.failNext(
      { kind: 'status', status: 503 },
      { kind: 'rate-limited', retryAfterSeconds: 30 },
    );

    await settle();
    expect(posted()).toHaveLength(0);
    await later(5);
    await later(5);
    await later(5);

    expect(posted()).toHaveLength(1);
  });

  test('is not posted twice when Slack took it and the answer was lost', async () => {
    const { slack, settle, later, posted, kept } = await recorded();
    slack.failNext({ kind: 'drop-after', method: 'chat.postMessage' });

    await settle();
    expect([posted().length, (await kept()).length]).toEqual([1, 0]);
    await later(5);

    expect([posted().length, (await kept()).length]).toEqual([1, 1]);
  });

  test('is kept also when Slack answers only that it took it', async () => {
    const { slack, settle, kept } = await recorded();
    slack.answerNext('chat.postMessage', { ok: true });

    await settle();

    expect(await kept()).toMatchObject([
      { body: expect.stringContaining('now recorded'), sentAt: null },
    ]);
  });

  test('that cannot be posted is an alarm until it can', async () => {
    const { slack, settle, later, posted, channel } = await recorded(false);

    await settle();
    expect(await alarms()).toContain('notice-not-posted');
    slack.state.conversations.set(channel, { id: channel, name: 'a', isMember: true, members: [] });
    await later(6);

    expect(posted()).toHaveLength(1);
    expect(await alarms()).not.toContain('notice-not-posted');
  });
});
