import { expect, test } from 'vitest';
import { theBrennans } from '../../test/support/brennans.ts';
import { testDatabase } from '../../test/support/database.ts';
import { aCorrection } from '../../test/support/supervision.ts';
import { type ExportedRecording, readRecordings } from '../record/export-store.ts';
import { decideCorrection } from './agreement-store.ts';

const NOW = new Date('2026-03-13T10:00:00Z');

test('an exported amendment says what the manager decided, who, when and why (CR4.5b)', async () => {
  const { database } = await testDatabase();
  await theBrennans(database);
  const { recordingId } = await aCorrection(database, '2026-03-05T09:05:00Z');
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id FROM statement WHERE recording_id = $1 AND corrects_id IS NOT NULL',
    [recordingId],
  );
  const decide = (managerId: string, agreed: boolean) =>
    database.transaction((connection) =>
      decideCorrection(connection, {
        correctionId: rows[0]?.id ?? '',
        agreed,
        reason: 'The diary says Tuesday.',
        managerId,
        at: NOW,
      }),
    );

  expect(await decide('W-PRIYA', true)).toEqual({ outcome: 'own-correction' });
  expect(await decide('W-HELEN', true)).toEqual({ outcome: 'decided' });
  expect(await decide('W-FAR', false)).toMatchObject({
    outcome: 'decided-before',
    agreed: true,
    by: 'W-HELEN',
  });

  const exported: ExportedRecording[] = [];
  for await (const line of readRecordings(database, { now: NOW })) exported.push(line);
  const [recording] = exported;
  expect(recording?.statements.map(({ text }) => text)).toEqual([
    'I saw him on Wednesday 4 March.',
  ]);
  expect(recording?.amendments).toMatchObject([
    {
      text: 'I saw him on Tuesday 3 March.',
      corrects: 'I saw him on Wednesday 4 March.',
      state: 'agreed',
      decidedBy: 'W-HELEN',
      decidedAt: NOW.toISOString(),
      decisionReason: 'The diary says Tuesday.',
    },
  ]);
});
