// The manager's agreement to a correction is part of the record (Coventry 4.5b). Agreed or not, the
// first words stay: the decision stands beside both.
import { recordAudit } from '../access/audit-store.ts';
import type { Queryable } from '../database/client.ts';

export type Agreement = {
  /** The corrected words, not the first ones. */
  correctionId: string;
  agreed: boolean;
  /** Needed where it is not agreed. */
  reason: string | null;
  managerId: string;
  at: Date;
};

export type AgreementOutcome =
  | { outcome: 'decided' }
  /** Somebody was first: theirs holds. */
  | { outcome: 'decided-before'; agreed: boolean; by: string; at: Date }
  /** Nobody agrees to their own correction. */
  | { outcome: 'own-correction' }
  | { outcome: 'no-such-correction' };

/** Records the decision, once. The caller has checked that this manager may see the child. */
export async function decideCorrection(
  connection: Queryable,
  { correctionId, agreed, reason, managerId, at }: Agreement,
): Promise<AgreementOutcome> {
  const { rows } = await connection.query<{
    recordingId: string;
    caseNumber: string;
    author: string;
  }>(
    `SELECT s.recording_id AS "recordingId", r.case_number AS "caseNumber", s.author
     FROM statement s JOIN contact_recording r ON r.id = s.recording_id
     WHERE s.id = $1 AND s.corrects_id IS NOT NULL`,
    [correctionId],
  );
  const [correction] = rows;
  if (correction === undefined) return { outcome: 'no-such-correction' };
  if (correction.author === managerId) return { outcome: 'own-correction' };
  const { rowCount } = await connection.query(
    `INSERT INTO correction_decision (statement_id, recording_id, agreed, reason, decided_by, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (statement_id) DO NOTHING`,
    [correctionId, correction.recordingId, agreed, reason, managerId, at],
  );
  if (rowCount === 0) return decidedBefore(connection, correctionId);
  await recordAudit(connection, {
    at,
    actor: managerId,
    action: agreed ? 'agree-correction' : 'decline-correction',
    subjectKind: 'recording',
    subjectId: correction.recordingId,
    caseNumbers: [correction.caseNumber],
    detail: { correctionId },
  });
  return { outcome: 'decided' };
}

async function decidedBefore(
  connection: Queryable,
  correctionId: string,
): Promise<AgreementOutcome> {
  const { rows } = await connection.query<{ agreed: boolean; by: string; at: Date }>(
    `SELECT agreed, decided_by AS by, decided_at AS at FROM correction_decision WHERE statement_id = $1`,
    [correctionId],
  );
  return rows[0] ? { outcome: 'decided-before', ...rows[0] } : { outcome: 'no-such-correction' };
}
