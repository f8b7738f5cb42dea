// One send, for the card that says that it did not reach the family.
import type { Queryable } from '../database/client.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type SendToShow = {
  conversationId: string;
  workerId: string;
  contactName: string;
  relationship: string | null;
  caseNumbers: string[];
  body: string;
  at: Date;
  /** waiting, attempted, accepted, delivered, failed, seen-failed */
  state: string;
  words: string | null;
  onRecord: boolean;
};

/** A reply that somebody sent; null: there is none with this id. */
export async function readSend(
  connection: Queryable,
  intentId: string,
): Promise<SendToShow | null> {
  if (!UUID.test(intentId)) return null;
  const { rows } = await connection.query<SendToShow>(
    `SELECT i.conversation_id AS "conversationId", i.worker_id AS "workerId",
       k.name AS "contactName", link.relationship, i.case_numbers AS "caseNumbers", i.body, i.at,
       s.state, s.words, s.message_id IS NOT NULL AS "onRecord"
     FROM send_intent i JOIN send_state s ON s.intent_id = i.id
     JOIN contact k ON k.contact_id = i.contact_id
     LEFT JOIN LATERAL (SELECT r.relationship FROM relationship r
       WHERE r.contact_id = i.contact_id AND r.case_number = ANY(i.case_numbers)
       ORDER BY r.valid_from DESC LIMIT 1) link ON true
     WHERE i.id = $1 AND i.kind = 'reply'`,
    [intentId],
  );
  return rows[0] ?? null;
}
