import type pg from 'pg';
import type { StageName } from '../database/stage-work.ts';

/** One row of `stage_work`: what a stage is to look at. */
export type StageWorkItem = {
  id: bigint;
  /** message, scope, choice, edit, flag */
  subjectKind: string;
  subjectId: string;
  conversationId: string;
  attempts: number;
};

/**
 * One stage of the straight line. It reads what the stage before committed, writes its own tables,
 * and adds the work of the stage after; the drain removes its work in the same transaction.
 */
export type Stage = {
  name: StageName;
  /** Does the items in the order given, or throws and has done nothing. */
  process(connection: pg.PoolClient, items: readonly StageWorkItem[]): Promise<void>;
  /** What must still happen to an item that could not be done, so that nothing is lost. */
  onSetAside(connection: pg.PoolClient, item: StageWorkItem): Promise<void>;
};
