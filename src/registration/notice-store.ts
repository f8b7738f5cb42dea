// Notices that wait to be posted into conversations, and what became of them.
import type { Queryable } from '../database/client.ts';
import type { ChatConversation } from '../messaging/registration.ts';

/** The queue's task. */
export const NOTICE_TASK = 'post-notices';

export type DueNotice = ChatConversation & {
  eventId: string;
  kind: 'registered' | 'stopped';
  workerId: string;
  /** When the worker asked. */
  at: Date;
  earlierToo: boolean;
  /** This one included. */
  attempts: number;
};

/** Asks for a run when this transaction commits. */
export async function wakeNotices(connection: Queryable): Promise<void> {
  await connection.query(`SELECT graphile_worker.add_job($1, '{}'::json, max_attempts := 25)`, [
    NOTICE_TASK,
  ]);
}

/** Takes the oldest notice that is due, so that nobody else posts it before `leaseUntil`. */
export async function claimDueNotice(
  connection: Queryable,
  channels: readonly string[],
  now: Date,
  leaseUntil: Date,
): Promise<DueNotice | null> {
  const { rows } = await connection.query<DueNotice>(
    `WITH due AS (
       SELECT n.event_id FROM registration_notice n JOIN registration_event e ON e.id = n.event_id
       WHERE n.state = 'waiting' AND n.next_attempt_at <= $2 AND e.channel = ANY($1::text[])
       ORDER BY e.sequence LIMIT 1 FOR UPDATE OF n SKIP LOCKED
     ), claimed AS (
       UPDATE registration_notice SET attempts = attempts + 1, next_attempt_at = $3
       WHERE event_id IN (SELECT event_id FROM due) RETURNING event_id, attempts
     )
     SELECT e.id AS "eventId", e.kind, e.channel, e.official_number AS "officialNumber", e.counterpart,
       e.worker_id AS "workerId", e.at, e.history_from IS NOT NULL AS "earlierToo", claimed.attempts
     FROM claimed JOIN registration_event e ON e.id = claimed.event_id`,
    [channels, now, leaseUntil],
  );
  return rows[0] ?? null;
}

/** It stands in the conversation. */
export async function markPosted(
  connection: Queryable,
  eventId: string,
  externalId: string,
  at: Date,
): Promise<void> {
  await connection.query(
    `UPDATE registration_notice SET state = 'posted', external_id = $2, next_attempt_at = NULL, changed_at = $3
     WHERE event_id = $1`,
    [eventId, externalId, at],
  );
}

export async function markNoticeLater(
  connection: Queryable,
  eventId: string,
  nextAttemptAt: Date,
  at: Date,
): Promise<void> {
  await connection.query(
    `UPDATE registration_notice SET next_attempt_at = $2, changed_at = $3
     WHERE event_id = $1 AND state = 'waiting'`,
    [eventId, nextAttemptAt, at],
  );
}

/** How many conversations were not told since before `since`, and when the next try is due. */
export async function readNoticeBacklog(
  connection: Queryable,
  channels: readonly string[],
  since: Date,
): Promise<{ late: number; nextAttemptAt: Date | null }> {
  const { rows } = await connection.query<{ late: number; nextAttemptAt: Date | null }>(
    `SELECT count(*) FILTER (WHERE e.at < $2)::int AS late, min(n.next_attempt_at) AS "nextAttemptAt"
     FROM registration_notice n JOIN registration_event e ON e.id = n.event_id
     WHERE n.state = 'waiting' AND e.channel = ANY($1::text[])`,
    [channels, since],
  );
  return rows[0] ?? { late: 0, nextAttemptAt: null };
}

/** Wakes the task after a pause (milliseconds of real time: the product's clock may run elsewhere). */
export async function wakeNoticesIn(connection: Queryable, pause: number): Promise<void> {
  await connection.query(
    `SELECT graphile_worker.add_job($1, '{}'::json,
       run_at := now() + $2 * interval '1 millisecond', max_attempts := 25, job_key := 'post-notices-next')`,
    [NOTICE_TASK, pause],
  );
}
