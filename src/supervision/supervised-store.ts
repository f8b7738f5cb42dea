// Whose supervision is whose: a manager has those who report to them, directly or through others, and
// the workers of their own team. Nobody supervises a colleague, or whoever manages them.
import type { Viewer } from '../access/viewer.ts';
import type { Queryable } from '../database/client.ts';

export type Supervised = {
  workerId: string;
  name: string;
  role: string;
  team: string;
  /** When the last one was finished; null: never. */
  lastAt: Date | null;
  /** One is begun and not finished. */
  isOpen: boolean;
};

const POSTS = `WITH RECURSIVE post AS (
    SELECT DISTINCT ON (worker_id) worker_id, name, role, team, manager_id FROM worker
    WHERE valid_from <= $3::date AND (valid_to IS NULL OR valid_to >= $3::date)
    ORDER BY worker_id, valid_from DESC
  ), reports AS (
    SELECT DISTINCT ON (worker_id) worker_id, manager_id FROM worker
    WHERE valid_from <= $3::date ORDER BY worker_id, valid_from DESC
  ), below AS (
    SELECT worker_id FROM reports WHERE manager_id = $1
    UNION SELECT reports.worker_id FROM reports JOIN below ON reports.manager_id = below.worker_id
  ), supervised AS (
    SELECT * FROM post WHERE worker_id <> $1 AND role IN ('worker', 'manager')
      AND (worker_id IN (SELECT worker_id FROM below) OR (team = $2 AND role = 'worker'))
  )`;

/** Those whom this manager supervises and who hold a post that day, by name. */
export async function listSupervised(
  connection: Queryable,
  viewer: Viewer,
  today: string,
): Promise<Supervised[]> {
  const { rows } = await connection.query<Supervised>(
    `${POSTS}
     SELECT s.worker_id AS "workerId", s.name, s.role, s.team, last.at AS "lastAt",
       EXISTS (SELECT FROM supervision v WHERE v.worker_id = s.worker_id
         AND NOT EXISTS (SELECT FROM supervision_end e WHERE e.supervision_id = v.id)) AS "isOpen"
     FROM supervised s
     LEFT JOIN LATERAL (SELECT max(e.finished_at) AS at FROM supervision v
       JOIN supervision_end e ON e.supervision_id = v.id WHERE v.worker_id = s.worker_id) last ON true
     ORDER BY s.name, s.worker_id`,
    [viewer.workerId, viewer.team, today],
  );
  return rows;
}

export type SupervisedPerson = { workerId: string; name: string; role: string; team: string };

/** The worker whose file it is, when this viewer may see it: their own, or one they supervise. */
export async function findSupervised(
  connection: Queryable,
  viewer: Viewer,
  workerId: string,
  today: string,
): Promise<SupervisedPerson | null> {
  const { role, team } = viewer;
  if (workerId === viewer.workerId) return { workerId, name: viewer.name, role, team };
  if (role !== 'manager') return null;
  const { rows } = await connection.query<SupervisedPerson>(
    `${POSTS} SELECT worker_id AS "workerId", name, role, team FROM supervised WHERE worker_id = $4`,
    [viewer.workerId, team, today, workerId],
  );
  return rows[0] ?? null;
}

/** Case numbers of the children that a worker is allocated to that day. */
export async function readAllocatedCases(
  connection: Queryable,
  workerId: string,
  today: string,
): Promise<string[]> {
  const { rows } = await connection.query<{ caseNumber: string }>(
    `SELECT DISTINCT case_number AS "caseNumber" FROM allocation
     WHERE worker_id = $1 AND valid_from <= $2::date AND (valid_to IS NULL OR valid_to >= $2::date)`,
    [workerId, today],
  );
  return rows.map(({ caseNumber }) => caseNumber);
}
