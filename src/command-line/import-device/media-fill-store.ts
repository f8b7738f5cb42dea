// What became of attachments that came with a device's file.
import type { Queryable } from '../../database/client.ts';
import type { PastMedia } from '../../devices-past/past-message.ts';

export type MediaFill = { id: string; media: PastMedia };

/** Of these attachments, those whose bytes are not kept. */
export async function readUnstored(
  connection: Queryable,
  mediaIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT media_id AS id FROM media_fetch WHERE media_id = ANY($1::uuid[]) AND state <> 'stored'`,
    [mediaIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Notes where the bytes are, or why there are none. What is stored stays stored. */
export async function noteMedia(
  connection: Queryable,
  fills: readonly MediaFill[],
  at: Date,
): Promise<void> {
  if (fills.length === 0) return;
  const isThere = ({ media }: MediaFill) => media.sha256 !== null;
  await connection.query(
    `UPDATE media_fetch SET state = given.state, bytes = given.bytes, sha256 = given.sha256,
       reason = given.reason, attempts = attempts + 1, next_attempt_at = NULL, changed_at = $6
     FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[])
       AS given (id, state, bytes, sha256, reason)
     WHERE media_id = given.id AND media_fetch.state <> 'stored'`,
    [
      fills.map(({ id }) => id),
      fills.map((fill) => (isThere(fill) ? 'stored' : 'unavailable')),
      fills.map((fill) => (isThere(fill) ? fill.media.bytes : null)),
      fills.map(({ media }) => media.sha256),
      fills.map(({ media }) => media.missing),
      at,
    ],
  );
}
