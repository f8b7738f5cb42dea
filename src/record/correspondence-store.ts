// From a child's record to a conversation with somebody on it, so that the reply is about this child.

import { z } from 'zod';
import type { Queryable } from '../database/client.ts';
import { conversationIdOf } from '../messaging/identity.ts';
import { CHANNELS } from '../messaging/message.ts';

/** How a contact can be written to: a conversation that there is, or the two ends of a new one. */
export type Correspondence = {
  contactId: string;
  conversationId: string;
  channel: string;
  officialNumber: string;
  counterpart: string;
  /** There has been no message yet. */
  isNew: boolean;
};

/** Channels that the authority writes on. */
const WRITABLE = ['sms', 'whatsapp'];
const channelSchema = z.enum(CHANNELS);

/**
 * For each contact the conversation that was used last; where there is none, one between their
 * address and the worker's own number, else their team's. Contacts without a verified address, or
 * whom no number of ours can reach, are left out.
 */
export async function findCorrespondence(
  connection: Queryable,
  contactIds: readonly string[],
  { workerId, team, today }: { workerId: string; team: string; today: string },
): Promise<Correspondence[]> {
  const { rows } = await connection.query(
    `SELECT DISTINCT ON (i.contact_id) i.contact_id AS "contactId", i.channel,
       i.address AS counterpart, o.address AS "officialNumber", c.id IS NULL AS "isNew"
     FROM contact_identifier i
     JOIN official_number o ON o.channel = i.channel
     LEFT JOIN conversation c ON c.channel = i.channel AND c.official_number = o.address
       AND c.counterpart = i.address
     LEFT JOIN LATERAL (SELECT m.occurred_at FROM message m WHERE m.conversation_id = c.id
       ORDER BY m.occurred_at DESC LIMIT 1) last ON true
     WHERE i.contact_id = ANY($1) AND i.verified AND i.channel = ANY($5)
       AND i.valid_from <= $4 AND (i.valid_to IS NULL OR i.valid_to >= $4)
       AND (last.occurred_at IS NOT NULL OR o.worker_id = $2
         OR (o.team = $3 AND o.worker_id IS NULL))
     ORDER BY i.contact_id, last.occurred_at DESC NULLS LAST, o.worker_id = $2 DESC NULLS LAST,
       i.channel, o.address`,
    [contactIds, workerId, team, today, WRITABLE],
  );
  return rows.map((row) => ({
    ...row,
    conversationId: conversationIdOf(
      channelSchema.parse(row.channel),
      row.officialNumber,
      row.counterpart,
    ),
  }));
}

/** Makes room for a first message. Doing it twice changes nothing. */
export async function beginConversation(
  connection: Queryable,
  { conversationId, channel, officialNumber, counterpart }: Correspondence,
): Promise<void> {
  await connection.query(
    `INSERT INTO conversation (id, channel, official_number, counterpart) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [conversationId, channel, officialNumber, counterpart],
  );
}
