// What the record stage writes. The append-only rows are the record; contact_recording sums them up.
import type { Queryable } from '../database/client.ts';
import type { Placement, Withdrawal } from './record-plan.ts';
import type { Recording } from './recording.ts';

/** Puts new recordings on the record. */
export async function insertRecordings(
  connection: Queryable,
  recordings: readonly Recording[],
): Promise<void> {
  if (recordings.length === 0) return;
  await connection.query(
    `INSERT INTO contact_recording (id, exchange_id, case_number, conversation_id, channel,
       official_number, counterpart, contact_id, case_numbers, worker_id, occurred_from, occurred_to,
       message_count, recorded_at, due_at, urgent_at, state, origin)
     SELECT id, exchange_id, case_number, conversation_id, channel, official_number, counterpart,
       contact_id, ARRAY(SELECT jsonb_array_elements_text(case_numbers)), worker_id, occurred_from,
       occurred_to, message_count, recorded_at, due_at, urgent_at, 'awaiting-context', origin
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::jsonb[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::int[],
       $14::timestamptz[], $15::timestamptz[], $16::timestamptz[], $17::text[])
       AS r (id, exchange_id, case_number, conversation_id, channel, official_number, counterpart,
         contact_id, case_numbers, worker_id, occurred_from, occurred_to, message_count, recorded_at,
         due_at, urgent_at, origin)`,
    [
      recordings.map((r) => r.id),
      recordings.map((r) => r.exchangeId),
      recordings.map((r) => r.caseNumber),
      recordings.map((r) => r.conversationId),
      recordings.map((r) => r.channel),
      recordings.map((r) => r.officialNumber),
      recordings.map((r) => r.counterpart),
      recordings.map((r) => r.contactId),
      recordings.map((r) => JSON.stringify(r.caseNumbers)),
      recordings.map((r) => r.workerId),
      recordings.map((r) => r.occurredFrom),
      recordings.map((r) => r.occurredTo),
      recordings.map((r) => r.messageCount),
      recordings.map((r) => r.recordedAt),
      recordings.map((r) => r.dueAt),
      recordings.map((r) => r.urgentAt),
      recordings.map((r) => r.origin),
    ],
  );
}

/** Brings the summaries of recordings up to date with what was put on them. */
export async function updateRecordings(
  connection: Queryable,
  recordings: readonly Recording[],
): Promise<void> {
  if (recordings.length === 0) return;
  await connection.query(
    `UPDATE contact_recording r SET occurred_from = n.occurred_from, occurred_to = n.occurred_to,
       message_count = n.message_count, due_at = n.due_at, urgent_at = n.urgent_at,
       worker_id = n.worker_id
     FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::int[], $5::timestamptz[],
       $6::timestamptz[], $7::text[])
       AS n (id, occurred_from, occurred_to, message_count, due_at, urgent_at, worker_id)
     WHERE r.id = n.id`,
    [
      recordings.map((r) => r.id),
      recordings.map((r) => r.occurredFrom),
      recordings.map((r) => r.occurredTo),
      recordings.map((r) => r.messageCount),
      recordings.map((r) => r.dueAt),
      recordings.map((r) => r.urgentAt),
      recordings.map((r) => r.workerId),
    ],
  );
}

/** Puts messages on recordings. */
export async function insertPlacements(
  connection: Queryable,
  placements: readonly Placement[],
): Promise<void> {
  if (placements.length === 0) return;
  await connection.query(
    `INSERT INTO recording_message (recording_id, message_id, attribution_id)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) ON CONFLICT DO NOTHING`,
    [
      placements.map((p) => p.recordingId),
      placements.map((p) => p.messageId),
      placements.map((p) => p.placedById),
    ],
  );
}

/** Leaves a marker without content where a message was on the wrong child's record. */
export async function insertWithdrawals(
  connection: Queryable,
  withdrawals: readonly Withdrawal[],
): Promise<void> {
  if (withdrawals.length === 0) return;
  await connection.query(
    `INSERT INTO recording_withdrawal (recording_id, message_id, placed_by_id, attribution_id, kind,
       reason, withdrawn_by, withdrawn_at)
     SELECT recording_id, message_id, placed_by_id, attribution_id, 'moved', reason, by, at
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
       $7::timestamptz[])
       AS w (recording_id, message_id, placed_by_id, attribution_id, reason, by, at)
     ON CONFLICT DO NOTHING`,
    [
      withdrawals.map((w) => w.recordingId),
      withdrawals.map((w) => w.messageId),
      withdrawals.map((w) => w.placedById),
      withdrawals.map((w) => w.attributionId),
      withdrawals.map((w) => w.reason),
      withdrawals.map((w) => w.withdrawnBy),
      withdrawals.map((w) => w.withdrawnAt),
    ],
  );
}

const ON_IT_NOW = `NOT EXISTS (SELECT 1 FROM recording_withdrawal w
  WHERE w.recording_id = rm.recording_id AND w.message_id = rm.message_id
    AND w.placed_by_id = rm.attribution_id)`;

/** Makes runs on one record that nothing separates any more into one recording. */
export async function joinRecordings(
  connection: Queryable,
  joins: readonly { from: string; into: string }[],
  at: Date,
): Promise<void> {
  if (joins.length === 0) return;
  const from = joins.map((join) => join.from);
  const into = joins.map((join) => join.into);
  await connection.query(
    `INSERT INTO recording_message (recording_id, message_id, attribution_id)
     SELECT j.into_id, rm.message_id, rm.attribution_id
     FROM unnest($1::uuid[], $2::uuid[]) AS j (from_id, into_id)
     JOIN recording_message rm ON rm.recording_id = j.from_id
     WHERE ${ON_IT_NOW} ON CONFLICT DO NOTHING`,
    [from, into],
  );
  await connection.query(
    `INSERT INTO recording_withdrawal (recording_id, message_id, placed_by_id, attribution_id, kind,
       reason, withdrawn_by, withdrawn_at)
     SELECT rm.recording_id, rm.message_id, rm.attribution_id, rm.attribution_id, 'joined',
       'A message in between made this one exchange with an earlier recording on this record.',
       'system', $2
     FROM recording_message rm WHERE rm.recording_id = ANY($1::uuid[]) AND ${ON_IT_NOW}`,
    [from, at],
  );
  await connection.query(
    `UPDATE contact_recording SET state = 'joined', message_count = 0 WHERE id = ANY($1::uuid[])`,
    [from],
  );
}

/**
 * Counts recordings again from the messages that are left on them. One with none left is
 * withdrawn. Due times stay: they are never extended.
 */
export async function recountRecordings(
  connection: Queryable,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await connection.query(
    `WITH left_on AS (
       SELECT r.id, count(m.id)::int AS messages, min(m.occurred_at) AS first_at,
         max(m.occurred_at) AS last_at,
         min(m.occurred_at) FILTER (WHERE EXISTS (SELECT 1 FROM flag
           WHERE flag.message_id = m.id AND flag.severity = 'urgent')) AS urgent_at,
         count(DISTINCT ca.case_numbers) AS sets,
         min(ca.case_numbers) AS about
       FROM contact_recording r
       LEFT JOIN recording_message rm ON rm.recording_id = r.id AND ${ON_IT_NOW}
       LEFT JOIN message m ON m.id = rm.message_id
       LEFT JOIN current_attribution ca ON ca.message_id = m.id
       WHERE r.id = ANY($1::uuid[]) AND r.state <> 'joined'
       GROUP BY r.id
     )
     UPDATE contact_recording r SET
       message_count = n.messages,
       occurred_from = coalesce(n.first_at, r.occurred_from),
       occurred_to = coalesce(n.last_at, r.occurred_to),
       urgent_at = n.urgent_at,
       case_numbers = CASE WHEN n.sets = 1
         THEN ARRAY(SELECT DISTINCT c COLLATE "C" FROM unnest(n.about) AS c ORDER BY 1)
         ELSE r.case_numbers END,
       state = CASE WHEN n.messages = 0 THEN 'withdrawn' ELSE r.state END
     FROM left_on n WHERE r.id = n.id`,
    [ids],
  );
}
