// What a worker decided to send, and what became of it step by step.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Queryable } from '../database/client.ts';
import type { Channel } from '../messaging/message.ts';
import type { Intent, NewIntent, SentTemplate } from './intent.ts';

/** The queue's task that hands waiting messages to their providers. */
export const SEND_TASK = 'send-messages';
/** The queue's task that looks at what providers said since. */
export const FOLLOW_UP_TASK = 'follow-sends';

/** Statuses come within seconds; what comes later is found by the clock. */
const STATUSES_COME_AFTER_S = [3, 20];

/**
 * Commits with the caller's transaction: the intent, that it waits, and the job that sends it.
 * Null when this press of the button was kept before.
 */
export async function insertIntent(
  connection: Queryable,
  intent: NewIntent,
): Promise<string | null> {
  const id = randomUUID();
  const inserted = await connection.query(
    `INSERT INTO send_intent (id, conversation_id, kind, worker_id, contact_id, case_numbers, body,
       checks, idempotency_key, at, template)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (idempotency_key) DO NOTHING`,
    [
      id,
      intent.conversationId,
      intent.kind,
      intent.workerId,
      intent.contactId,
      intent.caseNumbers,
      intent.body,
      JSON.stringify(intent.checks),
      intent.idempotencyKey,
      intent.at,
      intent.template ? JSON.stringify(intent.template) : null,
    ],
  );
  if (inserted.rowCount === 0) return null;
  await connection.query(
    `INSERT INTO send_state (intent_id, conversation_id, worker_id, state, next_attempt_at, changed_at)
     VALUES ($1, $2, $3, 'waiting', $4, $4)`,
    [id, intent.conversationId, intent.workerId, intent.at],
  );
  return id;
}

/** One conversation is written to by one worker at a time, until the caller's transaction ends. */
export async function lockConversation(
  connection: Queryable,
  conversationId: string,
): Promise<void> {
  await connection.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [conversationId]);
}

/** Asks the queue to send, now or after a pause; runs when the caller's transaction commits. */
export async function wakeSending(connection: Queryable, afterMs = 0): Promise<void> {
  await connection.query(
    `SELECT graphile_worker.add_job($1, '{}'::json,
       run_at := now() + make_interval(secs => $2), max_attempts := 3)`,
    [SEND_TASK, afterMs / 1_000],
  );
}

/** Looks for the statuses of a message that was just handed over, when they are likely to be there. */
export async function wakeFollowing(connection: Queryable): Promise<void> {
  await connection.query(
    `SELECT graphile_worker.add_job($1, '{}'::json,
       run_at := now() + make_interval(secs => after), max_attempts := 3)
     FROM unnest($2::float8[]) AS after`,
    [FOLLOW_UP_TASK, STATUSES_COME_AFTER_S],
  );
}

/** Whether this contact was told on this channel that messages are kept, or is about to be. */
export async function wasTold(
  connection: Queryable,
  contactId: string,
  channel: Channel,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `SELECT 1 FROM send_intent i JOIN send_state s ON s.intent_id = i.id
       JOIN conversation c ON c.id = i.conversation_id
     WHERE i.contact_id = $1 AND c.channel = $2 AND i.kind = 'notice'
       AND s.state IN ('waiting', 'attempted', 'accepted', 'delivered') LIMIT 1`,
    [contactId, channel],
  );
  return (rowCount ?? 0) > 0;
}

/** Conversations in which something is to be done now, the longest waiting first. */
export async function readDueConversations(
  connection: Queryable,
  now: Date,
  limit: number,
): Promise<string[]> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT conversation_id AS id FROM send_state
     WHERE state IN ('waiting', 'attempted') AND next_attempt_at <= $1
     GROUP BY conversation_id ORDER BY min(next_attempt_at) LIMIT $2`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

export type Claim = {
  intent: Intent;
  /** waiting: nobody has asked the provider. attempted: someone did, and left no answer. */
  was: 'waiting' | 'attempted';
  attempts: number;
  /** When the provider was first asked; null: never. */
  firstAttemptAt: Date | null;
};

const templateSchema: z.ZodType<SentTemplate> = z.object({
  contentSid: z.string(),
  variables: z.record(z.string(), z.string()),
});

const CLAIM = `
SELECT s.intent_id, s.state, s.attempts, s.next_attempt_at,
  i.kind, i.worker_id, i.contact_id, i.case_numbers, i.body, i.template, i.at, i.conversation_id,
  c.channel, c.official_number, c.counterpart,
  (SELECT min(o.at) FROM send_outcome o
   WHERE o.intent_id = i.id AND o.outcome = 'attempted') AS first_attempt_at
FROM send_state s JOIN send_intent i ON i.id = s.intent_id JOIN conversation c ON c.id = i.conversation_id
WHERE s.conversation_id = $1 AND s.state IN ('waiting', 'attempted')
ORDER BY i.sequence LIMIT 1
FOR UPDATE OF s`;

/**
 * Takes the oldest unsent intent of a conversation, when it is due: later ones wait for it, so that
 * a family reads things in order. Until `leaseUntil` nobody else takes it, whatever happens to us.
 */
export async function claimNext(
  connection: Queryable,
  conversationId: string,
  now: Date,
  leaseUntil: Date,
): Promise<Claim | null> {
  const { rows } = await connection.query(CLAIM, [conversationId]);
  const [row] = rows;
  if (!row || row.next_attempt_at > now) return null;
  await connection.query('UPDATE send_state SET next_attempt_at = $2 WHERE intent_id = $1', [
    row.intent_id,
    leaseUntil,
  ]);
  return {
    was: row.state,
    attempts: row.attempts,
    firstAttemptAt: row.first_attempt_at,
    intent: {
      id: row.intent_id,
      conversationId: row.conversation_id,
      kind: row.kind,
      workerId: row.worker_id,
      contactId: row.contact_id,
      caseNumbers: row.case_numbers,
      body: row.body,
      ...(row.template === null ? {} : { template: templateSchema.parse(row.template) }),
      at: row.at,
      channel: row.channel,
      officialNumber: row.official_number,
      counterpart: row.counterpart,
    },
  };
}

export type NewOutcome = {
  intentId: string;
  outcome: 'attempted' | 'accepted' | 'refused' | 'not-now' | 'unknown';
  externalId?: string;
  errorCode?: string;
  words?: string;
  at: Date;
};

export async function insertOutcome(connection: Queryable, outcome: NewOutcome): Promise<void> {
  await connection.query(
    `INSERT INTO send_outcome (id, intent_id, outcome, external_id, error_code, words, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      randomUUID(),
      outcome.intentId,
      outcome.outcome,
      outcome.externalId ?? null,
      outcome.errorCode ?? null,
      outcome.words ?? null,
      outcome.at,
    ],
  );
}

export type StateChange = {
  intentId: string;
  state: 'waiting' | 'attempted' | 'accepted' | 'delivered' | 'failed' | 'seen-failed';
  words: string | null;
  messageId?: string;
  /** Null: nothing more is tried. */
  nextAttemptAt: Date | null;
  /** Whether this change is an attempt. */
  attempt?: boolean;
  at: Date;
};

export async function changeState(connection: Queryable, change: StateChange): Promise<void> {
  await connection.query(
    `UPDATE send_state SET state = $2, words = $3, message_id = coalesce($4, message_id),
       next_attempt_at = $5, attempts = attempts + $6, changed_at = $7
     WHERE intent_id = $1`,
    [
      change.intentId,
      change.state,
      change.words,
      change.messageId ?? null,
      change.nextAttemptAt,
      change.attempt ? 1 : 0,
      change.at,
    ],
  );
}

/** Which of these messages already belong to an intent. */
export async function readClaimedMessages(
  connection: Queryable,
  messageIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await connection.query<{ messageId: string }>(
    'SELECT message_id AS "messageId" FROM send_state WHERE message_id = ANY($1::uuid[])',
    [messageIds],
  );
  return new Set(rows.map(({ messageId }) => messageId));
}

/** How the last reply of the conversation before this intent ended; null: there was none. */
export async function readStateOfReplyBefore(
  connection: Queryable,
  intentId: string,
): Promise<string | null> {
  const { rows } = await connection.query<{ state: string }>(
    `SELECT s.state FROM send_intent i JOIN send_intent reply
       ON reply.conversation_id = i.conversation_id AND reply.sequence < i.sequence
     JOIN send_state s ON s.intent_id = reply.id
     WHERE i.id = $1 AND reply.kind = 'reply' ORDER BY reply.sequence DESC LIMIT 1`,
    [intentId],
  );
  return rows[0]?.state ?? null;
}

/** A worker saw that a message was not delivered. False when it was not theirs, or not failed. */
export async function dismissFailure(
  connection: Queryable,
  intentId: string,
  workerId: string,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `UPDATE send_state SET state = 'seen-failed', changed_at = $3
     WHERE intent_id = $1 AND worker_id = $2 AND state = 'failed'`,
    [intentId, workerId, at],
  );
  return (rowCount ?? 0) > 0;
}

/** The network itself says that the counterpart opted out. */
export async function insertProviderOptOut(
  connection: Queryable,
  conversationId: string,
  at: Date,
): Promise<void> {
  await connection.query(
    `INSERT INTO opt_event (id, conversation_id, kind, source, message_id, at)
     VALUES ($1, $2, 'stop', 'provider', NULL, $3)`,
    [randomUUID(), conversationId, at],
  );
}
