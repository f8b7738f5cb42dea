// A file's messages in a table of the connection's own, so that a backup of any size stays small in
// memory; and beside them the messages of the same conversations that are kept already.
import type pg from 'pg';
import { z } from 'zod';
import type { Queryable } from '../../database/client.ts';
import type { PastMedia, PastMessage } from '../../devices-past/past-message.ts';
import type { Direction } from '../../messaging/message.ts';

/** Makes the connection's own tables. */
export async function prepareStaging(connection: pg.PoolClient): Promise<void> {
  await connection.query(`
    CREATE TEMPORARY TABLE past_message (
      place int PRIMARY KEY, line int, counterpart text, direction text, kind text, at timestamptz,
      minute text, body text, media jsonb, mark text, raw bytea, raw_type text, slot text, key text,
      words text, has_words boolean, media_key text, ordinal int, external_id text, message_id uuid,
      paired_with uuid, how text)`);
  await connection.query(`
    CREATE TEMPORARY TABLE captured_message (
      message_id uuid PRIMARY KEY, external_id text, channel text, at timestamptz, sequence bigint,
      slot text, key text, words text, media_key text, taken boolean NOT NULL DEFAULT false)`);
}

export type StagedKeys = {
  slot: string;
  key: string;
  words: string;
  hasWords: boolean;
  mediaKey: string;
};

export type StagedRow = { place: number; message: PastMessage; keys: StagedKeys };

/** Adds messages of the file. */
export async function stageMessages(
  connection: Queryable,
  rows: readonly StagedRow[],
): Promise<void> {
  await connection.query(
    `INSERT INTO past_message (place, line, counterpart, direction, kind, at, minute, body, media, mark,
       raw, raw_type, slot, key, words, has_words, media_key)
     SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
       $7::text[], $8::text[], $9::jsonb[], $10::text[], $11::bytea[], $12::text[], $13::text[],
       $14::text[], $15::text[], $16::boolean[], $17::text[])`,
    [
      rows.map(({ place }) => place),
      rows.map(({ message }) => message.line),
      rows.map(({ message }) => message.counterpart),
      rows.map(({ message }) => message.direction),
      rows.map(({ message }) => message.kind),
      rows.map(({ message }) => message.at),
      rows.map(({ message }) => message.minute),
      rows.map(({ message }) => message.body),
      rows.map(({ message }) => JSON.stringify(message.media)),
      rows.map(({ message }) => message.mark),
      rows.map(({ message }) => message.raw.bytes),
      rows.map(({ message }) => message.raw.contentType),
      rows.map(({ keys }) => keys.slot),
      rows.map(({ keys }) => keys.key),
      rows.map(({ keys }) => keys.words),
      rows.map(({ keys }) => keys.hasWords),
      rows.map(({ keys }) => keys.mediaKey),
    ],
  );
}

/** Counts equal messages of one minute, in the file's order. */
export async function numberMessages(connection: Queryable): Promise<void> {
  await connection.query(`
    UPDATE past_message SET ordinal = numbered.ordinal
    FROM (SELECT place, row_number() OVER (PARTITION BY key ORDER BY place) AS ordinal
          FROM past_message) AS numbered
    WHERE numbered.place = past_message.place`);
}

/** A page of what has no id yet, from `place` on. */
export async function readNumbered(
  connection: Queryable,
  from: number,
  limit: number,
): Promise<{ place: number; key: string; ordinal: number }[]> {
  const { rows } = await connection.query<{ place: number; key: string; ordinal: number }>(
    'SELECT place, key, ordinal FROM past_message WHERE place >= $1 ORDER BY place LIMIT $2',
    [from, limit],
  );
  return rows;
}

export async function giveIds(
  connection: Queryable,
  ids: readonly { place: number; externalId: string; messageId: string }[],
): Promise<void> {
  await connection.query(
    `UPDATE past_message SET external_id = given.external_id, message_id = given.message_id
     FROM unnest($1::int[], $2::text[], $3::uuid[]) AS given (place, external_id, message_id)
     WHERE given.place = past_message.place`,
    [
      ids.map(({ place }) => place),
      ids.map(({ externalId }) => externalId),
      ids.map(({ messageId }) => messageId),
    ],
  );
}

/** Makes the staged rows quick to find, once they are all there. */
export async function indexStaging(connection: Queryable): Promise<void> {
  await connection.query('CREATE INDEX ON past_message (at, place)');
  await connection.query('CREATE INDEX ON past_message (key)');
  await connection.query('ANALYZE past_message');
}

export type Captured = {
  messageId: string;
  externalId: string;
  channel: string;
  counterpart: string;
  direction: Direction;
  at: Date;
  body: string;
  sequence: string;
  media: { sha256: string | null }[];
};

const media = z.array(z.object({ sha256: z.string().nullable() }));

/**
 * Kept messages of the conversations that the file is about, around its time, a page at a time.
 * Their time is the sender's where the provider said it, as on the device.
 */
export async function readCaptured(
  connection: Queryable,
  conversations: { channels: readonly string[]; officialNumber: string },
  after: string,
  limit: number,
): Promise<Captured[]> {
  const { rows } = await connection.query(
    `SELECT message.id AS "messageId", external_id AS "externalId", message.channel,
       message.counterpart, direction, coalesce(sent_at, received_at) AS at, body, sequence,
       coalesce((SELECT json_agg(json_build_object('sha256',
           CASE WHEN state = 'stored' THEN sha256 END) ORDER BY position)
         FROM message_media LEFT JOIN media_fetch ON media_id = message_media.id
         WHERE message_media.message_id = message.id), '[]') AS media
     FROM message
     WHERE conversation_id IN (
         SELECT id FROM conversation WHERE channel = ANY($1) AND official_number = $2
           AND counterpart IN (SELECT counterpart FROM past_message))
       AND message.occurred_at BETWEEN (SELECT min(at) - interval '1 day' FROM past_message)
                                   AND (SELECT max(at) + interval '1 day' FROM past_message)
       AND sequence > $3
     ORDER BY sequence LIMIT $4`,
    [conversations.channels, conversations.officialNumber, after, limit],
  );
  return rows.map((row) => ({ ...row, media: media.parse(row.media) }));
}

export async function stageCaptured(
  connection: Queryable,
  rows: readonly { captured: Captured; keys: StagedKeys }[],
): Promise<void> {
  await connection.query(
    `INSERT INTO captured_message (message_id, external_id, channel, at, sequence, slot, key, words,
       media_key)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[],
       $6::text[], $7::text[], $8::text[], $9::text[])`,
    [
      rows.map(({ captured }) => captured.messageId),
      rows.map(({ captured }) => captured.externalId),
      rows.map(({ captured }) => captured.channel),
      rows.map(({ captured }) => captured.at),
      rows.map(({ captured }) => captured.sequence),
      rows.map(({ keys }) => keys.slot),
      rows.map(({ keys }) => keys.key),
      rows.map(({ keys }) => keys.words),
      rows.map(({ keys }) => keys.mediaKey),
    ],
  );
}

export type StagedMessage = Omit<PastMessage, 'raw'> & {
  place: number;
  externalId: string;
  messageId: string;
  rawType: string;
  raw: Buffer;
  /** new: to be kept; kept-before: by an earlier import; captured: on the record from elsewhere. */
  how: 'new' | 'kept-before' | 'captured';
  /** The captured message it is; null: itself. */
  target: { messageId: string; externalId: string; channel: string } | null;
};

const pastMedia = z.array(
  z.object({
    contentType: z.string(),
    place: z.string().nullable(),
    sha256: z.string().nullable(),
    bytes: z.number(),
    missing: z.string().nullable(),
  }),
) satisfies z.ZodType<PastMedia[]>;

/** The next messages of the file in time order, after the one given. */
export async function readStaged(
  connection: Queryable,
  after: { at: Date; place: number } | null,
  limit: number,
): Promise<StagedMessage[]> {
  const { rows } = await connection.query(
    `SELECT place, line, counterpart, direction, kind, past_message.at, minute, body, media, mark, raw,
       raw_type AS "rawType", past_message.external_id AS "externalId",
       past_message.message_id AS "messageId", how,
       CASE WHEN paired_with IS NOT NULL THEN json_build_object('messageId', captured.message_id,
         'externalId', captured.external_id, 'channel', captured.channel) END AS target
     FROM past_message LEFT JOIN captured_message AS captured ON captured.message_id = paired_with
     WHERE $1::timestamptz IS NULL OR (past_message.at, place) > ($1, $2)
     ORDER BY past_message.at, place LIMIT $3`,
    [after?.at ?? null, after?.place ?? null, limit],
  );
  return rows.map((row) => ({ ...row, media: pastMedia.parse(row.media) }));
}
