import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { createCapture } from '../capture/capture.ts';
import { drainStages } from '../jobs/drain.ts';
import type { Stage } from '../jobs/stage.ts';
import type { Flag } from './flag.ts';
import type { Evaluate } from './in-force.ts';
import { createOversightStage } from './stage.ts';

let testing: TestDatabase;
beforeAll(async () => {
  testing = await createTestDatabase();
});
afterAll(() => testing.drop());

const now = new Date('2026-03-12T21:40:00Z');
const clock = () => now;
const urgent: Flag = {
  category: 'harm-disclosure',
  severity: 'urgent',
  evidence: ['hit me'],
  rule: 'harm-told@1',
};

/** Everything goes on to oversight, as attribution passes it on. */
const passing: Stage = {
  name: 'attribution',
  process: async (connection, items) => {
    for (const { subjectId, conversationId } of items) {
      await connection.query(
        `INSERT INTO stage_work (stage, subject_kind, subject_id, conversation_id)
         VALUES ('oversight', 'message', $1, $2)`,
        [subjectId, conversationId],
      );
    }
  },
  onSetAside: async () => {},
};

/** What reaches the record stage, by message id. */
function recording(reached: string[]): Stage {
  return {
    name: 'record',
    process: async (_connection, items) => {
      reached.push(...items.map(({ subjectId }) => subjectId));
    },
    onSetAside: async () => {},
  };
}

let counter = 0;
async function aText(body: string, direction: 'inbound' | 'outbound' = 'inbound'): Promise<string> {
  counter += 1;
  const { messageIds } = await createCapture({ database: testing.database, clock }).keep({
    provider: 'twilio',
    kind: 'message',
    contentType: 'application/x-www-form-urlencoded',
    raw: Buffer.from(body),
    receivedAt: now,
    origin: 'live',
    events: [],
    optChanges: [],
    messages: [
      {
        kind: 'message',
        channel: 'sms',
        externalId: `SM-flag-${counter}`,
        direction,
        officialNumber: '+447700900010',
        counterpart: `+4477009001${String(counter).padStart(2, '0')}`,
        author: '+447700900142',
        workerId: null,
        body,
        profileName: null,
        inReplyTo: null,
        sentAt: null,
        media: [],
      },
    ],
  });
  return messageIds[0] ?? '';
}

async function drain(evaluate: Evaluate) {
  const reached: string[] = [];
  const stages = [passing, createOversightStage(evaluate), recording(reached)];
  const drained = await drainStages({ database: testing.database, clock, stages });
  return { reached, drained };
}

/** An intent of a kind that became this message. */
async function sentBy(kind: string, messageId: string, conversationId: string): Promise<void> {
  const { sendIntent, sendState } = testing.database.prisma;
  const { id } = await sendIntent.create({
    data: {
      id: randomUUID(),
      conversationId,
      kind,
      workerId: 'W1',
      contactId: 'P1',
      caseNumbers: [],
      body: 'x',
      checks: [],
      idempotencyKey: randomUUID(),
      at: now,
    },
  });
  await sendState.create({
    data: {
      intentId: id,
      conversationId,
      workerId: 'W1',
      state: 'accepted',
      messageId,
      attempts: 1,
      changedAt: now,
    },
  });
}

const flagsOf = (messageId: string) =>
  testing.database.prisma.flag.findMany({ where: { messageId } });

describe('a manager is shown why to look', () => {
  test('a flag carries category, severity, the matched words, rule and version, and the message goes on', async () => {
    const told = await aText('he hit me');
    const ordinary = await aText('running late');

    const { reached } = await drain(({ text }) => (text.includes('hit me') ? [urgent] : []));

    expect(await flagsOf(told)).toMatchObject([{ ...urgent, at: now }]);
    expect(await flagsOf(ordinary)).toEqual([]);
    expect(reached).toEqual([told, ordinary]);
  });

  test('a rule that breaks never stops capture: the message still reaches its record, with an alarm', async () => {
    const messageId = await aText('anything');

    const { reached, drained } = await drain(() => {
      throw new RangeError('a broken rule');
    });

    expect(reached).toEqual([messageId]);
    expect(drained.setAside).toBe(1);
    const alarms = await testing.database.prisma.alarm.findMany({ where: { kind: 'set-aside' } });
    expect(alarms.map(({ subject }) => subject)).toEqual(['oversight']);
  });

  test('what an edit made of a message is looked at too', async () => {
    const messageId = await aText('see you at 3');
    const quiet = () => [];
    await drain(quiet);

    await createCapture({ database: testing.database, clock }).keep({
      provider: 'twilio',
      kind: 'status',
      contentType: 'application/json',
      raw: Buffer.from('{}'),
      receivedAt: now,
      origin: 'live',
      messages: [],
      optChanges: [],
      events: [
        {
          channel: 'sms',
          externalId: `SM-flag-${counter}`,
          type: 'edited',
          at: now,
          body: 'he hit me',
          status: null,
          errorCode: null,
          dedupeKey: 'edit-flag',
        },
      ],
    });
    await drain(({ text }) => (text === 'he hit me' ? [urgent] : []));

    expect(await flagsOf(messageId)).toMatchObject([{ rule: 'harm-told@1' }]);
  });

  test.each(['notice', 'out-of-hours', 'duty-text'])(
    'what Casethread says by itself (%s) raises no flag, and goes on its record',
    async (kind) => {
      const messageId = await aText('If a child is in danger call 999 now', 'outbound');
      const { conversationId } = await testing.database.prisma.message.findUniqueOrThrow({
        where: { id: messageId },
      });
      await sentBy(kind, messageId, conversationId);

      const { reached } = await drain(() => [urgent]);

      expect(await flagsOf(messageId)).toEqual([]);
      expect(reached).toEqual([messageId]);
    },
  );

  test('what a worker sends is looked at', async () => {
    const messageId = await aText('If a child is in danger call 999 now', 'outbound');
    const { conversationId } = await testing.database.prisma.message.findUniqueOrThrow({
      where: { id: messageId },
    });
    await sentBy('reply', messageId, conversationId);

    await drain(() => [urgent]);

    expect(await flagsOf(messageId)).toHaveLength(1);
  });

  test('the notice that a chat is recorded raises no flag', async () => {
    const messageId = await aText('This conversation is recorded', 'outbound');
    const { conversationId, externalId, officialNumber, counterpart } =
      await testing.database.prisma.message.findUniqueOrThrow({ where: { id: messageId } });
    const event = await testing.database.prisma.registrationEvent.create({
      data: {
        id: randomUUID(),
        channel: 'slack',
        officialNumber,
        counterpart,
        conversationId,
        kind: 'registered',
        workerId: 'W1',
        caseNumbers: [],
        at: now,
      },
    });
    await testing.database.prisma.registrationNotice.create({
      data: { eventId: event.id, state: 'posted', externalId, changedAt: now },
    });

    await drain(() => [urgent]);

    expect(await flagsOf(messageId)).toEqual([]);
  });
});
