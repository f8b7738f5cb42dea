// Managers' decisions where they belong: on the child's record, beside the messages they are about,
// and before the worker who is asked about them.
import type { Queryable } from '../database/client.ts';
import type { Decision } from './item.ts';
import { nameOf } from './queue-store.ts';

export type RecordDecision = {
  id: string;
  conversationId: string;
  decision: Decision;
  reason: string;
  followUp: string | null;
  /** 2026-03-13 */
  followUpOn: string | null;
  decidedByName: string;
  decidedAt: Date;
};

const COLUMNS = `d.id, o.conversation_id AS "conversationId", d.decision, d.reason,
  d.follow_up AS "followUp", d.follow_up_on::text AS "followUpOn",
  ${nameOf('d.decided_by')} AS "decidedByName", d.decided_at AS "decidedAt"`;

/** The item is about a message that is about this child now: after a correction it goes along. */
const aboutChild = (caseNumber: string) => `EXISTS (
  SELECT FROM oversight_item_flag j JOIN flag f ON f.id = j.flag_id
  JOIN current_attribution t ON t.message_id = f.message_id
  WHERE j.item_id = o.id AND ${caseNumber} = ANY(t.case_numbers))`;

/** On one child's record, newest first. */
export async function listDecisionsOnChild(
  connection: Queryable,
  caseNumber: string,
  limit: number,
): Promise<RecordDecision[]> {
  const { rows } = await connection.query<RecordDecision>(
    `SELECT ${COLUMNS} FROM oversight_decision d JOIN oversight_item o ON o.id = d.item_id
     WHERE d.on_record AND ${aboutChild('$1')}
       AND o.conversation_id IN (SELECT r.conversation_id FROM contact_recording r WHERE r.case_number = $1)
     ORDER BY d.decided_at DESC, d.sequence DESC LIMIT $2`,
    [caseNumber, limit],
  );
  return rows;
}

/** About messages of one recording, in the order in which they were made. */
export async function listDecisionsOnRecording(
  connection: Queryable,
  recordingId: string,
): Promise<RecordDecision[]> {
  const { rows } = await connection.query<RecordDecision>(
    `SELECT ${COLUMNS} FROM oversight_decision d JOIN oversight_item o ON o.id = d.item_id
     JOIN contact_recording r ON r.id = $1 AND r.conversation_id = o.conversation_id
     WHERE d.on_record AND ${aboutChild('r.case_number')} AND EXISTS (
       SELECT FROM oversight_item_flag j JOIN flag f ON f.id = j.flag_id
       JOIN recording_message rm ON rm.message_id = f.message_id AND rm.recording_id = r.id
       WHERE j.item_id = o.id)
     ORDER BY d.sequence`,
    [recordingId],
  );
  return rows;
}

/**
 * About messages of one conversation, newest first: those whose children are all among `cases`, so
 * that no decision is shown to somebody who may not see whom it is about.
 */
export async function listDecisionsOnConversation(
  connection: Queryable,
  conversationId: string,
  cases: readonly string[],
  limit: number,
): Promise<RecordDecision[]> {
  const { rows } = await connection.query<RecordDecision>(
    `SELECT ${COLUMNS} FROM oversight_decision d JOIN oversight_item o ON o.id = d.item_id
     WHERE o.conversation_id = $1 AND d.on_record AND NOT EXISTS (
       SELECT FROM oversight_item_flag j JOIN flag f ON f.id = j.flag_id
       JOIN current_attribution t ON t.message_id = f.message_id
       WHERE j.item_id = o.id AND NOT t.case_numbers <@ $2::text[])
     ORDER BY d.decided_at DESC, d.sequence DESC LIMIT $3`,
    [conversationId, cases, limit],
  );
  return rows;
}

export type UnseenDecision = RecordDecision & {
  contactName: string | null;
  relationship: string | null;
  counterpart: string;
  /** The children on whose recordings the worker is asked. */
  children: string[];
};

/**
 * $1: the worker who is asked about a recording with a flagged message, and has not seen the
 * decision. $2: one made longer ago is on the record and in no inbox any more.
 */
const UNSEEN = `FROM oversight_decision d JOIN oversight_item o ON o.id = d.item_id
  WHERE d.on_record AND d.decided_by <> $1 AND d.decided_at > $2::timestamptz - interval '60 days'
    AND NOT EXISTS (SELECT FROM oversight_decision_seen n WHERE n.decision_id = d.id AND n.worker_id = $1)
    AND EXISTS (SELECT FROM oversight_item_flag j JOIN flag f ON f.id = j.flag_id
      JOIN recording_message rm ON rm.message_id = f.message_id
      JOIN contact_recording r ON r.id = rm.recording_id AND r.worker_id = $1
        AND r.state IN ('awaiting-context', 'complete')
      JOIN current_attribution t ON t.message_id = f.message_id AND r.case_number = ANY(t.case_numbers)
      WHERE j.item_id = o.id)`;

export async function countUnseenDecisions(
  connection: Queryable,
  workerId: string,
  now: Date,
): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    `SELECT count(*)::int AS count ${UNSEEN}`,
    [workerId, now],
  );
  return rows[0]?.count ?? 0;
}

/** The newest first, only children whom the worker may see (`cases`) by name. */
export async function listUnseenDecisions(
  connection: Queryable,
  workerId: string,
  now: Date,
  cases: readonly string[],
): Promise<UnseenDecision[]> {
  const { rows } = await connection.query<UnseenDecision>(
    `WITH unseen AS (SELECT d.id ${UNSEEN} ORDER BY d.decided_at DESC LIMIT 25)
     SELECT ${COLUMNS}, v.counterpart, who.name AS "contactName", who.relationship,
       ARRAY(SELECT DISTINCT c.name FROM oversight_item_flag j JOIN flag f ON f.id = j.flag_id
         JOIN current_attribution t ON t.message_id = f.message_id
         JOIN child c ON c.case_number = ANY(t.case_numbers)
         WHERE j.item_id = o.id AND c.case_number = ANY($3)) AS children
     FROM unseen JOIN oversight_decision d USING (id) JOIN oversight_item o ON o.id = d.item_id
     JOIN conversation v ON v.id = o.conversation_id
     LEFT JOIN LATERAL (
       SELECT k.name, (SELECT r.relationship FROM relationship r WHERE r.contact_id = k.contact_id
           AND r.case_number = ANY(t.case_numbers) ORDER BY r.valid_from DESC LIMIT 1) AS relationship
       FROM oversight_item_flag j JOIN flag f ON f.id = j.flag_id
       JOIN current_attribution t ON t.message_id = f.message_id
       JOIN contact k ON k.contact_id = t.contact_id
       WHERE j.item_id = o.id ORDER BY f.at LIMIT 1) who ON true
     ORDER BY d.decided_at DESC`,
    [workerId, now, cases],
  );
  return rows;
}

/** The worker has seen it. False: it was not before them. */
export async function markDecisionSeen(
  connection: Queryable,
  decisionId: string,
  workerId: string,
  seenAt: Date,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `INSERT INTO oversight_decision_seen (decision_id, worker_id, seen_at)
     SELECT d.id, $1, $2 ${UNSEEN} AND d.id = $3 ON CONFLICT DO NOTHING`,
    [workerId, seenAt, decisionId],
  );
  return (rowCount ?? 0) > 0;
}
