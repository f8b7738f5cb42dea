// Which worker a chat platform's user is today, by the identities in force (workers.csv).
import type { Queryable } from '../database/client.ts';
import type { SurfaceKind } from '../messaging/surface.ts';
import { inForce } from '../people/standing-store.ts';

const COLUMN: Readonly<Record<SurfaceKind, string>> = {
  slack: 'slack_user_id',
  teams: 'teams_user_id',
};

export type FoundWorker =
  | { found: 'worker'; workerId: string }
  /** Their post, or the link of this account to it, has ended. */
  | { found: 'left' }
  | { found: 'nobody' }
  /** Two workers have this account: nobody can say who pressed. */
  | { found: 'several' };

/** Whose account this is on the day `today` (2026-03-12). */
export async function findWorkerOfAccount(
  connection: Queryable,
  surface: SurfaceKind,
  userId: string,
  today: string,
): Promise<FoundWorker> {
  const { rows } = await connection.query<{ workerId: string; now: boolean }>(
    `SELECT w.worker_id AS "workerId", bool_or(${inForce('w', '$2')}) AS now
     FROM worker w WHERE w.${COLUMN[surface]} = $1 AND w.valid_from <= $2::date GROUP BY w.worker_id`,
    [userId, today],
  );
  const inPost = rows.filter(({ now }) => now);
  const [only] = inPost;
  if (inPost.length > 1) return { found: 'several' };
  if (only) return { found: 'worker', workerId: only.workerId };
  return { found: rows.length > 0 ? 'left' : 'nobody' };
}

export type ReachableWorker = {
  workerId: string;
  name: string;
  role: 'worker' | 'manager';
  team: string;
  managerId: string | null;
  userId: string;
};

/** Workers and managers in post whom this platform can reach; an account that two share reaches nobody. */
export async function listReachableWorkers(
  connection: Queryable,
  surface: SurfaceKind,
  today: string,
): Promise<ReachableWorker[]> {
  const { rows } = await connection.query<ReachableWorker>(
    `WITH post AS (
       SELECT DISTINCT ON (w.worker_id) w.worker_id AS "workerId", w.name, w.role, w.team,
         w.manager_id AS "managerId", w.${COLUMN[surface]} AS "userId"
       FROM worker w WHERE ${inForce('w', '$1')} ORDER BY w.worker_id, w.valid_from DESC
     )
     SELECT * FROM post p WHERE role IN ('worker', 'manager') AND "userId" IS NOT NULL
       AND NOT EXISTS (SELECT FROM post o WHERE o."userId" = p."userId" AND o."workerId" <> p."workerId")
     ORDER BY "workerId"`,
    [today],
  );
  return rows;
}
