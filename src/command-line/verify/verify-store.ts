// Everything that is kept under a hash, read in the order in which it was kept.
import type { CanonicalMessage } from '../../capture/canonical.ts';
import type { Database, Queryable } from '../../database/client.ts';
import { readPages } from '../../database/cursor.ts';

type KeptMessage = CanonicalMessage & { id: string; sequence: string; sha256: Buffer };

export async function* readKeptMessages(database: Database): AsyncGenerator<KeptMessage> {
  const sql = `SELECT id, sequence, channel, external_id AS "externalId", kind, direction,
      official_number AS "officialNumber", counterpart, author, worker_id AS "workerId", body,
      profile_name AS "profileName", in_reply_to AS "inReplyTo", sent_at AS "sentAt",
      received_at AS "receivedAt", media_count AS "mediaCount", sha256
    FROM message ORDER BY sequence`;
  for await (const { rows } of readPages<KeptMessage>(database, sql, [])) yield* rows;
}

type KeptDelivery = { id: string; raw: Buffer; sha256: Buffer };

export async function* readKeptDeliveries(database: Database): AsyncGenerator<KeptDelivery> {
  const sql = 'SELECT id, raw, sha256 FROM delivery ORDER BY sequence';
  for await (const { rows } of readPages<KeptDelivery>(database, sql, [])) yield* rows;
}

type KeptMedia = { id: string; sha256: string };

export async function* readKeptMedia(database: Database): AsyncGenerator<KeptMedia> {
  const sql = `SELECT media_id AS id, sha256 FROM media_fetch
    WHERE state = 'stored' ORDER BY media_id`;
  for await (const { rows } of readPages<KeptMedia>(database, sql, [])) yield* rows;
}

/** How much there is to verify. */
export async function countKept(connection: Queryable): Promise<number> {
  const { rows } = await connection.query<{ count: string }>(
    `SELECT (SELECT count(*) FROM message) + (SELECT count(*) FROM delivery)
       + (SELECT count(*) FROM media_fetch WHERE state = 'stored') AS count`,
  );
  return Number(rows[0]?.count ?? 0);
}

/** A message that others speak of and that is not there, or whose raw payload is not. */
export async function findMissing(connection: Queryable): Promise<string | undefined> {
  const { rows } = await connection.query<{ words: string }>(
    `SELECT 'Message ' || message_id || ' was decided about, and is not there.' AS words
     FROM attribution WHERE NOT EXISTS (SELECT FROM message WHERE message.id = message_id)
     UNION ALL
     SELECT 'Message ' || message_id || ' is on a recording, and is not there.'
     FROM recording_message WHERE NOT EXISTS (SELECT FROM message WHERE message.id = message_id)
     UNION ALL
     SELECT 'The delivery that brought message ' || message.id || ' is not there.'
     FROM message WHERE NOT EXISTS (SELECT FROM delivery WHERE delivery.id = delivery_id)
     LIMIT 1`,
  );
  return rows[0]?.words;
}
