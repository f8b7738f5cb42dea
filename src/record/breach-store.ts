// A message that had been visible on a wrong child's record is reported (Coventry 6.4).
import type { Queryable } from '../database/client.ts';
import { derivedId } from '../messaging/identity.ts';
import type { Withdrawal } from './record-plan.ts';

/**
 * Opens one breach note for each recording that somebody had seen, or completed, while these
 * messages stood on it. Call before the withdrawals are written.
 *
 * What was seen is asked of the audit: views of the recording, of the child's record or chronology,
 * and exports. Both times are the database's own, so that a demonstration's clock changes nothing.
 */
export async function openBreachNotes(
  connection: Queryable,
  withdrawals: readonly Withdrawal[],
): Promise<void> {
  if (withdrawals.length === 0) return;
  const { rows } = await connection.query<{
    recordingId: string;
    caseNumber: string;
    completedBy: string | null;
    seenBy: string[];
  }>(
    `SELECT r.id AS "recordingId", r.case_number AS "caseNumber", r.completed_by AS "completedBy",
       ARRAY(
         SELECT e.actor FROM audit_event e
         WHERE e.action = 'view' AND e.subject_kind = 'recording' AND e.subject_id = r.id::text
           AND e.recorded_at >= placed.since
         UNION
         SELECT e.actor FROM audit_event e
         WHERE e.action = 'view' AND e.subject_kind IN ('child', 'chronology')
           AND e.subject_id = r.case_number AND e.recorded_at >= placed.since
         UNION
         SELECT e.actor FROM audit_event e
         WHERE e.action = 'export' AND e.recorded_at >= placed.since
           AND (e.case_numbers = '{}' OR e.case_numbers @> ARRAY[r.case_number])) AS "seenBy"
     FROM (SELECT rm.recording_id, min(rm.added_at) AS since
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS w (recording_id, message_id, placed_by_id)
       JOIN recording_message rm ON rm.recording_id = w.recording_id
         AND rm.message_id = w.message_id AND rm.attribution_id = w.placed_by_id
       GROUP BY rm.recording_id) placed
     JOIN contact_recording r ON r.id = placed.recording_id`,
    [
      withdrawals.map((w) => w.recordingId),
      withdrawals.map((w) => w.messageId),
      withdrawals.map((w) => w.placedById),
    ],
  );
  for (const { recordingId, caseNumber, completedBy, seenBy } of rows) {
    const people = new Set([...seenBy, ...(completedBy === null ? [] : [completedBy])]);
    if (people.size === 0) continue;
    const moved = withdrawals.filter((withdrawal) => withdrawal.recordingId === recordingId);
    const [first] = moved;
    if (first === undefined) continue;
    await connection.query(
      `INSERT INTO breach_note (id, recording_id, case_number, message_ids, reason, seen_by,
         opened_by, opened_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [
        derivedId('breach', recordingId, first.attributionId),
        recordingId,
        caseNumber,
        moved.map(({ messageId }) => messageId),
        first.reason,
        [...people].sort(),
        first.withdrawnBy,
        first.withdrawnAt,
      ],
    );
  }
}

/** A manager reports a breach about these messages: one note for each recording that they stand on. */
export async function reportBreach(
  connection: Queryable,
  report: { messageIds: readonly string[]; reason: string; openedBy: string; at: Date },
): Promise<void> {
  await connection.query(
    `INSERT INTO breach_note (id, recording_id, case_number, message_ids, reason, seen_by, opened_by,
       opened_at)
     SELECT gen_random_uuid(), r.id, r.case_number, array_agg(DISTINCT rm.message_id), $2,
       ARRAY(SELECT DISTINCT e.actor FROM audit_event e WHERE e.action = 'view'
         AND ((e.subject_kind = 'recording' AND e.subject_id = r.id::text)
           OR (e.subject_kind = 'conversation' AND e.subject_id = r.conversation_id::text))), $3, $4
     FROM recording_message rm JOIN contact_recording r ON r.id = rm.recording_id
     WHERE rm.message_id = ANY($1::uuid[]) AND r.state IN ('awaiting-context', 'complete')
     GROUP BY r.id`,
    [report.messageIds, report.reason, report.openedBy, report.at],
  );
}
