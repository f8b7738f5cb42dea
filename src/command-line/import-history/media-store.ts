import type { Queryable } from '../../database/client.ts';

type MediaState = { id: string; state: string };

/** Where fetching stands for those of these attachments that are known. */
export async function mediaStates(
  connection: Queryable,
  mediaIds: readonly string[],
): Promise<MediaState[]> {
  const { rows } = await connection.query<MediaState>(
    'SELECT media_id AS id, state FROM media_fetch WHERE media_id = ANY($1::uuid[])',
    [mediaIds],
  );
  return rows;
}

/** What came of copying an attachment: its bytes by their hash, or why there are none. */
export type MediaCopy = { id: string } & (
  | { state: 'stored'; sha256: string; bytes: number }
  | { state: 'unavailable'; reason: string }
);

/** Notes what came of copying attachments that had not been stored. */
export async function noteMediaCopies(
  connection: Queryable,
  copies: readonly MediaCopy[],
  at: Date,
): Promise<void> {
  if (copies.length === 0) return;
  const stored = copies.map((copy) => (copy.state === 'stored' ? copy : null));
  await connection.query(
    `UPDATE media_fetch SET state = copy.state, bytes = copy.bytes, sha256 = copy.sha256,
       reason = copy.reason, attempts = attempts + 1, next_attempt_at = NULL, changed_at = $6
     FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[])
       AS copy (id, state, bytes, sha256, reason)
     WHERE media_id = copy.id AND media_fetch.state <> 'stored'`,
    [
      copies.map(({ id }) => id),
      copies.map(({ state }) => state),
      stored.map((copy) => copy?.bytes ?? null),
      stored.map((copy) => copy?.sha256 ?? null),
      copies.map((copy) => (copy.state === 'unavailable' ? copy.reason : null)),
      at,
    ],
  );
}
