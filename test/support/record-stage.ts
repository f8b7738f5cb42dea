// The record stage on a real database, for its tests: two children with a worker each, and one
// without. Every test has a counterpart of its own.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createRecordStage } from '../../src/record/stage.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { aChild, aDecision, aMessage, aWorker, type BuiltMessage, workFor } from './records.ts';

export const now = new Date('2026-03-12T18:00:00Z');

/** Call once at the top of a test file. */
export function recordStageWorld() {
  let testing: TestDatabase;
  let counterpart = '';
  let counter = 100;
  const stage = createRecordStage({ clock: () => now, nation: 'england-and-wales' });

  beforeAll(async () => {
    testing = await createTestDatabase();
    const { database } = testing;
    await aWorker(database, 'W1');
    await aWorker(database, 'W2');
    await aWorker(database, 'W9');
    await aChild(database, 'C1', { lead: 'W1' });
    await aChild(database, 'C2', { lead: 'W2' });
    await aChild(database, 'C3');
  });
  afterAll(() => testing.drop());
  beforeEach(() => {
    counter += 1;
    counterpart = `+447700900${counter}`;
  });

  return {
    database: () => testing.database,
    counterpart: () => counterpart,
    says: (at: string, changes: { officialNumber?: string; origin?: string } = {}) =>
      aMessage(testing.database, at, { counterpart, ...changes }),
    about: (message: BuiltMessage, caseNumbers: string[], by?: string, reason?: string) =>
      aDecision(testing.database, message, caseNumbers, {
        ...(by ? { by } : {}),
        ...(reason ? { reason } : {}),
      }),
    /** Lets the stage do these messages, as the drain would. */
    process: (...messages: BuiltMessage[]) =>
      testing.database.transaction((connection) =>
        stage.process(connection, messages.map(workFor)),
      ),
    recordings: () =>
      testing.database.prisma.contactRecording.findMany({
        where: { counterpart, state: { not: 'joined' } },
        orderBy: [{ occurredFrom: 'asc' }, { caseNumber: 'asc' }],
      }),
    /** Which messages stand on which child's recordings now. */
    async onRecord() {
      const { rows } = await testing.database.pool.query(
        `SELECT r.case_number, array_agg(rm.message_id::text ORDER BY m.occurred_at) AS messages
         FROM contact_recording r JOIN recording_message rm ON rm.recording_id = r.id
         JOIN message m ON m.id = rm.message_id
         WHERE r.counterpart = $1 AND NOT EXISTS (SELECT 1 FROM recording_withdrawal w
           WHERE w.recording_id = rm.recording_id AND w.message_id = rm.message_id
             AND w.placed_by_id = rm.attribution_id)
         GROUP BY r.id, r.case_number ORDER BY min(m.occurred_at), r.case_number`,
        [counterpart],
      );
      return rows.map((row) => [row.case_number, row.messages]);
    },
  };
}
