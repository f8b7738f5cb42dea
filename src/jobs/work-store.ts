// The stages' queue: taken in order, one drain at a time, removed in the transaction that did it.
import type pg from 'pg';
import type { Queryable } from '../database/client.ts';
import { STAGES, type StageName } from '../database/stage-work.ts';
import type { StageWorkItem } from './stage.ts';

const LOCK_SPACE = 6_274_002; // advisory locks of the stages; the second key is the stage

/**
 * Waits until no other process drains this stage; held to the end of the transaction, which need not
 * wait for the disk: what a power cut undoes is undone with the removal of its work, and done again.
 */
export async function lockStage(connection: pg.PoolClient, stage: StageName): Promise<void> {
  await connection.query(
    `SELECT set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock($1, $2)`,
    [LOCK_SPACE, STAGES.indexOf(stage)],
  );
}

/** Whether anything waits for this stage: most looks find nothing, and cost one question. */
export async function isWaiting(connection: Queryable, stage: StageName): Promise<boolean> {
  const { rowCount } = await connection.query(
    'SELECT FROM stage_work WHERE stage = $1 AND set_aside_at IS NULL LIMIT 1',
    [stage],
  );
  return rowCount === 1;
}

/** The oldest items that wait for this stage, at most `limit`, in order. */
export async function readWaiting(
  connection: Queryable,
  stage: StageName,
  limit: number,
): Promise<StageWorkItem[]> {
  const { rows } = await connection.query(
    `SELECT id, subject_kind, subject_id, conversation_id, attempts FROM stage_work
     WHERE stage = $1 AND set_aside_at IS NULL ORDER BY id LIMIT $2`,
    [stage, limit],
  );
  return rows.map((row) => ({
    id: BigInt(row.id),
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    conversationId: row.conversation_id,
    attempts: row.attempts,
  }));
}

/** Removes items that are done. */
export async function removeDone(
  connection: Queryable,
  items: readonly StageWorkItem[],
): Promise<void> {
  await connection.query('DELETE FROM stage_work WHERE id = ANY($1::bigint[])', [
    items.map((item) => item.id),
  ]);
}

/** Keeps items that cannot be done out of the way, with the reason, for a person to look at. */
export async function setAside(
  connection: Queryable,
  items: readonly StageWorkItem[],
  problem: string,
  at: Date,
): Promise<void> {
  await connection.query(
    `UPDATE stage_work SET set_aside_at = $2, problem = $3, attempts = attempts + 1
     WHERE id = ANY($1::bigint[])`,
    [items.map((item) => item.id), at, problem],
  );
}
