// Who can be named in a plan, and which children it can be for.
import type { Queryable } from '../database/client.ts';

export type PossibleUser = { workerId: string; name: string; role: string };

const IN_POST = `w.valid_from <= $2::date AND (w.valid_to IS NULL OR w.valid_to >= $2::date)`;

/**
 * Workers with a post today who are allocated to the child, are in the team of somebody who is, or
 * manage one of them; by name.
 */
export async function readPossibleUsers(
  connection: Queryable,
  caseNumber: string,
  today: string,
): Promise<PossibleUser[]> {
  const { rows } = await connection.query<PossibleUser>(
    `WITH allocated AS (
       SELECT DISTINCT ON (w.worker_id) w.worker_id, w.team, w.manager_id
       FROM allocation a JOIN worker w ON w.worker_id = a.worker_id AND ${IN_POST}
       WHERE a.case_number = $1 AND a.valid_from <= $2::date
         AND (a.valid_to IS NULL OR a.valid_to >= $2::date)
       ORDER BY w.worker_id, w.valid_from DESC
     )
     SELECT * FROM (
       SELECT DISTINCT ON (w.worker_id) w.worker_id AS "workerId", w.name, w.role FROM worker w
       WHERE ${IN_POST} AND w.role IN ('worker', 'manager')
         AND (w.worker_id IN (SELECT worker_id FROM allocated)
           OR w.worker_id IN (SELECT manager_id FROM allocated)
           OR w.team IN (SELECT team FROM allocated))
       ORDER BY w.worker_id, w.valid_from DESC) people
     ORDER BY name, "workerId"`,
    [caseNumber, today],
  );
  return rows;
}

export type PlannedContact = {
  contactId: string;
  name: string;
  relationship: string;
  /** The contact's children today, oldest first. */
  caseNumbers: string[];
};

/** The contact as they stand on this child's record today; null when they do not. */
export async function readPlannedContact(
  connection: Queryable,
  caseNumber: string,
  contactId: string,
  today: string,
): Promise<PlannedContact | null> {
  const { rows } = await connection.query<PlannedContact>(
    `SELECT k.contact_id AS "contactId", k.name,
       (SELECT r.relationship FROM relationship r WHERE r.contact_id = k.contact_id
          AND r.case_number = $1 ORDER BY r.valid_from DESC LIMIT 1) AS relationship,
       ARRAY(SELECT DISTINCT ON (c.date_of_birth, c.case_number) c.case_number
         FROM relationship r JOIN child c ON c.case_number = r.case_number
         WHERE r.contact_id = k.contact_id AND r.valid_from <= $3::date
           AND (r.valid_to IS NULL OR r.valid_to >= $3::date)
         ORDER BY c.date_of_birth, c.case_number) AS "caseNumbers"
     FROM contact k WHERE k.contact_id = $2 AND EXISTS (SELECT FROM relationship r
       WHERE r.contact_id = k.contact_id AND r.case_number = $1 AND r.valid_from <= $3::date
         AND (r.valid_to IS NULL OR r.valid_to >= $3::date))`,
    [caseNumber, contactId, today],
  );
  return rows[0] ?? null;
}
