import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALFIE, MAISIE, recordThem, theBrennans } from '../../test/support/brennans.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { aDecision, aMessage } from '../../test/support/records.ts';
import { completeRecording } from '../annotation/complete-store.ts';
import { correctStatement } from '../annotation/correction-store.ts';
import { readChronology, readRecordings } from './export-store.ts';

let testing: TestDatabase;
const now = new Date('2026-03-12T14:31:00Z');

beforeAll(async () => {
  testing = await createTestDatabase();
  await theBrennans(testing.database);
});
afterAll(() => testing.drop());

async function all<Line>(lines: AsyncIterable<Line>): Promise<Line[]> {
  const read: Line[] = [];
  for await (const line of lines) read.push(line);
  return read;
}

async function recorded(at: string, about: string[]) {
  const message = await aMessage(testing.database, at);
  await aDecision(testing.database, message, about, { contactId: 'P-KELLY' });
  await recordThem(testing.database, now, message);
  return message;
}

describe('every item carries name, date of birth and case record number (CR4.3c)', () => {
  test('a recording is exported in full, with overdue as of now; what was moved away is left out', async () => {
    const { database } = testing;
    const late = await recorded('2026-03-02T10:00:00Z', [ALFIE]);
    const message = await recorded('2026-03-05T09:05:00Z', [ALFIE]);
    const moved = await recorded('2026-03-09T09:05:00Z', [ALFIE]);
    await aDecision(database, moved, [MAISIE]);
    await recordThem(database, now, moved);
    const found = await database.prisma.contactRecording.findFirstOrThrow({
      where: { occurredFrom: message.at },
    });
    await completeRecording(database, {
      recordingId: found.id,
      workerId: 'W-PRIYA',
      surface: 'web',
      seenMessages: 1,
      at: now,
      submission: {
        statements: [{ kind: 'hearsay', source: 'Kelly', text: 'He fell on Wednesday.' }],
        significantEvent: { occurredOn: '2026-03-04', wording: 'Alfie fell from a wall.' },
      },
    });
    const statement = await database.prisma.statement.findFirstOrThrow();
    await correctStatement(database, {
      recordingId: found.id,
      statementId: statement.id,
      text: 'He fell on Tuesday.',
      reason: 'Wrong day',
      workerId: 'W-PRIYA',
      at: now,
    });

    const recordings = await all(readRecordings(database, { caseNumber: ALFIE, now }));

    expect(recordings).toHaveLength(2);
    expect(recordings[0]).toMatchObject({ messages: [late.id], state: 'overdue', statements: [] });
    expect(recordings[1]).toEqual({
      id: found.id,
      caseNumber: ALFIE,
      name: 'Alfie Brennan',
      dateOfBirth: '2016-05-04',
      parentalResponsibility: ['Kelly Brennan', 'Marcus Cole'],
      channel: 'sms',
      counterpart: '+447700900142',
      contactId: 'P-KELLY',
      workerId: 'W-PRIYA',
      occurredFrom: '2026-03-05T09:05:00.000Z',
      occurredTo: '2026-03-05T09:05:00.000Z',
      recordedAt: '2026-03-12T14:31:00.000Z',
      dueAt: '2026-03-09T23:59:59.000Z',
      state: 'complete',
      messages: [message.id],
      statements: [
        {
          kind: 'hearsay',
          source: 'Kelly',
          text: 'He fell on Wednesday.',
          author: 'W-PRIYA',
          at: '2026-03-12T14:31:00.000Z',
        },
      ],
      significantEvent: true,
      amendments: [
        {
          kind: 'hearsay',
          source: 'Kelly',
          text: 'He fell on Tuesday.',
          author: 'W-PRIYA',
          at: '2026-03-12T14:31:00.000Z',
          corrects: 'He fell on Wednesday.',
          reason: 'Wrong day',
          state: 'awaiting-manager',
          decidedBy: null,
          decidedAt: null,
          decisionReason: null,
        },
      ],
    });
  });

  test('the chronology holds significant events only, with the day they happened', async () => {
    const entries = await all(readChronology(testing.database, { now }));
    const later = await all(
      readChronology(testing.database, { now, since: new Date('2026-03-05T00:00:00Z') }),
    );

    expect(entries).toEqual([
      {
        caseNumber: ALFIE,
        name: 'Alfie Brennan',
        dateOfBirth: '2016-05-04',
        occurredAt: '2026-03-04',
        summary: 'Alfie fell from a wall.',
        recordingId: expect.any(String),
        author: 'W-PRIYA',
        at: '2026-03-12T14:31:00.000Z',
      },
    ]);
    expect(later).toEqual([]);
  });

  test('since and until choose exchanges by when they began', async () => {
    const until = new Date('2026-03-05T00:00:00Z');
    const before = await all(readRecordings(testing.database, { now, until }));
    const after = await all(readRecordings(testing.database, { now, since: until }));

    expect(before.map(({ caseNumber }) => caseNumber)).toEqual([ALFIE]);
    expect(after.map(({ caseNumber }) => caseNumber)).toEqual([ALFIE, MAISIE]);
  });

  test('a reader who stops early leaves no connection behind', async () => {
    for (let round = 0; round < 20; round += 1) {
      for await (const recording of readRecordings(testing.database, { now })) {
        expect(recording.id).toBeTruthy();
        break;
      }
    }

    expect(testing.database.pool.waitingCount).toBe(0);
    expect(testing.database.pool.idleCount).toBe(testing.database.pool.totalCount);
  });
});
