import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { wholeAdapter } from '../../test/fakes/twilio/adapter.ts';
import { type FakeTwilio, fakeMedia, startFakeTwilio } from '../../test/fakes/twilio/server.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { listOpenAlarms } from '../alarms/alarm-store.ts';
import { messageIdOf } from '../messaging/identity.ts';
import { createCapture } from './capture.ts';
import { type CompletenessDay, readCompleteness } from './completeness.ts';
import { type ReconcileNeeds, type ReconcileReport, reconcile } from './reconcile.ts';

const OFFICIAL = '+447700900010';
const KELLY = '+447700900142';
const NOON = new Date('2026-03-12T12:00:00Z');
const MONTH = { first: '2026-03-01', last: '2026-03-31' };

let testing: TestDatabase;
let twilio: FakeTwilio;
let now: Date;
let needs: ReconcileNeeds;

beforeEach(async () => {
  testing = await testDatabase();
  twilio = await startFakeTwilio();
  onTestFinished(() => twilio.close());
  now = NOON;
  const clock = () => now;
  needs = {
    database: testing.database,
    adapters: [wholeAdapter(twilio.url)],
    capture: createCapture({ database: testing.database, clock }),
    clock,
    wait: async () => undefined,
  };
  await testing.database.prisma.officialNumber.create({
    data: { address: OFFICIAL, channel: 'sms', team: 'North', label: 'North team line' },
  });
});

const openAlarms = async () =>
  (await listOpenAlarms(testing.database.pool)).map(({ kind }) => kind);

async function run(since?: string): Promise<ReconcileReport> {
  return reconcile(needs, since ? { since: new Date(since) } : {});
}

async function days(): Promise<CompletenessDay[]> {
  const found: CompletenessDay[] = [];
  for await (const day of readCompleteness(testing.database.pool, MONTH, now)) found.push(day);
  return found;
}

const dayOf = async (day: string) => (await days()).find((each) => each.day === day);

/** A webhook brought a message that Twilio does not list. */
async function onlyHere(externalId: string, receivedAt: Date, origin: 'live' | 'import' = 'live') {
  await needs.capture.keep({
    provider: 'twilio',
    kind: 'message',
    contentType: 'text/plain',
    raw: Buffer.from('…'),
    receivedAt,
    origin,
    messages: [
      {
        kind: 'message',
        channel: 'sms',
        externalId,
        direction: 'inbound',
        officialNumber: OFFICIAL,
        counterpart: KELLY,
        author: KELLY,
        workerId: null,
        body: 'Only here',
        profileName: null,
        inReplyTo: null,
        sentAt: null,
        media: [],
      },
    ],
    events: [],
    optChanges: [],
  });
}

describe('a call that nobody told us of', () => {
  test('is found in Twilio’s list of calls and kept as contact, once', async () => {
    const call = twilio.ring({ startedAt: new Date('2026-03-12T03:10:00Z'), status: 'no-answer' });
    twilio.ring({ direction: 'outbound-api', to: OFFICIAL, startedAt: NOON });
    await run();

    const { numbers } = await run('2026-03-12T00:00:00Z');

    expect(numbers).toMatchObject([{ held: 1, captured: 0, alreadyHad: 1 }]);
    expect(await testing.database.prisma.message.findMany()).toMatchObject([
      {
        id: messageIdOf('sms', call.sid),
        kind: 'call',
        body: 'Missed call',
        counterpart: KELLY,
        origin: 'reconciled',
        occurredAt: new Date('2026-03-12T03:10:00Z'),
      },
    ]);
  });

  test('does not stand in the way of messages when calls cannot be asked for', async () => {
    const missed = twilio.hold({ sentAt: new Date('2026-03-11T13:00:00Z') });
    const messages = Array.from({ length: 6 }, () => ({ kind: 'none' }) as const);
    twilio.failNext(...messages, { kind: 'answer', status: 403, code: 20403 });

    const { problems } = await run();

    expect(problems).toHaveLength(1);
    expect(
      await testing.database.prisma.message.findUnique({
        where: { id: messageIdOf('sms', missed.sid) },
      }),
    ).not.toBeNull();
  });

  test('need not be known to an account without calls', async () => {
    twilio.hold({ sentAt: new Date('2026-03-11T13:00:00Z') });
    const messages = Array.from({ length: 6 }, () => ({ kind: 'none' }) as const);
    twilio.failNext(...messages, { kind: 'answer', status: 404, code: 20404 });

    expect((await run()).problems).toEqual([]);
  });
});

describe('the statement of a day', () => {
  test('counts what Twilio lists and what is here, in Europe/London', async () => {
    twilio.hold({ sentAt: new Date('2026-03-08T23:30:00Z') });
    twilio.hold({ sentAt: new Date('2026-03-09T10:00:00Z') });
    twilio.ring({ startedAt: new Date('2026-03-09T11:00:00Z') });

    await run('2026-03-07T00:00:00Z');

    expect(await dayOf('2026-03-08')).toMatchObject({ providerCount: 1, ourCount: 1 });
    expect(await dayOf('2026-03-09')).toMatchObject({
      provider: 'twilio',
      officialNumber: OFFICIAL,
      state: 'stated',
      providerCount: 2,
      ourCount: 2,
      foundCount: 2,
      differences: [],
    });
    expect(await dayOf('2026-03-10')).toMatchObject({ state: 'stated', providerCount: 0 });
  });

  test('goes by summer time from its first day on', async () => {
    now = new Date('2026-03-31T12:00:00Z');
    twilio.hold({ sentAt: new Date('2026-03-29T23:30:00Z') });

    await run('2026-03-28T00:00:00Z');

    expect(await dayOf('2026-03-29')).toMatchObject({ providerCount: 0 });
    expect(await dayOf('2026-03-30')).toMatchObject({ providerCount: 1 });
  });

  test('names what only we have, and why that may be', async () => {
    await onlyHere('SM-extra', new Date('2026-03-10T09:00:00Z'));

    const { numbers } = await run('2026-03-09T00:00:00Z');

    const difference = { side: 'extra', externalId: 'SM-extra', direction: 'inbound' };
    expect(numbers[0]?.differences).toMatchObject([difference]);
    expect(await dayOf('2026-03-10')).toMatchObject({
      providerCount: 0,
      ourCount: 1,
      differences: [
        {
          ...difference,
          why: 'A signed webhook brought it and Twilio does not list it now. It may have been deleted there.',
        },
      ],
    });
    expect(await openAlarms()).toEqual(['reconcile-differences']);
  });

  test('explains what its sender took back, and alarms nobody', async () => {
    await onlyHere('SM-taken-back', new Date('2026-03-10T09:00:00Z'));
    await testing.database.pool.query(
      `INSERT INTO message_event (id, message_id, delivery_id, type, at, dedupe_key)
       SELECT gen_random_uuid(), id, delivery_id, 'deleted', occurred_at, 'taken-back' FROM message`,
    );

    await run('2026-03-09T00:00:00Z');

    expect(await dayOf('2026-03-10')).toMatchObject({
      differences: [{ why: 'Its sender deleted it there. It stays on the record.' }],
    });
    expect(await openAlarms()).toEqual([]);
  });

  test('says of what came this minute that the list may be late, and alarms nobody', async () => {
    await onlyHere('SM-just-now', new Date(NOON.getTime() - 20_000));

    await run();

    const today = await dayOf('2026-03-12');
    expect(today?.state).toBe('open');
    expect(today?.differences[0]?.why).toMatch(/only minutes old/);
    expect(await openAlarms()).toEqual([]);
  });

  test('leaves out what was imported and never passed Twilio', async () => {
    await onlyHere('history-1', new Date('2026-03-10T09:00:00Z'), 'import');

    await run('2026-03-09T00:00:00Z');

    expect(await dayOf('2026-03-10')).toMatchObject({ ourCount: 0, differences: [] });
  });

  test('names a message that is here without its attachment', async () => {
    const photo = twilio.hold({
      sentAt: new Date('2026-03-10T09:00:00Z'),
      media: [fakeMedia()],
    });
    await run('2026-03-09T00:00:00Z');
    await testing.database.prisma.mediaFetch.updateMany({
      data: { state: 'unavailable', reason: 'Twilio does not have the file.' },
    });

    const { numbers } = await run();

    expect(numbers[0]?.differences).toEqual([]);
    expect((await run('2026-03-09T00:00:00Z')).numbers[0]?.differences).toMatchObject([
      { externalId: photo.sid, side: 'attachment' },
    ]);
  });

  test('is kept, and a later one is put beside it when something changed', async () => {
    await run('2026-03-09T00:00:00Z');
    twilio.hold({ sentAt: new Date('2026-03-10T09:00:00Z') });

    await run();
    await run('2026-03-09T00:00:00Z');
    await run('2026-03-09T00:00:00Z');

    const stated = await testing.database.prisma.completenessStatement.findMany({
      where: { day: new Date('2026-03-10') },
      orderBy: { sequence: 'asc' },
    });
    expect(stated.map(({ providerCount, ourCount }) => [providerCount, ourCount])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(await dayOf('2026-03-10')).toMatchObject({ providerCount: 1, foundCount: 1 });
  });

  test('is not made of a day that was compared from some hour on', async () => {
    await run();

    expect((await days()).map(({ day, state }) => [day, state])).toEqual([
      ['2026-03-12', 'open'],
      ['2026-03-11', 'partly-compared'],
    ]);
    now = new Date('2026-03-13T00:05:00Z');
    await run();
    expect(await dayOf('2026-03-12')).toMatchObject({ state: 'partly-compared' });
    now = new Date('2026-03-13T00:15:00Z');
    await run();
    expect(await dayOf('2026-03-12')).toMatchObject({ state: 'stated' });
  });
});

describe('an attachment that was given up', () => {
  test('is asked for again when comparing meets it, at most once an hour', async () => {
    const sentAt = new Date('2026-03-10T09:00:00Z');
    twilio.hold({
      sentAt,
      from: `whatsapp:${KELLY}`,
      to: `whatsapp:${OFFICIAL}`,
      media: [fakeMedia()],
    });
    await run('2026-03-09T00:00:00Z');
    const giveUp = () =>
      testing.database.prisma.mediaFetch.updateMany({ data: { state: 'unavailable' } });
    await giveUp();

    await run('2026-03-09T00:00:00Z');
    expect(await testing.database.prisma.mediaFetch.findFirst()).toMatchObject({
      state: 'unavailable',
    });

    now = new Date(NOON.getTime() + 61 * 60_000);
    await run('2026-03-09T00:00:00Z');
    expect(await testing.database.prisma.mediaFetch.findFirst()).toMatchObject({
      state: 'pending',
      nextAttemptAt: now,
    });
  });
});
