// A week of the Brennans for tests of supervision: something flagged, something overdue, a correction,
// a plan due for review, and messages on nobody's record.
import { randomUUID } from 'node:crypto';
import { completeRecording } from '../../src/annotation/complete-store.ts';
import { correctStatement } from '../../src/annotation/correction-store.ts';
import { keepPlan } from '../../src/contact-plans/plan-store.ts';
import type { Database } from '../../src/database/client.ts';
import { ALFIE, MAISIE, recordThem } from './brennans.ts';
import { aDecision, aFlag, aMessage, KELLY, OFFICIAL } from './records.ts';

export const FRIDAY = new Date('2026-03-13T10:00:00Z');

/** Recorded at `at`; who is asked is the lead worker. Returns the recording of each child. */
export async function anExchange(
  database: Database,
  at: string,
  changes: {
    body?: string;
    caseNumbers?: string[];
    flag?: { severity: string; evidence: string[]; category?: string };
    counterpart?: string;
  } = {},
): Promise<Map<string, string>> {
  const caseNumbers = changes.caseNumbers ?? [ALFIE];
  const message = await aMessage(database, at, {
    body: changes.body ?? 'hes had a good day',
    ...(changes.counterpart ? { counterpart: changes.counterpart } : {}),
  });
  await aDecision(database, message, caseNumbers, { contactId: 'P-KELLY' });
  if (changes.flag) await aFlag(database, message, changes.flag);
  await recordThem(database, new Date(at), message);
  const { rows } = await database.pool.query<{ caseNumber: string; id: string }>(
    `SELECT r.case_number AS "caseNumber", r.id FROM recording_message rm
     JOIN contact_recording r ON r.id = rm.recording_id WHERE rm.message_id = $1`,
    [message.id],
  );
  return new Map(rows.map(({ caseNumber, id }) => [caseNumber, id]));
}

/** A complete recording with one statement, which its worker then corrects. Returns both ids. */
export async function aCorrection(database: Database, at: string) {
  const recordingId = (await anExchange(database, at)).get(ALFIE) ?? '';
  await completeRecording(database, {
    recordingId,
    workerId: 'W-PRIYA',
    surface: 'web',
    seenMessages: 1,
    submission: {
      statements: [{ kind: 'fact', source: null, text: 'I saw him on Wednesday 4 March.' }],
      significantEvent: null,
    },
    at: new Date(at),
  });
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id FROM statement WHERE recording_id = $1',
    [recordingId],
  );
  const statementId = rows[0]?.id ?? '';
  await correctStatement(database, {
    recordingId,
    statementId,
    text: 'I saw him on Tuesday 3 March.',
    reason: 'I wrote down the wrong day.',
    workerId: 'W-PRIYA',
    at: new Date(at),
  });
  return { recordingId, statementId };
}

/** A plan with Kelly, agreed in one act for these children. */
export function aPlan(
  database: Database,
  changes: { caseNumbers?: string[]; reviewOn?: string; usedBy?: string[] } = {},
): Promise<void> {
  return database.transaction((connection) =>
    keepPlan(connection, {
      contactId: 'P-KELLY',
      caseNumbers: changes.caseNumbers ?? [ALFIE, MAISIE],
      terms: {
        purpose: 'Arranging visits.',
        channels: ['sms'],
        hoursFrom: '08:00',
        hoursTo: '18:00',
        days: [1, 2, 3, 4, 5],
        usedBy: changes.usedBy ?? ['W-PRIYA'],
        risks: 'Marcus Cole may see the phone.',
        measures: 'We ring first.',
        agreedWith: 'Kelly Brennan, by phone',
        reviewOn: changes.reviewOn ?? '2026-03-10',
      },
      endedReason: null,
      by: 'W-PRIYA',
      at: new Date('2025-12-10T10:00:00Z'),
    }),
  );
}

/** A question that waits for Priya: Kelly's text names neither child. */
export async function aQuestion(database: Database, at: string): Promise<string> {
  const { conversationId } = await aMessage(database, at);
  const id = randomUUID();
  await database.pool.query(
    `INSERT INTO open_question (id, conversation_id, official_number, channel, counterpart,
       contact_id, case_numbers, asked_at, last_at, message_count)
     VALUES ($1, $2, $3, 'sms', $4, 'P-KELLY', $5, $6, $6, 1)`,
    [id, conversationId, OFFICIAL, KELLY, [ALFIE, MAISIE], new Date(at)],
  );
  return id;
}
