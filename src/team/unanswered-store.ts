// Families whose last message nobody has answered for over a day.
import type { Queryable } from '../database/client.ts';

const DAY_MS = 86_400_000;
/** A message that nobody answered for a month is no longer waiting: it is history. */
const LOOKED_BACK_DAYS = 28;

export type UnansweredFamily = {
  conversationId: string;
  /** Who is asked about the newest recording in the conversation. */
  workerId: string;
  caseNumbers: string[];
  contactName: string | null;
  counterpart: string;
  lastAt: Date;
};

/** The longest waiting first. A conversation counts once, for the worker who was asked last. */
export async function listUnanswered(
  connection: Queryable,
  workerIds: readonly string[],
  now: Date,
): Promise<UnansweredFamily[]> {
  const { rows } = await connection.query<UnansweredFamily>(
    `WITH talked AS (
       SELECT DISTINCT r.conversation_id FROM contact_recording r
       WHERE r.worker_id = ANY($1) AND r.state IN ('awaiting-context', 'complete')
         AND r.due_at >= $3 AND r.occurred_to >= $3
     )
     SELECT t.conversation_id AS "conversationId", newest.worker_id AS "workerId",
       newest.case_numbers AS "caseNumbers", k.name AS "contactName", newest.counterpart,
       last.occurred_at AS "lastAt"
     FROM talked t
     CROSS JOIN LATERAL (SELECT m.direction, m.occurred_at FROM message m
       WHERE m.conversation_id = t.conversation_id AND m.kind = 'message'
       ORDER BY m.occurred_at DESC, m.sequence DESC LIMIT 1) last
     CROSS JOIN LATERAL (SELECT r.worker_id, r.case_numbers, r.contact_id, r.counterpart
       FROM contact_recording r WHERE r.conversation_id = t.conversation_id
         AND r.state IN ('awaiting-context', 'complete')
       ORDER BY r.occurred_to DESC, r.case_number LIMIT 1) newest
     LEFT JOIN contact k ON k.contact_id = newest.contact_id
     WHERE last.direction = 'inbound' AND last.occurred_at < $2 AND last.occurred_at >= $3
       AND newest.worker_id = ANY($1)
     ORDER BY last.occurred_at, t.conversation_id`,
    [
      workerIds,
      new Date(now.getTime() - DAY_MS),
      new Date(now.getTime() - LOOKED_BACK_DAYS * DAY_MS),
    ],
  );
  return rows;
}
