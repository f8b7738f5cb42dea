// A correction is a later statement beside the first words, which stay whole (Coventry 4.5a).
import { randomUUID } from 'node:crypto';
import { recordAudit } from '../access/audit-store.ts';
import type { Database } from '../database/client.ts';

export type Correction = {
  recordingId: string;
  statementId: string;
  text: string;
  reason: string;
  workerId: string;
  at: Date;
};

/**
 * Puts corrected words beside a statement of this recording. Returns false when there is no such
 * statement there, or when it is itself a correction.
 */
export async function correctStatement(
  database: Database,
  { recordingId, statementId, text, reason, workerId, at }: Correction,
): Promise<boolean> {
  return database.transaction(async (connection) => {
    const { rows } = await connection.query<{ caseNumber: string }>(
      `SELECT r.case_number AS "caseNumber"
       FROM statement s JOIN contact_recording r ON r.id = s.recording_id
       WHERE s.id = $1 AND r.id = $2 AND s.corrects_id IS NULL AND r.state = 'complete'
       FOR UPDATE OF r`,
      [statementId, recordingId],
    );
    const [recording] = rows;
    if (recording === undefined) return false;
    const { rowCount } = await connection.query(
      'SELECT 1 FROM statement WHERE corrects_id = $1 AND author = $2 AND text = $3',
      [statementId, workerId, text],
    );
    if (rowCount !== 0) return true; // the button was pressed twice
    await connection.query(
      `INSERT INTO statement (id, recording_id, kind, source, text, author, at, corrects_id, reason)
       SELECT $2, recording_id, kind, source, $3, $4, $5, id, $6 FROM statement WHERE id = $1`,
      [statementId, randomUUID(), text, workerId, at, reason],
    );
    await recordAudit(connection, {
      at,
      actor: workerId,
      action: 'correct-statement',
      subjectKind: 'recording',
      subjectId: recordingId,
      caseNumbers: [recording.caseNumber],
      detail: { statementId },
    });
    return true;
  });
}
