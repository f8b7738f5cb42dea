// What waits for a stage. Written in the transaction that makes the work, with one wake-up.
import { setTimeout as delay } from 'node:timers/promises';
import type { Queryable } from './client.ts';

/** In the order a message passes them. */
export const STAGES = ['attribution', 'oversight', 'record', 'escalation'] as const;
export type StageName = (typeof STAGES)[number];

export type NewStageWork = {
  stage: StageName;
  /** message, scope, choice, edit, flag */
  subjectKind: string;
  subjectId: string;
  conversationId: string;
};

/** The queue's task that drains the stages (src/jobs). */
export const DRAIN_TASK = 'drain-stages';

/** Adds work rows in the order given. Call inside the transaction that makes them necessary. */
export async function addStageWork(connection: Queryable, work: NewStageWork[]): Promise<void> {
  if (work.length === 0) return;
  await connection.query(
    `INSERT INTO stage_work (stage, subject_kind, subject_id, conversation_id)
     SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[])`,
    [
      work.map((row) => row.stage),
      work.map((row) => row.subjectKind),
      work.map((row) => row.subjectId),
      work.map((row) => row.conversationId),
    ],
  );
}

/**
 * Wakes the drain when this transaction commits. Once per transaction is enough. Not in one of the
 * queue's named queues: a process that is killed would hold that for hours. The stages' own locks
 * see to their order.
 */
export async function wakeStages(connection: Queryable): Promise<void> {
  await connection.query(`SELECT graphile_worker.add_job($1, '{}'::json, max_attempts := 25)`, [
    DRAIN_TASK,
  ]);
}

/**
 * Waits until nothing of this conversation waits for a place on the record, at most `timeoutMs`.
 * Returns false when it still does: what was asked is kept and will be done.
 */
export async function waitForStages(
  pool: Queryable,
  conversationId: string,
  timeoutMs = 3_000,
): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const { rowCount } = await pool.query(
      `SELECT 1 FROM stage_work WHERE conversation_id = $1 AND set_aside_at IS NULL
       AND stage <> 'escalation' LIMIT 1`,
      [conversationId],
    );
    if (rowCount === 0) return true;
    if (Date.now() >= until) return false;
    await delay(15);
  }
}
