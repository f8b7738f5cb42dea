// What a provider's ledger held when it was compared: kept, so that a statement can be made of it later.
import type { Queryable } from '../database/client.ts';
import type { IncomingMessage } from '../messaging/message.ts';
import { FETCH_MEDIA_TASK } from './capture-store.ts';

export type SeenEntry = {
  messageId: string;
  message: Pick<
    IncomingMessage,
    'channel' | 'externalId' | 'officialNumber' | 'kind' | 'direction' | 'sentAt'
  >;
};

/** Notes what the ledger held; what was noted before stays as it was. */
export async function noteEntries(
  connection: Queryable,
  provider: string,
  entries: readonly SeenEntry[],
  seenAt: Date,
): Promise<void> {
  await connection.query(
    `INSERT INTO ledger_entry (provider, external_id, message_id, channel, official_number, kind,
       direction, at, seen_at)
     SELECT $1, external_id, message_id, channel, official_number, kind, direction, at, $9
     FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::timestamptz[])
       AS row (external_id, message_id, channel, official_number, kind, direction, at)
     ON CONFLICT DO NOTHING`,
    [
      provider,
      entries.map(({ message }) => message.externalId),
      entries.map(({ messageId }) => messageId),
      entries.map(({ message }) => message.channel),
      entries.map(({ message }) => message.officialNumber),
      entries.map(({ message }) => message.kind),
      entries.map(({ message }) => message.direction),
      entries.map(({ message }) => message.sentAt ?? seenAt),
      seenAt,
    ],
  );
}

/** Of these messages, those that are kept and whose attachments were not given up. */
export async function readWithKnownMedia(
  connection: Queryable,
  messageIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM message WHERE id = ANY($1::uuid[]) AND NOT EXISTS (
       SELECT FROM media_fetch WHERE message_id = message.id AND state = 'unavailable')`,
    [messageIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Attachments that were given up, and that the provider has after all, are asked for again. */
export async function retryMedia(
  connection: Queryable,
  sources: readonly string[],
  at: Date,
  notSince: Date,
): Promise<void> {
  const { rowCount } = await connection.query(
    `UPDATE media_fetch SET state = 'pending', reason = NULL, next_attempt_at = $2, changed_at = $2
     FROM message_media
     WHERE message_media.id = media_id AND source = ANY($1::text[]) AND state = 'unavailable'
       AND changed_at < $3
       AND NOT EXISTS (SELECT FROM provider_redaction AS gone
         WHERE gone.message_id = message_media.message_id AND gone.part = 'media'
           AND gone.position = message_media.position)`,
    [sources, at, notSince],
  );
  if (rowCount === 0) return;
  await connection.query(`SELECT graphile_worker.add_job($1, '{}'::json, max_attempts := 25)`, [
    FETCH_MEDIA_TASK,
  ]);
}
