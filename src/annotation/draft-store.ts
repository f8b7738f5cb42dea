// What a worker has typed and not yet put on the record: theirs alone, until they finish.
import { z } from 'zod';
import type { Database } from '../database/client.ts';

export type DraftFields = Readonly<Record<string, string | readonly string[]>>;
export type Draft = { fields: DraftFields; changedAt: Date };

const fieldsSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** Keeps the form of a recording for this worker, over what was kept before. */
export async function saveDraft(
  { pool }: Database,
  workerId: string,
  recordingId: string,
  { fields, changedAt }: Draft,
): Promise<void> {
  await pool.query(
    `INSERT INTO draft (worker_id, form, subject_id, fields, changed_at)
     VALUES ($1, 'recording', $2, $3, $4)
     ON CONFLICT (worker_id, form, subject_id)
     DO UPDATE SET fields = EXCLUDED.fields, changed_at = EXCLUDED.changed_at`,
    [workerId, recordingId, JSON.stringify(fields), changedAt],
  );
}

/** What this worker had kept for a recording, or null. */
export async function readDraft(
  { pool }: Database,
  workerId: string,
  recordingId: string,
): Promise<Draft | null> {
  const { rows } = await pool.query(
    `SELECT fields, changed_at FROM draft
     WHERE worker_id = $1 AND form = 'recording' AND subject_id = $2`,
    [workerId, recordingId],
  );
  const [row] = rows;
  return row ? { fields: fieldsSchema.parse(row.fields), changedAt: row.changed_at } : null;
}
