// Messages of this person's that did not arrive, until they have seen it.
import type { Queryable } from '../database/client.ts';
import type { Channel } from '../messaging/message.ts';
import type { Whose } from './whose-store.ts';

export type FailedSend = {
  intentId: string;
  conversationId: string;
  contactName: string;
  relationship: string | null;
  caseNumbers: string[];
  /** Names of the children whom the viewer may see. */
  children: string[];
  channel: Channel;
  body: string;
  words: string | null;
  /** failed: nothing more is tried. Otherwise it has waited for longer than it should. */
  state: 'failed' | 'waiting' | 'attempted';
  /** Whether it is a message on the record. */
  onRecord: boolean;
  at: Date;
  /** Who wrote it, when that is somebody who has left. */
  writerName: string | null;
};

/** $1 viewer, $2 everyone in reach who has left, $3 stuck since */
const MINE = `
  FROM send_state s JOIN send_intent i ON i.id = s.intent_id
  WHERE (s.worker_id = $1 OR s.worker_id = ANY($2))
    AND (s.state = 'failed' OR (s.state IN ('waiting', 'attempted') AND i.at < $3))
    AND i.kind = 'reply'`;

async function writers(connection: Queryable, { viewer, reach, today }: Whose): Promise<string[]> {
  if (viewer.role !== 'manager') return [];
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM unnest($1::text[]) AS id WHERE NOT EXISTS (
       SELECT FROM worker p WHERE p.worker_id = id AND p.valid_from <= $2::date
         AND (p.valid_to IS NULL OR p.valid_to >= $2::date))`,
    [reach, today],
  );
  return rows.map(({ id }) => id);
}

export async function countFailedSends(
  connection: Queryable,
  whose: Whose,
  stuckSince: Date,
): Promise<number> {
  const left = await writers(connection, whose);
  const { rows } = await connection.query<{ count: number }>(
    `SELECT count(*)::int AS count ${MINE}`,
    [whose.viewer.workerId, left, stuckSince],
  );
  return rows[0]?.count ?? 0;
}

/** The newest `limit` first: the newest is the likeliest to matter still. */
export async function listFailedSends(
  connection: Queryable,
  whose: Whose,
  stuckSince: Date,
  limit: number,
): Promise<FailedSend[]> {
  const left = await writers(connection, whose);
  const { rows } = await connection.query<FailedSend>(
    `WITH mine AS (SELECT i.*, s.state, s.words, s.message_id ${MINE} ORDER BY i.at DESC LIMIT $5)
     SELECT i.id AS "intentId", i.conversation_id AS "conversationId", k.name AS "contactName",
       link.relationship, c.channel, i.body, i.words, i.state,
       i.message_id IS NOT NULL AS "onRecord", i.at, i.case_numbers AS "caseNumbers",
       ARRAY(SELECT d.name FROM child d
             WHERE d.case_number = ANY(i.case_numbers) AND d.case_number = ANY($4)
             ORDER BY d.date_of_birth, d.case_number) AS children,
       CASE WHEN i.worker_id <> $1 THEN (
         SELECT p.name FROM worker p WHERE p.worker_id = i.worker_id
         ORDER BY p.valid_from DESC LIMIT 1) END AS "writerName"
     FROM mine i
     JOIN contact k ON k.contact_id = i.contact_id
     JOIN conversation c ON c.id = i.conversation_id
     LEFT JOIN LATERAL (
       SELECT l.relationship FROM relationship l
       WHERE l.contact_id = i.contact_id AND l.case_number = ANY(i.case_numbers)
       ORDER BY l.valid_from DESC LIMIT 1) link ON true
     ORDER BY i.at DESC`,
    [whose.viewer.workerId, left, stuckSince, whose.cases, limit],
  );
  return rows;
}
