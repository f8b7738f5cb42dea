// What one of us is to be told, on whichever platform they work. No name, no number, no words of a
// family: a locked phone may show it.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';

export type NoticeKind = 'urgent-given' | 'urgent-joined' | 'review-given' | 'decided';

const WORDS: Record<NoticeKind, string> = {
  'urgent-given': 'An urgent message is waiting for you. Acknowledge it within 15 minutes.',
  'urgent-joined': 'There is another urgent message in a conversation that you acknowledged.',
  'review-given': 'A conversation is waiting for your review.',
  decided: 'A manager has decided about one of your conversations.',
};

/** Commits with the caller's transaction; the surfaces take it from there. */
export async function insertNotice(
  connection: Queryable,
  notice: { itemId: string; workerId: string; kind: NoticeKind; path: string; at: Date },
): Promise<void> {
  await connection.query(
    `INSERT INTO staff_notice (id, item_id, worker_id, kind, words, path, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      randomUUID(),
      notice.itemId,
      notice.workerId,
      notice.kind,
      WORDS[notice.kind],
      notice.path,
      notice.at,
    ],
  );
}

export type PendingNotice = {
  id: string;
  workerId: string;
  /** The platform's own id of the person. */
  userId: string;
  isUrgent: boolean;
  words: string;
  /** The page it leads to. */
  path: string;
  at: Date;
};

/** A notice that is older says nothing that the page does not say better. */
const FRESH = `interval '1 day'`;

/**
 * What waits to be told on a platform, the urgent and the oldest first: to people who have an id on
 * it today and were not told there yet.
 */
export async function listPendingNotices(
  connection: Queryable,
  surface: 'slack' | 'teams',
  now: Date,
  limit: number,
): Promise<PendingNotice[]> {
  const column = surface === 'slack' ? 'slack_user_id' : 'teams_user_id';
  const { rows } = await connection.query<PendingNotice>(
    `SELECT n.id, n.worker_id AS "workerId", w.user_id AS "userId",
       n.kind LIKE 'urgent-%' AS "isUrgent", n.words, n.path, n.at
     FROM staff_notice n
     JOIN LATERAL (SELECT p.${column} AS user_id FROM worker p WHERE p.worker_id = n.worker_id
       AND p.valid_from <= ($2::timestamptz AT TIME ZONE 'Europe/London')::date
       AND (p.valid_to IS NULL OR p.valid_to >= ($2::timestamptz AT TIME ZONE 'Europe/London')::date)
       ORDER BY p.valid_from DESC LIMIT 1) w ON coalesce(w.user_id, '') <> ''
     WHERE n.at > $2::timestamptz - ${FRESH}
       AND NOT EXISTS (SELECT FROM staff_notice_outcome r WHERE r.notice_id = n.id AND r.surface = $1)
     ORDER BY n.kind NOT LIKE 'urgent-%', n.sequence LIMIT $3`,
    [surface, now, limit],
  );
  return rows;
}

export type NoticeOutcome = {
  noticeId: string;
  surface: 'slack' | 'teams';
  /** failed: the person cannot be reached there. The item goes to the next person at once. */
  outcome: 'delivered' | 'failed';
  words: string | null;
  at: Date;
};

/** Says what became of a notice on a platform; the first word stands. */
export async function markNotice(connection: Queryable, outcome: NoticeOutcome): Promise<void> {
  await connection.query(
    `INSERT INTO staff_notice_outcome (notice_id, surface, outcome, words, at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [outcome.noticeId, outcome.surface, outcome.outcome, outcome.words, outcome.at],
  );
}
