// Whose phones there are, and what is on them. The product's own tables are read, never written.
import type { Queryable } from '../database/client.ts';
import type { SimulatedChannel } from './simulator-store.ts';

/** A phone that somebody is known by today; who has had it longest comes first. */
export type KnownPhone = { address: string; names: string[]; channels: SimulatedChannel[] };

const MOST_PHONES = 500;

/** Phones of contacts on `today` (2026-03-12), in order of name. */
export async function readKnownPhones(connection: Queryable, today: string): Promise<KnownPhone[]> {
  const { rows } = await connection.query<KnownPhone>(
    `WITH holder AS (
       SELECT address, channel, contact_id, name, valid_from
       FROM contact_identifier JOIN contact USING (contact_id)
       WHERE channel IN ('sms', 'whatsapp') AND valid_from <= $1::date
         AND (valid_to IS NULL OR valid_to >= $1::date)
     )
     SELECT address,
       ARRAY(SELECT name FROM holder AS each WHERE each.address = phone.address
         GROUP BY contact_id, name ORDER BY min(valid_from), name) AS names,
       ARRAY(SELECT DISTINCT channel FROM holder AS each WHERE each.address = phone.address
         ORDER BY channel) AS channels
     FROM (SELECT address, min(name) AS name FROM holder GROUP BY address
       ORDER BY min(name), address LIMIT $2) AS phone
     ORDER BY phone.name, address`,
    [today, MOST_PHONES],
  );
  return rows;
}

/** A number of the authority that families can write to or ring. */
export type Line = { channel: SimulatedChannel; address: string; label: string };

/** The authority's numbers, texts first. */
export async function readLines(connection: Queryable): Promise<Line[]> {
  const { rows } = await connection.query<Line>(
    `SELECT channel, address, label FROM official_number
     WHERE channel IN ('sms', 'whatsapp') ORDER BY channel, label, address LIMIT 200`,
  );
  return rows;
}

/** What a phone shows, and for what its owner sent what the provider did with it. */
export type OnPhone = {
  sid: string;
  kind: 'message' | 'call';
  channel: SimulatedChannel;
  direction: 'inbound' | 'outbound';
  officialNumber: string;
  body: string;
  attachments: number;
  at: Date;
  /** The record's running number; null: Casethread does not have it. */
  sequence: string | null;
  /** Null: it did not pass the simulator. */
  deliveries: number | null;
  answerStatus: number | null;
  answerMs: number | null;
};

/**
 * The newest messages on the phone with this address, oldest first: Casethread's messages and the
 * provider's ledger together. What did not reach the phone is not on it.
 */
export async function readPhone(
  connection: Queryable,
  address: string,
  limit: number,
): Promise<OnPhone[]> {
  const { rows } = await connection.query<OnPhone>(
    `WITH kept AS (
       SELECT m.* FROM conversation c
       CROSS JOIN LATERAL (
         SELECT * FROM message WHERE conversation_id = c.id ORDER BY occurred_at DESC LIMIT $2) m
       WHERE c.channel IN ('sms', 'whatsapp') AND c.counterpart = $1
     ), passed AS (
       SELECT * FROM simulator_message WHERE counterpart = $1 ORDER BY at DESC LIMIT $2
     )
     SELECT coalesce(passed.sid, kept.external_id) AS sid, coalesce(passed.kind, kept.kind) AS kind,
       coalesce(passed.channel, kept.channel) AS channel,
       coalesce(passed.direction, kept.direction) AS direction,
       coalesce(passed.official_number, kept.official_number) AS "officialNumber",
       coalesce(passed.body, kept.body) AS body,
       coalesce(kept.media_count,
         (SELECT count(*)::int FROM simulator_media WHERE message_sid = passed.sid)) AS attachments,
       coalesce(passed.at, kept.occurred_at) AS at, kept.sequence::text AS sequence,
       passed.deliveries, passed.answer_status AS "answerStatus", passed.answer_ms AS "answerMs"
     FROM kept FULL JOIN passed ON passed.sid = kept.external_id
     WHERE coalesce(passed.status, '') NOT IN ('undelivered', 'failed')
       AND NOT (kept.direction = 'outbound' AND EXISTS (SELECT FROM message_event
         WHERE message_id = kept.id AND status IN ('undelivered', 'failed')))
     ORDER BY at DESC LIMIT $2`,
    [address, limit],
  );
  return rows.reverse();
}
