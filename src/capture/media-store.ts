import type { Queryable } from '../database/client.ts';
import { FETCH_MEDIA_TASK } from './capture-store.ts';
import type { KeptFile } from './media-files.ts';

/** An attachment whose turn it is. */
export type DueMedia = {
  mediaId: string;
  provider: string;
  source: string;
  /** This one included. */
  attempts: number;
  /** When its message came to us. */
  receivedAt: Date;
};

/**
 * Takes attachments that are due, oldest first, so that nobody else takes them before `leaseUntil`:
 * if we die, somebody asks again then.
 */
export async function claimDueMedia(
  connection: Queryable,
  providers: readonly string[],
  now: Date,
  leaseUntil: Date,
  limit: number,
): Promise<DueMedia[]> {
  const { rows } = await connection.query<DueMedia>(
    `WITH due AS (
       SELECT media_id FROM media_fetch
       WHERE state = 'pending' AND next_attempt_at <= $2 AND provider = ANY($1::text[])
       ORDER BY next_attempt_at LIMIT $4 FOR UPDATE SKIP LOCKED
     ), claimed AS (
       UPDATE media_fetch SET attempts = attempts + 1, next_attempt_at = $3
       WHERE media_id IN (SELECT media_id FROM due)
       RETURNING media_id, message_id, provider, attempts
     )
     SELECT claimed.media_id AS "mediaId", provider, source, attempts, received_at AS "receivedAt"
     FROM claimed
     JOIN message_media ON message_media.id = claimed.media_id
     JOIN message ON message.id = claimed.message_id`,
    [providers, now, leaseUntil, limit],
  );
  return rows;
}

/** The bytes are kept. */
export async function markStored(
  connection: Queryable,
  mediaId: string,
  file: KeptFile,
  at: Date,
): Promise<void> {
  await connection.query(
    `UPDATE media_fetch SET state = 'stored', bytes = $2, sha256 = $3, reason = NULL,
       next_attempt_at = NULL, changed_at = $4
     WHERE media_id = $1`,
    [mediaId, file.bytes, file.sha256, at],
  );
}

/** The bytes will not come, and why, in plain words. */
export async function markUnavailable(
  connection: Queryable,
  mediaId: string,
  reason: string,
  at: Date,
): Promise<void> {
  await connection.query(
    `UPDATE media_fetch SET state = 'unavailable', reason = $2, next_attempt_at = NULL, changed_at = $3
     WHERE media_id = $1 AND state = 'pending'`,
    [mediaId, reason, at],
  );
}

/** They may come later. */
export async function markLater(
  connection: Queryable,
  mediaId: string,
  nextAttemptAt: Date,
): Promise<void> {
  await connection.query(
    `UPDATE media_fetch SET next_attempt_at = $2 WHERE media_id = $1 AND state = 'pending'`,
    [mediaId, nextAttemptAt],
  );
}

/** How many wait since before `since`, and when the next one is due. */
export async function readBacklog(
  connection: Queryable,
  providers: readonly string[],
  since: Date,
): Promise<{ waiting: number; nextAttemptAt: Date | null }> {
  const { rows } = await connection.query<{ waiting: number; nextAttemptAt: Date | null }>(
    `SELECT count(*) FILTER (WHERE message.received_at < $2)::int AS waiting,
       min(next_attempt_at) AS "nextAttemptAt"
     FROM media_fetch JOIN message ON message.id = media_fetch.message_id
     WHERE state = 'pending' AND provider = ANY($1::text[])`,
    [providers, since],
  );
  return rows[0] ?? { waiting: 0, nextAttemptAt: null };
}

/** Wakes the job after a pause (milliseconds of real time: the product's clock may run elsewhere). */
export async function wakeMediaIn(connection: Queryable, pause: number): Promise<void> {
  await connection.query(
    `SELECT graphile_worker.add_job($1, '{}'::json,
       run_at := now() + $2 * interval '1 millisecond', max_attempts := 25, job_key := 'fetch-media-next')`,
    [FETCH_MEDIA_TASK, pause],
  );
}
