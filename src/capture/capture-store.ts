// One statement keeps a whole batch: it commits once, and every row or none is there.
import type { Queryable } from '../database/client.ts';
import { DRAIN_TASK } from '../database/stage-work.ts';
import {
  type BatchRow,
  eventRows,
  type MessageRow,
  mediaRows,
  messageRows,
  optRows,
} from './rows.ts';

/** The queue's task that fetches the bytes of attachments. */
export const FETCH_MEDIA_TASK = 'fetch-media';

const KEEP_BATCH = `
WITH new_delivery AS (
  INSERT INTO delivery (id, provider, kind, content_type, raw, problem, received_at)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[],
                       $7::timestamptz[])
),
given AS (
  SELECT * FROM unnest(
    $8::uuid[], $9::text[], $10::text[], $11::uuid[], $12::uuid[], $13::text[], $14::text[],
    $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[],
    $22::timestamptz[], $23::timestamptz[], $24::timestamptz[], $25::text[], $26::int[], $27::bytea[]
  ) WITH ORDINALITY AS row (
    id, channel, external_id, conversation_id, delivery_id, kind, direction, official_number,
    counterpart, author, worker_id, body, profile_name, in_reply_to, sent_at, received_at,
    occurred_at, origin, media_count, sha256, place)
),
new_conversation AS (
  -- In id order: two batches that meet the same conversations wait for each other, never in a ring.
  INSERT INTO conversation (id, channel, official_number, counterpart)
  SELECT DISTINCT ON (conversation_id) conversation_id, channel, official_number, counterpart
  FROM given ORDER BY conversation_id
  ON CONFLICT DO NOTHING
),
new_message AS (
  INSERT INTO message (
    id, channel, external_id, conversation_id, delivery_id, kind, direction, official_number,
    counterpart, author, worker_id, body, profile_name, in_reply_to, sent_at, received_at,
    occurred_at, recorded_at, origin, media_count, sha256)
  SELECT
    id, channel, external_id, conversation_id, delivery_id, kind, direction, official_number,
    counterpart, author, worker_id, body, profile_name, in_reply_to, sent_at, received_at,
    occurred_at, $51::timestamptz, origin, media_count, sha256
  FROM given ORDER BY place
  ON CONFLICT DO NOTHING
  RETURNING id, conversation_id, sequence
),
new_media AS (
  INSERT INTO message_media (id, message_id, position, content_type, source)
  SELECT id, message_id, position, content_type, source
  FROM unnest($28::uuid[], $29::uuid[], $30::int[], $31::text[], $32::text[])
    AS row (id, message_id, position, content_type, source)
  WHERE message_id IN (SELECT id FROM new_message)
  ON CONFLICT DO NOTHING
  RETURNING id, message_id
),
new_fetch AS (
  INSERT INTO media_fetch (media_id, message_id, provider, state, next_attempt_at, changed_at)
  SELECT new_media.id, new_media.message_id, row.provider, 'pending', row.at, row.at
  FROM new_media
  JOIN unnest($28::uuid[], $33::text[], $34::timestamptz[]) AS row (id, provider, at) USING (id)
  ON CONFLICT DO NOTHING
  RETURNING media_id
),
new_event AS (
  INSERT INTO message_event
    (id, message_id, delivery_id, type, at, body, status, error_code, dedupe_key)
  SELECT * FROM unnest($35::uuid[], $36::uuid[], $37::uuid[], $38::text[], $39::timestamptz[],
                       $40::text[], $41::text[], $42::text[], $43::text[])
  ON CONFLICT DO NOTHING
  RETURNING id, message_id, type
),
new_opt AS (
  INSERT INTO opt_event (id, conversation_id, kind, source, message_id, at)
  SELECT id, conversation_id, kind, 'keyword', message_id, at
  FROM unnest($44::uuid[], $45::uuid[], $46::text[], $47::uuid[], $48::timestamptz[])
    AS row (id, conversation_id, kind, message_id, at)
  ON CONFLICT DO NOTHING
),
new_work AS (
  INSERT INTO stage_work (stage, subject_kind, subject_id, conversation_id)
  SELECT stage, subject_kind, id, conversation_id FROM (
    SELECT 'attribution' AS stage, 'message' AS subject_kind, id, conversation_id, sequence
    FROM new_message
    UNION ALL
    -- An edit is looked at once its message is there too, whichever came first.
    SELECT 'oversight', 'edit', new_event.id, known.conversation_id, NULL
    FROM new_event JOIN (
      SELECT id, conversation_id FROM message UNION ALL SELECT id, conversation_id FROM new_message
    ) AS known ON known.id = new_event.message_id
    WHERE type = 'edited'
    UNION ALL
    SELECT 'oversight', 'edit', message_event.id, new_message.conversation_id, NULL
    FROM new_message JOIN message_event ON message_event.message_id = new_message.id
    WHERE type = 'edited'
  ) AS work ORDER BY sequence
  RETURNING id
)
SELECT
  (SELECT array_agg(id) FROM new_message) AS "messageIds",
  (SELECT count(*) FROM graphile_worker.add_job($49, '{}'::json, max_attempts := 25)
   WHERE EXISTS (SELECT FROM new_work)) AS wake,
  (SELECT count(*) FROM graphile_worker.add_job($50, '{}'::json, max_attempts := 25)
   WHERE EXISTS (SELECT FROM new_fetch)) AS fetch`;

/**
 * Keeps a batch of deliveries in one statement and returns the ids of the messages that were not
 * there before. Throws when nothing of the batch was kept. On a pool it commits by itself. `at`: now,
 * by the product's clock, which people read as when a message was kept.
 */
export async function keepBatch(
  connection: Queryable,
  batch: readonly BatchRow[],
  at: Date,
): Promise<Set<string>> {
  const messages = messageRows(batch);
  const { rows } = await connection.query<{ messageIds: string[] | null }>({
    name: 'keep-batch',
    text: KEEP_BATCH,
    values: [
      ...deliveryColumns(batch),
      ...messageColumns(messages),
      ...mediaColumns(messages),
      ...eventColumns(batch),
      ...optColumns(batch),
      DRAIN_TASK,
      FETCH_MEDIA_TASK,
      at,
    ],
  });
  return new Set(rows[0]?.messageIds ?? []);
}

function deliveryColumns(batch: readonly BatchRow[]): unknown[] {
  return [
    batch.map(({ id }) => id),
    batch.map(({ delivery }) => delivery.provider),
    batch.map(({ delivery }) => delivery.kind),
    batch.map(({ delivery }) => delivery.contentType),
    batch.map(({ delivery }) => delivery.raw),
    batch.map(({ delivery }) => delivery.problem ?? null),
    batch.map(({ delivery }) => delivery.receivedAt),
  ];
}

function messageColumns(messages: readonly MessageRow[]): unknown[] {
  return [
    messages.map((row) => row.id),
    messages.map((row) => row.channel),
    messages.map((row) => row.externalId),
    messages.map((row) => row.conversationId),
    messages.map((row) => row.deliveryId),
    messages.map((row) => row.kind),
    messages.map((row) => row.direction),
    messages.map((row) => row.officialNumber),
    messages.map((row) => row.counterpart),
    messages.map((row) => row.author),
    messages.map((row) => row.workerId),
    messages.map((row) => row.body),
    messages.map((row) => row.profileName),
    messages.map((row) => row.inReplyTo),
    messages.map((row) => row.sentAt),
    messages.map((row) => row.receivedAt),
    messages.map((row) => row.occurredAt),
    messages.map((row) => row.origin),
    messages.map((row) => row.mediaCount),
    messages.map((row) => row.sha256),
  ];
}

function mediaColumns(messages: readonly MessageRow[]): unknown[] {
  const media = mediaRows(messages);
  return [
    media.map((row) => row.id),
    media.map((row) => row.messageId),
    media.map((row) => row.position),
    media.map((row) => row.contentType),
    media.map((row) => row.source),
    media.map((row) => row.provider),
    media.map((row) => row.receivedAt),
  ];
}

function eventColumns(batch: readonly BatchRow[]): unknown[] {
  const events = eventRows(batch);
  return [
    events.map((row) => row.id),
    events.map((row) => row.messageId),
    events.map((row) => row.deliveryId),
    events.map((row) => row.type),
    events.map((row) => row.at),
    events.map((row) => row.body),
    events.map((row) => row.status),
    events.map((row) => row.errorCode),
    events.map((row) => row.dedupeKey),
  ];
}

function optColumns(batch: readonly BatchRow[]): unknown[] {
  const changes = optRows(batch);
  return [
    changes.map((row) => row.id),
    changes.map((row) => row.conversationId),
    changes.map((row) => row.kind),
    changes.map((row) => row.messageId),
    changes.map((row) => row.at),
  ];
}
