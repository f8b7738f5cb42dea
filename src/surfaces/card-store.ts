// What stands in each person's chat, and the log of how it came there. `surface_card` can be rebuilt
// from `surface_post`; no words of a card are kept in either.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';
import type { SurfaceKind } from '../messaging/surface.ts';

export type SubjectKind = 'question' | 'recording' | 'send' | 'waiting' | 'notice';

export type CardKey = {
  surface: SurfaceKind;
  /** The platform's user or channel id. */
  recipient: string;
  subjectKind: SubjectKind;
  subjectId: string;
};

export type CardOwner = { workerId: string | null; conversationId: string | null };

export type StandingCard = CardKey &
  CardOwner & {
    /** waiting: not posted yet. done: its question is settled; a correction may still change it. */
    state: 'waiting' | 'standing' | 'done' | 'unreachable';
    shown: string | null;
    reference: string | null;
    thread: string | null;
    offers: string[];
    /** A try came to no known end. */
    triedBefore: boolean;
    nextAttemptAt: Date | null;
    attempts: number;
  };

const COLUMNS = `c.surface, c.recipient, c.subject_kind AS "subjectKind", c.subject_id AS "subjectId",
  c.worker_id AS "workerId", c.conversation_id AS "conversationId", c.state, c.shown, c.reference,
  c.thread, c.offers, c.tried_at IS NOT NULL AS "triedBefore",
  c.next_attempt_at AS "nextAttemptAt", c.attempts`;

/**
 * Cards that may still change: those that wait or stand; finished ones that offer context; and
 * finished ones whose messages somebody moved since `movedSince`.
 */
export async function listLiveCards(
  connection: Queryable,
  surface: SurfaceKind,
  movedSince: Date,
): Promise<StandingCard[]> {
  const { rows } = await connection.query<StandingCard>(
    `SELECT ${COLUMNS} FROM surface_card c
     WHERE c.surface = $1 AND c.reference IS NOT NULL AND (c.state = 'standing'
       OR (c.state = 'done' AND (c.offers <> '{}' OR EXISTS (
         SELECT FROM attribution_choice moved WHERE moved.conversation_id = c.conversation_id
           AND moved.kind = 'correction' AND moved.at >= $2))))
     UNION ALL
     SELECT ${COLUMNS} FROM surface_card c
     WHERE c.surface = $1 AND c.state IN ('waiting', 'unreachable')`,
    [surface, movedSince],
  );
  return rows;
}

/** The post that opened this conversation's thread in one chat; null: there is none yet. */
export async function findThread(
  connection: Queryable,
  { surface, recipient }: CardKey,
  conversationId: string,
): Promise<string | null> {
  const { rows } = await connection.query<{ thread: string }>(
    `SELECT thread FROM surface_card
     WHERE surface = $1 AND recipient = $2 AND conversation_id = $3 AND thread IS NOT NULL
     ORDER BY thread LIMIT 1`,
    [surface, recipient, conversationId],
  );
  return rows[0]?.thread ?? null;
}

/**
 * Takes a card for one try, so that two processes never post it both. Null while somebody else has
 * it, or its next try is not due. Until `leaseUntil` nobody else takes it.
 */
export async function claimCard(
  connection: Queryable,
  key: CardKey,
  owner: CardOwner,
  { now, leaseUntil }: { now: Date; leaseUntil: Date },
): Promise<{ triedBefore: boolean; attempts: number } | null> {
  const values = [key.surface, key.recipient, key.subjectKind, key.subjectId];
  await connection.query(
    `INSERT INTO surface_card (surface, recipient, subject_kind, subject_id, worker_id,
       conversation_id, state, offers, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'waiting', '{}', $7) ON CONFLICT DO NOTHING`,
    [...values, owner.workerId, owner.conversationId, now],
  );
  const { rows } = await connection.query<{ triedBefore: boolean; attempts: number; due: boolean }>(
    `SELECT tried_at IS NOT NULL AS "triedBefore", attempts,
       next_attempt_at IS NULL OR next_attempt_at <= $5 AS due
     FROM surface_card WHERE surface = $1 AND recipient = $2 AND subject_kind = $3
       AND subject_id = $4 FOR UPDATE`,
    [...values, now],
  );
  const [found] = rows;
  if (!found?.due) return null;
  await connection.query(
    `UPDATE surface_card SET tried_at = $5, next_attempt_at = $6, attempts = attempts + 1
     WHERE surface = $1 AND recipient = $2 AND subject_kind = $3 AND subject_id = $4`,
    [...values, now, leaseUntil],
  );
  return { triedBefore: found.triedBefore, attempts: found.attempts + 1 };
}

export type CardChange = {
  outcome: 'tried' | 'posted' | 'replaced' | 'unreachable' | 'not-now';
  shown: string;
  at: Date;
  reference: string | null;
};

/** Writes one step to the log. */
export async function logStep(
  connection: Queryable,
  key: CardKey,
  owner: CardOwner,
  { outcome, shown, at, reference }: CardChange,
): Promise<void> {
  await connection.query(
    `INSERT INTO surface_post (id, surface, recipient, worker_id, subject_kind, subject_id,
       conversation_id, outcome, shown, reference, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      randomUUID(),
      key.surface,
      key.recipient,
      owner.workerId,
      key.subjectKind,
      key.subjectId,
      owner.conversationId,
      outcome,
      shown,
      reference,
      at,
    ],
  );
}

/** Sets where a card stands after a try; `thread` null leaves it as it is. */
export async function settleCard(
  connection: Queryable,
  key: CardKey,
  card: {
    state: StandingCard['state'];
    shown: string | null;
    reference: string | null;
    thread: string | null;
    offers: readonly string[];
    nextAttemptAt: Date | null;
    /** The try came to a known end. */
    isKnown: boolean;
    at: Date;
  },
): Promise<void> {
  await connection.query(
    `UPDATE surface_card SET state = $5, shown = coalesce($6, shown),
       reference = coalesce($7, reference), thread = coalesce($8, thread), offers = $9::uuid[],
       next_attempt_at = $10, changed_at = $12,
       tried_at = CASE WHEN $11 THEN NULL ELSE tried_at END,
       attempts = CASE WHEN $11 THEN 0 ELSE attempts END
     WHERE surface = $1 AND recipient = $2 AND subject_kind = $3 AND subject_id = $4`,
    [
      key.surface,
      key.recipient,
      key.subjectKind,
      key.subjectId,
      card.state,
      card.shown,
      card.reference,
      card.thread,
      [...card.offers],
      card.nextAttemptAt,
      card.isKnown,
      card.at,
    ],
  );
}

/** A card that was never posted and is no longer needed. */
export async function dropUnposted(connection: Queryable, key: CardKey): Promise<void> {
  await connection.query(
    `DELETE FROM surface_card WHERE surface = $1 AND recipient = $2 AND subject_kind = $3
       AND subject_id = $4 AND reference IS NULL AND tried_at IS NULL`,
    [key.surface, key.recipient, key.subjectKind, key.subjectId],
  );
}
