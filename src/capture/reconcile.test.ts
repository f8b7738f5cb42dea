import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createTwilioAdapter } from '../../adapters/twilio/index.ts';
import { type FakeTwilio, fakeMedia, startFakeTwilio } from '../../test/fakes/twilio/server.ts';
import { twilioSettings } from '../../test/fakes/twilio/settings.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { listOpenAlarms } from '../alarms/alarm-store.ts';
import { conversationIdOf, messageIdOf } from '../messaging/identity.ts';
import { createCapture } from './capture.ts';
import { countProviderHealth } from './provider-health.ts';
import { type ReconcileNeeds, reconcile } from './reconcile.ts';
import { wakeReconcile } from './reconcile-store.ts';

const OFFICIAL = '+447700900010';
const KELLY = '+447700900142';
const NOON = new Date('2026-03-12T12:00:00Z');

let testing: TestDatabase;
let twilio: FakeTwilio;
let now: Date;
let waited: number[];
let needs: ReconcileNeeds;

beforeEach(async () => {
  testing = await testDatabase();
  twilio = await startFakeTwilio();
  onTestFinished(() => twilio.close());
  now = NOON;
  waited = [];
  const clock = () => now;
  needs = {
    database: testing.database,
    adapters: [createTwilioAdapter(twilioSettings({ apiBaseUrl: twilio.url }))],
    capture: createCapture({ database: testing.database, clock }),
    clock,
    wait: async (milliseconds) => void waited.push(milliseconds),
  };
  await testing.database.prisma.officialNumber.create({
    data: { address: OFFICIAL, channel: 'sms', team: 'North', label: 'North team line' },
  });
});

const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const message = (sid: string) =>
  testing.database.prisma.message.findUnique({ where: { id: messageIdOf('sms', sid) } });
const deliveries = () => testing.database.prisma.delivery.count();
const openAlarms = async () =>
  (await listOpenAlarms(testing.database.pool)).map(({ kind }) => kind);

async function counts(options = {}) {
  const { numbers } = await reconcile(needs, options);
  return numbers.map(({ held, captured, alreadyHad }) => ({ held, captured, alreadyHad }));
}

/** The same message came by webhook. */
async function cameByWebhook(sid: string): Promise<void> {
  const { message: entry } = await entryOf(sid);
  await needs.capture.keep({
    provider: 'twilio',
    kind: 'message',
    contentType: 'application/x-www-form-urlencoded',
    raw: Buffer.from('…'),
    receivedAt: now,
    origin: 'live',
    messages: [{ ...entry, sentAt: null }],
    events: [],
    optChanges: [],
  });
}

async function entryOf(sid: string) {
  const query = { officialNumber: OFFICIAL, from: minutesAgo(2_000), to: now };
  for await (const entry of needs.adapters[0]?.ledger?.(query) ?? []) {
    if (entry.message.externalId === sid) return entry;
  }
  throw new Error('Twilio does not hold it.');
}

describe('what arrived while we were away', () => {
  test('is found, with the provider’s time, and goes the way of every message', async () => {
    const missed = twilio.hold({ sentAt: minutesAgo(90), body: 'is anyone there' });

    expect(await counts()).toEqual([{ held: 1, captured: 1, alreadyHad: 0 }]);

    expect(await message(missed.sid)).toMatchObject({
      body: 'is anyone there',
      origin: 'reconciled',
      sentAt: minutesAgo(90),
      occurredAt: minutesAgo(90),
      receivedAt: now,
    });
    expect(await testing.database.prisma.stageWork.count({ where: { stage: 'attribution' } })).toBe(
      1,
    );
  });

  test('and what a webhook brought meet at one message, whichever is first', async () => {
    const first = twilio.hold({ sentAt: minutesAgo(10) });
    const second = twilio.hold({ sentAt: minutesAgo(5) });
    await cameByWebhook(first.sid);

    expect(await counts()).toEqual([{ held: 2, captured: 1, alreadyHad: 1 }]);
    await cameByWebhook(second.sid);

    expect(await testing.database.prisma.message.count()).toBe(2);
    expect(await message(first.sid)).toMatchObject({ origin: 'live' });
  });

  test('is compared again and again without leaving a trace', async () => {
    twilio.hold({ sentAt: minutesAgo(10) });
    twilio.hold({
      sentAt: minutesAgo(9),
      direction: 'outbound-api',
      from: OFFICIAL,
      to: KELLY,
      status: 'sent',
    });
    await reconcile(needs);
    const kept = await deliveries();

    expect(await counts()).toEqual([{ held: 2, captured: 0, alreadyHad: 2 }]);

    expect(await deliveries()).toBe(kept);
  });

  test('includes what was sent from elsewhere, and what became of it', async () => {
    const sent = twilio.hold({
      sentAt: minutesAgo(10),
      direction: 'outbound-api',
      from: OFFICIAL,
      to: KELLY,
      status: 'sent',
    });
    await reconcile(needs);
    sent.status = 'undelivered';
    sent.errorCode = 30003;

    await reconcile(needs);

    expect(await message(sent.sid)).toMatchObject({ direction: 'outbound', counterpart: KELLY });
    const events = await testing.database.prisma.messageEvent.findMany({
      orderBy: { sequence: 'asc' },
    });
    expect(events.map(({ status, errorCode }) => [status, errorCode])).toEqual([
      ['sent', null],
      ['undelivered', '30003'],
    ]);
  });

  test('leaves a message that is being sent right now to whoever sends it', async () => {
    const conversationId = conversationIdOf('sms', OFFICIAL, KELLY);
    await testing.database.prisma.sendState.create({
      data: {
        intentId: '00000000-0000-8000-8000-000000000001',
        conversationId,
        workerId: 'W1',
        state: 'attempted',
        changedAt: now,
      },
    });
    const sent = twilio.hold({
      sentAt: minutesAgo(0),
      direction: 'outbound-api',
      from: OFFICIAL,
      to: KELLY,
    });

    await reconcile(needs);
    expect(await message(sent.sid)).toBeNull();

    await testing.database.prisma.sendState.updateMany({ data: { state: 'failed' } });
    await reconcile(needs);
    expect(await message(sent.sid)).not.toBeNull();
  });

  test('with attachments brings them too', async () => {
    const photo = twilio.hold({
      sentAt: minutesAgo(10),
      from: `whatsapp:${KELLY}`,
      to: `whatsapp:${OFFICIAL}`,
      media: [fakeMedia()],
    });

    await reconcile(needs);

    expect(await testing.database.prisma.messageMedia.findMany()).toMatchObject([
      { contentType: 'image/jpeg', source: twilio.mediaUrl(photo) },
    ]);
  });

  test('and asked us to stop is a stop', async () => {
    twilio.hold({ sentAt: minutesAgo(10), body: 'STOP' });

    await reconcile(needs);

    expect(await testing.database.prisma.optEvent.findMany()).toMatchObject([{ kind: 'stop' }]);
  });

  test('at a number that is not registered but gets messages is found as well', async () => {
    const other = '+447700900077';
    const first = twilio.hold({ to: other, sentAt: minutesAgo(10) });
    await needs.capture.keep({
      provider: 'twilio',
      kind: 'message',
      contentType: 'text/plain',
      raw: Buffer.from(''),
      receivedAt: now,
      origin: 'live',
      messages: [{ ...(await entryAt(other)), externalId: 'SM-earlier' }],
      events: [],
      optChanges: [],
    });

    await reconcile(needs);

    expect(await message(first.sid)).toMatchObject({ officialNumber: other });
  });

  async function entryAt(officialNumber: string) {
    const query = { officialNumber, from: minutesAgo(2_000), to: now };
    for await (const entry of needs.adapters[0]?.ledger?.(query) ?? []) return entry.message;
    throw new Error('Twilio holds nothing.');
  }
});

describe('a run', () => {
  const asked = () =>
    twilio.requests.flatMap(({ parameters }) => parameters.get('DateSent>') ?? []).sort();

  test('begins 24 hours back, and the next one an hour before where it ended', async () => {
    await reconcile(needs);
    expect(asked()[0]).toBe('2026-03-11T12:00:00Z');

    twilio.requests.length = 0;
    now = new Date('2026-03-12T12:05:00Z');
    await reconcile(needs);
    expect(asked()[0]).toBe('2026-03-12T11:00:00Z');
  });

  test('can be told where to begin, and never loses its place by that', async () => {
    const old = twilio.hold({ sentAt: new Date('2026-03-01T09:00:00Z') });
    await reconcile(needs);
    expect(await message(old.sid)).toBeNull();

    await reconcile(needs, { since: new Date('2026-03-01T00:00:00Z') });

    expect(await message(old.sid)).not.toBeNull();
    const progress = await testing.database.prisma.reconcileProgress.findFirstOrThrow();
    expect(progress).toMatchObject({ comparedTo: NOON, found: 1n });
  });

  test('is bounded, and the next one goes on where it stopped', async () => {
    const late = twilio.hold({ sentAt: minutesAgo(30) });

    await reconcile(needs, { stretches: 1 });
    const { comparedTo } = await testing.database.prisma.reconcileProgress.findFirstOrThrow();
    expect(comparedTo).toEqual(new Date('2026-03-11T18:00:00Z'));
    expect(await message(late.sid)).toBeNull();

    await reconcile(needs);
    expect(await message(late.sid)).not.toBeNull();
  });

  test('that breaks off keeps its place for the next one', async () => {
    const early = twilio.hold({ sentAt: new Date('2026-03-11T13:00:00Z') });
    const firstStretch = Array.from({ length: 7 }, () => ({ kind: 'none' }) as const);
    twilio.failNext(...firstStretch, { kind: 'answer', status: 503 });

    const { problems } = await reconcile(needs);

    expect(problems).toEqual([{ provider: 'twilio', words: 'Twilio did not answer.' }]);
    expect(await message(early.sid)).not.toBeNull();
    const { comparedTo } = await testing.database.prisma.reconcileProgress.findFirstOrThrow();
    expect(comparedTo).toEqual(new Date('2026-03-11T18:00:00Z'));
  });

  test('can be asked for at once, as every start does', async () => {
    await wakeReconcile(testing.database.pool);
    await wakeReconcile(testing.database.pool);

    const { rows } = await testing.database.pool.query(
      `SELECT task_identifier AS task FROM graphile_worker.jobs WHERE run_at <= now()`,
    );
    expect(rows).toEqual([{ task: 'reconcile' }]);
  });

  test('waits as long as Twilio asks, and then goes on', async () => {
    const missed = twilio.hold({ sentAt: minutesAgo(10) });
    twilio.failNext({ kind: 'answer', status: 429, retryAfter: '7' });

    const { problems } = await reconcile(needs);

    expect(waited).toEqual([7_000]);
    expect(problems).toEqual([]);
    expect(await message(missed.sid)).not.toBeNull();
  });
});

describe('a person is told', () => {
  test('when Twilio refuses our credentials, until it takes them again', async () => {
    twilio.failNext({ kind: 'answer', status: 401, code: 20003 });
    const { problems } = await reconcile(needs);
    expect(problems[0]?.words).toBe('Twilio refused our credentials.');
    expect(await openAlarms()).toEqual(['credentials-refused']);

    await reconcile(needs);
    expect(await openAlarms()).toEqual([]);
  });

  test('when Twilio cannot be asked, until it can', async () => {
    twilio.failNext({ kind: 'answer', status: 503 });
    await reconcile(needs);
    expect(await openAlarms()).toEqual(['reconcile-failed']);

    await reconcile(needs);
    expect(await openAlarms()).toEqual([]);
  });

  test('when webhooks bring nothing although families write, until one comes', async () => {
    twilio.hold({ sentAt: minutesAgo(10) });
    await reconcile(needs);
    expect(await openAlarms()).toEqual(['webhook-silent']);
    await reconcile(needs);
    expect(await openAlarms()).toEqual(['webhook-silent']);

    now = new Date(now.getTime() + 60_000);
    const health = countProviderHealth(needs);
    health.accepted('twilio');
    await health.close();
    await reconcile(needs);

    expect(await openAlarms()).toEqual([]);
  });

  test('not when a message is still on its way to the webhook', async () => {
    twilio.hold({ sentAt: new Date(now.getTime() - 5_000) });

    expect(await counts()).toEqual([{ held: 1, captured: 1, alreadyHad: 0 }]);

    expect(await openAlarms()).toEqual([]);
  });
});
