import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createTwilioAdapter } from '../../adapters/twilio/index.ts';
import { fakeSid } from '../../test/fakes/twilio/message.ts';
import { PUBLIC_BASE_URL, twilioSettings } from '../../test/fakes/twilio/settings.ts';
import { fixture, type Parameters, signed } from '../../test/fakes/twilio/webhook.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { databaseRoad } from '../../test/support/database-road.ts';
import { listOpenAlarms } from '../alarms/alarm-store.ts';
import { createCapture } from '../capture/capture.ts';
import { countProviderHealth } from '../capture/provider-health.ts';
import { type Database, openDatabase } from '../database/client.ts';
import { createLogger } from '../logging.ts';
import type { WebhookEndpoint } from '../messaging/adapter.ts';
import { webhooks } from './webhooks.ts';

const MESSAGES = '/webhooks/twilio/messages';
const STATUS = '/webhooks/twilio/status';
const CALLS = '/webhooks/twilio/calls';

let testing: TestDatabase;
let now = new Date('2026-03-12T13:40:00Z');
const clock = () => now;

beforeAll(async () => {
  testing = await createTestDatabase();
});
afterAll(() => testing.drop());

async function startDoors(
  database: Database = testing.database,
  giveUpAfterMs?: number,
  read?: WebhookEndpoint['read'],
) {
  const asks = { provider: 'asks', channels: [], webhooks: read ? [{ path: '/asks', read }] : [] };
  const health = countProviderHealth({ database, clock });
  const app = express().use(
    webhooks({
      adapters: [createTwilioAdapter(twilioSettings()), asks],
      capture: createCapture({ database, clock }),
      health,
      clock,
      logger: createLogger('silent'),
      ...(giveUpAfterMs === undefined ? {} : { giveUpAfterMs }),
    }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  onTestFinished(async () => {
    await health.close().catch(() => {});
    server.closeAllConnections();
    server.close();
  });
  const post = (path: string, body: Buffer, headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers,
    });
  return {
    health,
    post,
    deliver: (path: string, parameters: Parameters, token?: string) => {
      const signing = { publicBaseUrl: PUBLIC_BASE_URL, ...(token ? { token } : {}) };
      const { body, headers } = signed(path, parameters, signing);
      return post(path, body, headers);
    },
  };
}

function aText(
  changes: Record<string, string | undefined> = {},
): Parameters & { MessageSid: string } {
  const sid = fakeSid('SM');
  const names = { MessageSid: sid, SmsSid: sid, SmsMessageSid: sid };
  return { ...fixture('sms', { ...names, ...changes }), MessageSid: sid };
}

const messages = (externalId: string) =>
  testing.database.prisma.message.findMany({ where: { externalId } });

const openAlarms = async () =>
  (await listOpenAlarms(testing.database.pool)).map(({ kind }) => kind);

describe('a webhook', () => {
  test('is answered after its message is kept, with every byte as it came', async () => {
    const doors = await startDoors();
    const text = aText({ Body: 'with a \0 and 👩‍👧', NewOfTwilio: 'x' });

    const answer = await doors.deliver(MESSAGES, text);

    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<Response/>');
    const [message] = await messages(text.MessageSid);
    expect(message).toMatchObject({
      body: 'with a \uFFFD and 👩‍👧',
      origin: 'live',
      receivedAt: now,
    });
    const delivery = await testing.database.prisma.delivery.findFirst({
      where: { id: message?.deliveryId ?? '' },
    });
    expect(Buffer.from(delivery?.raw ?? []).toString()).toBe(new URLSearchParams(text).toString());
  });

  test('repeated, at once and again, keeps exactly one message', async () => {
    const doors = await startDoors();
    const text = aText();

    const answers = await Promise.all([1, 2, 3, 4].map(() => doors.deliver(MESSAGES, text)));
    answers.push(await doors.deliver(MESSAGES, text));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await messages(text.MessageSid)).toHaveLength(1);
  });

  test('of a call keeps one missed call, whatever follows it', async () => {
    const doors = await startDoors();
    const CallSid = fakeSid('CA');

    await doors.deliver(CALLS, fixture('call-completed', { CallSid }));
    const answer = await doors.deliver(CALLS, fixture('call-ringing', { CallSid }));

    expect(await answer.text()).toContain('no voicemail');
    expect(await messages(CallSid)).toMatchObject([{ kind: 'call', body: 'Missed call' }]);
  });

  test('with statuses repeated and out of order keeps each once, also before their message', async () => {
    const doors = await startDoors();
    const MessageSid = fakeSid('SM');
    const status = (MessageStatus: string) =>
      doors.deliver(STATUS, fixture('status-delivered', { MessageSid, MessageStatus }));

    for (const each of ['delivered', 'sent', 'delivered', 'queued', 'sent']) await status(each);

    const events = await testing.database.prisma.messageEvent.findMany({
      where: { dedupeKey: { startsWith: `twilio:${MessageSid}` } },
    });
    expect(events.map((event) => event.status).sort()).toEqual(['delivered', 'queued', 'sent']);
  });

  test('that is authentic but cannot be read is kept raw, alerted and answered 2xx', async () => {
    const doors = await startDoors();
    const text = aText({ From: undefined });

    const answer = await doors.deliver(MESSAGES, text);
    await doors.health.flush();

    expect(answer.status).toBe(200);
    const kept = await testing.database.prisma.delivery.findMany({
      where: { kind: 'not-understood' },
    });
    expect(kept.map(({ raw }) => Buffer.from(raw).toString())).toContain(
      new URLSearchParams(text).toString(),
    );
    expect(kept[0]?.problem).toContain('From is missing');
    expect(await openAlarms()).toContain('not-understood');
  });

  test('longer than anything a provider sends is refused unread', async () => {
    const doors = await startDoors();

    const answer = await doors.post(MESSAGES, Buffer.alloc(1_100_000, 'a'), {});

    expect(answer.status).toBe(413);
  });

  test('to an address that is nobody’s door is left to the pages', async () => {
    const doors = await startDoors();

    expect((await doors.post('/webhooks/twilio/unknown', Buffer.from(''), {})).status).toBe(404);
  });
});

describe('a door that asks before it answers', () => {
  const KEPT = { status: 200, contentType: 'text/plain', body: 'heard' };

  test('keeps nothing of what is only answered, and the run of forgeries ends', async () => {
    const doors = await startDoors(testing.database, undefined, async () => ({
      outcome: 'answered',
      answer: KEPT,
    }));
    const before = await testing.database.prisma.delivery.count();

    const answer = await doors.post('/asks', Buffer.from('private talk'), {});
    await doors.health.flush();

    expect([answer.status, await answer.text()]).toEqual([200, 'heard']);
    expect(await testing.database.prisma.delivery.count()).toBe(before);
    const health = await testing.database.prisma.providerHealth.findUnique({
      where: { provider: 'asks' },
    });
    expect(health?.lastAcceptedAt).toEqual(now);
  });

  test.each([
    ['cannot be asked', () => Promise.reject(new Error('away'))],
    ['does not answer', () => new Promise<never>(() => {})],
  ])('is not told that anything was kept when the database %s', async (_, read) => {
    const doors = await startDoors(testing.database, 50, read);

    expect((await doors.post('/asks', Buffer.from('{}'), {})).status).toBe(503);
  });
});

describe('forged webhooks', () => {
  const health = () =>
    testing.database.prisma.providerHealth.findUnique({ where: { provider: 'twilio' } });

  test('are answered 403, and leave only a count', async () => {
    const doors = await startDoors();
    await doors.deliver(MESSAGES, aText());
    await doors.health.flush();
    const before = { count: await health(), kept: await testing.database.prisma.delivery.count() };

    const answer = await doors.deliver(MESSAGES, aText(), 'guessed');
    await doors.health.flush();

    expect(answer.status).toBe(403);
    expect(await testing.database.prisma.delivery.count()).toBe(before.kept);
    expect((await health())?.refusedTotal).toBe((before.count?.refusedTotal ?? 0n) + 1n);
  });

  test('that come five in a row raise an alarm, and a genuine one in between starts anew', async () => {
    const doors = await startDoors();
    const forged = async (times: number) => {
      for (let count = 0; count < times; count += 1)
        await doors.deliver(MESSAGES, aText(), 'guessed');
    };
    await doors.deliver(MESSAGES, aText());
    await forged(4);
    await doors.deliver(MESSAGES, aText());
    await forged(3);
    await doors.health.flush();
    expect((await health())?.refusedInARow).toBe(3);
    expect(await openAlarms()).not.toContain('signature-failures');

    await forged(2);
    await doors.health.flush();

    expect((await health())?.refusedInARow).toBe(5);
    expect(await openAlarms()).toContain('signature-failures');
  });

  test('that ended an hour ago let the alarm go at the next genuine one', async () => {
    const doors = await startDoors();
    for (let count = 0; count < 5; count += 1) await doors.deliver(MESSAGES, aText(), 'guessed');
    await doors.deliver(MESSAGES, aText());
    await doors.health.flush();
    expect(await openAlarms()).toContain('signature-failures');

    now = new Date(now.getTime() + 61 * 60_000);
    await doors.deliver(MESSAGES, aText());
    await doors.health.flush();

    expect(await openAlarms()).not.toContain('signature-failures');
  });

  test('in a flood do not hammer the database', async () => {
    const doors = await startDoors();
    const before = await health();
    let transactions = 0;
    testing.database.pool.on('acquire', () => {
      transactions += 1;
    });

    const flood = Array.from({ length: 200 }, () => doors.deliver(MESSAGES, aText(), 'guessed'));
    await Promise.all(flood);
    await doors.health.flush();

    expect((await health())?.refusedTotal).toBe((before?.refusedTotal ?? 0n) + 200n);
    expect(transactions).toBeLessThan(20);
  });
});

describe('without a database', () => {
  async function doorsByRoad(giveUpAfterMs: number) {
    const road = await databaseRoad(testing.url);
    const database = openDatabase(road.url, { connections: 4 });
    onTestFinished(async () => {
      road.open();
      await database.close();
      await road.close();
    });
    return { road, doors: await startDoors(database, giveUpAfterMs) };
  }

  test('that answers nothing a webhook is never told it was kept, and the next one is', async () => {
    const { road, doors } = await doorsByRoad(300);
    await doors.deliver(MESSAGES, aText());
    const text = aText();

    road.block();
    const blocked = await doors.deliver(MESSAGES, text);
    road.open();
    const retried = await doors.deliver(MESSAGES, text);

    expect(blocked.status).toBe(503);
    expect(retried.status).toBe(200);
    expect(await messages(text.MessageSid)).toHaveLength(1);
  });

  test('that is gone the answer is 5xx within 5 seconds, and it works again without a restart', async () => {
    const { road, doors } = await doorsByRoad(4_500);
    await doors.deliver(MESSAGES, aText());
    const text = aText();

    road.cut();
    const away = await doors.deliver(MESSAGES, text);
    road.open();
    const back = await doors.deliver(MESSAGES, text);

    expect(away.status).toBe(503);
    expect(back.status).toBe(200);
    expect(await messages(text.MessageSid)).toHaveLength(1);
  });
});
