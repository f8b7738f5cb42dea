// Families to whom nobody has written since their message of over a day ago.
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
  /** Their first message that nobody answered. What goes out by itself is no answer. */
  since: Date;
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
       waiting.since
     FROM talked t
     LEFT JOIN LATERAL (SELECT m.occurred_at AS at FROM message m
       WHERE m.conversation_id = t.conversation_id AND m.kind = 'message'
         AND m.direction = 'outbound' AND NOT EXISTS (SELECT FROM send_state s
           JOIN send_intent i ON i.id = s.intent_id
           WHERE s.message_id = m.id AND i.kind <> 'reply')
       ORDER BY m.occurred_at DESC LIMIT 1) answered ON true
     CROSS JOIN LATERAL (SELECT min(m.occurred_at) AS since FROM message m
       WHERE m.conversation_id = t.conversation_id AND m.kind = 'message'
         AND m.direction = 'inbound' AND m.occurred_at >= $3
         AND m.occurred_at > coalesce(answered.at, '-infinity')) waiting
     CROSS JOIN LATERAL (SELECT r.worker_id, r.case_numbers, r.contact_id, r.counterpart
       FROM contact_recording r WHERE r.conversation_id = t.conversation_id
         AND r.state IN ('awaiting-context', 'complete')
       ORDER BY r.occurred_to DESC, r.case_number LIMIT 1) newest
     LEFT JOIN contact k ON k.contact_id = newest.contact_id
     WHERE waiting.since < $2 AND newest.worker_id = ANY($1)
     ORDER BY waiting.since, t.conversation_id`,
    [
      workerIds,
      new Date(now.getTime() - DAY_MS),
      new Date(now.getTime() - LOOKED_BACK_DAYS * DAY_MS),
    ],
  );
  return rows;
}
