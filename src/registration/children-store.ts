// Whose acts these are, and which children they may have a conversation recorded for.
import type { Queryable } from '../database/client.ts';
import type { ChatChannel } from '../messaging/registration.ts';

export type Registrant = { workerId: string; name: string; role: string };

const HELD = 'valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)';

/** The worker who is this user of the platform on that day; null: nobody of ours, or nobody any more. */
export async function findRegistrant(
  connection: Queryable,
  channel: ChatChannel,
  userId: string,
  today: string,
): Promise<Registrant | null> {
  const column = channel === 'slack' ? 'slack_user_id' : 'teams_user_id';
  const { rows } = await connection.query<Registrant>(
    `SELECT worker_id AS "workerId", name, role FROM worker WHERE ${column} = $1 AND ${HELD}
     ORDER BY valid_from DESC LIMIT 1`,
    [userId, today],
  );
  return rows[0] ?? null;
}

export type AllocatedChild = {
  caseNumber: string;
  name: string;
  preferredName: string | null;
  alsoKnownAs: string[];
  status: string;
};

/** The children to whom this worker is allocated on that day, by name. */
export async function findAllocatedChildren(
  connection: Queryable,
  workerId: string,
  today: string,
): Promise<AllocatedChild[]> {
  const { rows } = await connection.query<AllocatedChild>(
    `SELECT DISTINCT c.case_number AS "caseNumber", c.name, c.preferred_name AS "preferredName",
       c.also_known_as AS "alsoKnownAs", c.status
     FROM allocation a JOIN child c ON c.case_number = a.case_number
     WHERE a.worker_id = $1 AND a.valid_from <= $2 AND (a.valid_to IS NULL OR a.valid_to >= $2)
     ORDER BY c.name, "caseNumber"`,
    [workerId, today],
  );
  return rows;
}
