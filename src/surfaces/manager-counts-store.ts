// Counts for a manager's home: flags that nobody has decided yet, and recordings that are late.

import type { Viewer } from '../access/viewer.ts';
import type { Queryable } from '../database/client.ts';
import { readWhose } from '../inbox/whose-store.ts';

export type ManagerCounts = { flags: number; overdue: number };

const RECENT = '7 days';

/** Of the children whom this manager may see. */
export async function countForManager(
  connection: Queryable,
  viewer: Viewer,
  today: string,
  now: Date,
): Promise<ManagerCounts> {
  const { cases } = await readWhose(connection, viewer, today);
  const { rows } = await connection.query<ManagerCounts>(
    `SELECT
       (SELECT count(DISTINCT f.message_id)::int FROM flag f
        JOIN current_attribution t ON t.message_id = f.message_id
        WHERE f.severity = 'urgent' AND f.at > $2::timestamptz - interval '${RECENT}'
          AND t.case_numbers && $1) AS flags,
       (SELECT count(*)::int FROM contact_recording r
        WHERE r.state = 'awaiting-context' AND r.due_at < $2 AND r.case_number = ANY($1)) AS overdue`,
    [cases, now],
  );
  return rows[0] ?? { flags: 0, overdue: 0 };
}
