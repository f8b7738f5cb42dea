// Reads what is to be looked at, and writes the flags raised. Flags are only ever added.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';
import type { Direction } from '../messaging/message.ts';
import type { Flag } from './flag.ts';

/** Words to look at: a message's, or what an edit made of them. */
export type Written = {
  /** The work's subject: the message, or the edit. */
  subjectId: string;
  messageId: string;
  conversationId: string;
  direction: Direction;
  text: string;
  at: Date;
  /** Casethread wrote it itself: a notice, an out-of-hours answer, a text to the duty phone. */
  byItself: boolean;
};

const BY_ITSELF = `(EXISTS (
    SELECT FROM send_state s JOIN send_intent i ON i.id = s.intent_id
    WHERE s.message_id = message.id AND i.kind IN ('notice', 'out-of-hours', 'duty-text')
  ) OR EXISTS (
    SELECT FROM registration_notice n JOIN registration_event e ON e.id = n.event_id
    WHERE e.conversation_id = message.conversation_id AND n.external_id = message.external_id
  ))`;

/** The words of messages and of edits. An edit is looked at as words of its message. */
export async function readWritten(
  connection: Queryable,
  messageIds: readonly string[],
  editIds: readonly string[],
): Promise<Written[]> {
  const { rows } = await connection.query<Written>(
    `SELECT id AS "subjectId", id AS "messageId", conversation_id AS "conversationId", direction,
       body AS text, occurred_at AS at, direction = 'outbound' AND ${BY_ITSELF} AS "byItself"
     FROM message WHERE id = ANY($1::uuid[])
     UNION ALL
     SELECT edit.id, message.id, message.conversation_id, message.direction, edit.body, edit.at, false
     FROM message_event AS edit JOIN message ON message.id = edit.message_id
     WHERE edit.id = ANY($2::uuid[]) AND edit.body IS NOT NULL`,
    [messageIds, editIds],
  );
  return rows;
}

/** Adds flags; one rule flags one message once. */
export async function insertFlags(
  connection: Queryable,
  flags: readonly (Flag & Written)[],
): Promise<void> {
  if (flags.length === 0) return;
  await connection.query(
    `INSERT INTO flag (id, message_id, conversation_id, category, severity, evidence, rule, at)
     SELECT id, message_id, conversation_id, category, severity,
       ARRAY(SELECT jsonb_array_elements_text(evidence)), rule, at
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[],
       $7::text[], $8::timestamptz[])
       AS row (id, message_id, conversation_id, category, severity, evidence, rule, at)
     ON CONFLICT (message_id, rule) DO NOTHING`,
    [
      flags.map(() => randomUUID()),
      flags.map((flag) => flag.messageId),
      flags.map((flag) => flag.conversationId),
      flags.map((flag) => flag.category),
      flags.map((flag) => flag.severity),
      flags.map((flag) => JSON.stringify(flag.evidence)),
      flags.map((flag) => flag.rule),
      flags.map((flag) => flag.at),
    ],
  );
}
