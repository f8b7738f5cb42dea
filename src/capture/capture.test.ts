import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import type { IncomingMessage } from '../messaging/message.ts';
import { createCapture } from './capture.ts';
import type { NewDelivery } from './delivery.ts';

let testing: TestDatabase;
let counter = 0;

beforeAll(async () => {
  testing = await createTestDatabase();
});
afterAll(() => testing.drop());
beforeEach(() => {
  counter += 1;
});

const now = new Date('2026-03-12T13:40:00Z');
const capture = () => createCapture({ database: testing.database, clock: () => now });

function aText(changes: Partial<IncomingMessage> = {}): IncomingMessage {
  return {
    kind: 'message',
    channel: 'sms',
    externalId: `SM-${counter}`,
    direction: 'inbound',
    officialNumber: '+447700900010',
    counterpart: '+447700900142',
    author: '+447700900142',
    workerId: null,
    body: 'Morning, he slept better',
    profileName: null,
    inReplyTo: null,
    sentAt: null,
    media: [],
    ...changes,
  };
}

function delivered(...messages: IncomingMessage[]): NewDelivery {
  return {
    provider: 'twilio',
    kind: 'message',
    contentType: 'application/x-www-form-urlencoded',
    raw: Buffer.from('Body=…'),
    receivedAt: now,
    origin: 'live',
    messages,
    events: [],
    optChanges: [],
  };
}

async function messagesLike(externalId: string) {
  return testing.database.prisma.message.findMany({ where: { externalId } });
}

describe('keep first', () => {
  test('a message is kept with the work that puts it on a record, in one commit', async () => {
    const { messageIds } = await capture().keep(delivered(aText()));

    const [message] = await messagesLike(`SM-${counter}`);
    expect(message?.id).toBe(messageIds[0]);
    expect(message?.body).toBe('Morning, he slept better');
    const work = await testing.database.prisma.stageWork.findMany({
      where: { subjectId: message?.id ?? '' },
    });
    expect(work.map(({ stage }) => stage)).toEqual(['attribution']);
  });

  test('a message is recorded at the product’s time, like everything people read beside it', async () => {
    await capture().keep(delivered(aText()));

    const [message] = await messagesLike(`SM-${counter}`);
    expect(message?.recordedAt).toEqual(now);
  });

  test('a provider’s clock that runs ahead puts nothing that was sent into the future', async () => {
    const sentAt = new Date('2026-11-21T15:04:00Z');
    await capture().keep({
      ...delivered(aText({ sentAt, direction: 'outbound' })),
      origin: 'sent',
    });

    const [message] = await messagesLike(`SM-${counter}`);
    expect(message).toMatchObject({ sentAt, occurredAt: now });
  });

  test('redeliveries and replays in any order give exactly one message, and every raw payload', async () => {
    const keeping = capture();
    const payload = delivered(aText());

    const kept = await Promise.all([1, 2, 3, 4].map(() => keeping.keep(payload)));
    const again = await keeping.keep(payload);

    expect(await messagesLike(`SM-${counter}`)).toHaveLength(1);
    expect(kept.flatMap(({ messageIds }) => messageIds)).toHaveLength(1);
    expect(again).toMatchObject({ messageIds: [], duplicates: 1 });
    const deliveries = await testing.database.prisma.delivery.count({
      where: { id: { in: [...kept, again].map(({ deliveryId }) => deliveryId) } },
    });
    expect(deliveries).toBe(5);
  });

  test('NUL, four-byte emoji, right-to-left, lone surrogates and an empty body are all kept', async () => {
    const bodies = ['a\0b', '👨‍👩‍👧‍👦', 'שלום مرحبا', '\uD800 half', ''];

    await Promise.all(
      bodies.map((body, index) =>
        capture().keep(delivered(aText({ body, externalId: `odd-${index}` }))),
      ),
    );

    const rows = await testing.database.prisma.message.findMany({
      where: { externalId: { startsWith: 'odd-' } },
      orderBy: { externalId: 'asc' },
    });
    expect(rows.map(({ body }) => body)).toEqual([
      'a\uFFFDb',
      '👨‍👩‍👧‍👦',
      'שלום مرحبا',
      '\uFFFD half',
      '',
    ]);
  });

  test('a row that PostgreSQL refuses is set aside raw, and its neighbours are kept', async () => {
    const keeping = capture();
    const poisoned = delivered(aText({ externalId: 'poison', sentAt: new Date('-270000-01-01') }));

    const kept = await Promise.allSettled([
      keeping.keep(delivered(aText({ externalId: 'before' }))),
      keeping.keep(poisoned),
      keeping.keep(delivered(aText({ externalId: 'after' }))),
    ]);

    expect(kept.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(await messagesLike('before')).toHaveLength(1);
    expect(await messagesLike('after')).toHaveLength(1);
    expect(await messagesLike('poison')).toHaveLength(0);
    const setAside = await testing.database.prisma.delivery.findMany({
      where: { kind: 'not-understood' },
    });
    expect(setAside).toHaveLength(1);
    const alarms = await testing.database.prisma.alarm.findMany();
    expect(alarms.map(({ kind }) => kind)).toEqual(['not-understood']);
  });

  test('statuses and edits are events beside the message, once each, even before it arrives', async () => {
    const event = {
      channel: 'sms' as const,
      externalId: `SM-${counter}`,
      type: 'status' as const,
      at: null,
      body: null,
      status: 'delivered',
      errorCode: null,
      dedupeKey: `twilio:SM-${counter}:delivered`,
    };
    const status: NewDelivery = { ...delivered(), kind: 'status', events: [event] };

    await capture().keep(status);
    await capture().keep(delivered(aText({ direction: 'outbound' })));
    await capture().keep(status);

    const [message] = await messagesLike(`SM-${counter}`);
    const events = await testing.database.prisma.messageEvent.findMany({
      where: { messageId: message?.id ?? '' },
    });
    expect(events.map(({ status: kept }) => kept)).toEqual(['delivered']);
  });

  test.each(['before it', 'after it', 'with it'])(
    'an edit that comes %s is looked at, once',
    async (order) => {
      const keeping = capture();
      const message = delivered(aText());
      const edit: NewDelivery = {
        ...delivered(),
        events: [
          {
            channel: 'sms',
            externalId: `SM-${counter}`,
            type: 'edited',
            at: now,
            body: 'he slept worse',
            status: null,
            errorCode: null,
            dedupeKey: `edit-${counter}`,
          },
        ],
      };

      if (order === 'with it') await keeping.keepAll([edit, message]);
      else
        for (const one of order === 'before it' ? [edit, message] : [message, edit])
          await keeping.keep(one);

      const [kept] = await messagesLike(`SM-${counter}`);
      const work = await testing.database.prisma.stageWork.findMany({
        where: { conversationId: kept?.conversationId ?? '', subjectKind: 'edit' },
      });
      const events = await testing.database.prisma.messageEvent.findMany({
        where: { messageId: kept?.id ?? '' },
      });
      expect(work.filter(({ subjectId }) => subjectId === events[0]?.id)).toHaveLength(1);
    },
  );

  test('other work waits while the door is crowded, and not once it is quiet', async () => {
    const keeping = capture();
    const crowd = Array.from({ length: 40 }, (_, index) =>
      keeping.keep(delivered(aText({ externalId: `crowd-${index}` }))),
    );
    let kept = 0;
    for (const one of crowd) void one.then(() => (kept += 1));

    await keeping.quiet(30_000);

    expect(kept).toBeGreaterThanOrEqual(24);
    await Promise.all(crowd);
  });

  test('a hundred messages at once are kept in the order they came', async () => {
    const keeping = capture();
    const ids = Array.from({ length: 100 }, (_, index) => `run-${String(index).padStart(3, '0')}`);

    await Promise.all(ids.map((externalId) => keeping.keep(delivered(aText({ externalId })))));

    const rows = await testing.database.prisma.message.findMany({
      where: { externalId: { startsWith: 'run-' } },
      orderBy: { sequence: 'asc' },
    });
    expect(rows.map(({ externalId }) => externalId)).toEqual(ids);
  });
});
