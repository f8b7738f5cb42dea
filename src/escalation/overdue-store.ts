// Recordings of a manager's teams that are late (Coventry 4.1).
import type { Queryable } from '../database/client.ts';
import type { Channel } from '../messaging/message.ts';
import { nameOf } from './queue-store.ts';

type Cases = { sql: string; values: unknown[] };

export type OverdueRecording = {
  id: string;
  caseNumber: string;
  childName: string;
  channel: Channel;
  counterpart: string;
  contactName: string | null;
  relationship: string | null;
  messages: number;
  occurredFrom: Date;
  dueAt: Date;
  workerName: string | null;
};

/** The longest overdue first. `cases`: what the viewer may see, with parameters from $3 on. */
export async function listOverdue(
  connection: Queryable,
  cases: Cases,
  now: Date,
  limit: number,
): Promise<OverdueRecording[]> {
  const { rows } = await connection.query<OverdueRecording>(
    `SELECT r.id, r.case_number AS "caseNumber", c.name AS "childName", r.channel, r.counterpart,
       k.name AS "contactName", link.relationship, r.message_count AS messages,
       r.occurred_from AS "occurredFrom", r.due_at AS "dueAt", ${nameOf('r.worker_id')} AS "workerName"
     FROM contact_recording r JOIN child c USING (case_number)
     LEFT JOIN contact k ON k.contact_id = r.contact_id
     LEFT JOIN LATERAL (SELECT l.relationship FROM relationship l
       WHERE l.contact_id = r.contact_id AND l.case_number = r.case_number
       ORDER BY l.valid_from DESC LIMIT 1) link ON true
     WHERE r.state = 'awaiting-context' AND r.due_at < $1 AND r.case_number IN (${cases.sql})
     ORDER BY r.due_at, r.id LIMIT $2`,
    [now, limit, ...cases.values],
  );
  return rows;
}

/** How many there are. `cases` with parameters from $2 on. */
export async function countOverdue(
  connection: Queryable,
  cases: Cases,
  now: Date,
): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM contact_recording
     WHERE state = 'awaiting-context' AND due_at < $1 AND case_number IN (${cases.sql})`,
    [now, ...cases.values],
  );
  return rows[0]?.count ?? 0;
}
