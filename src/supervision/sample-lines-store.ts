// What managers made of samples of a worker's messages: talked through once (Coventry 4.9).
import type { Queryable } from '../database/client.ts';
import type { Channel } from '../messaging/message.ts';
import { LINES_OF_A_KIND, type Of } from './agenda-store.ts';

const SHOWN_DAYS = 90;
const DAY_MS = 86_400_000;

export type SampleReadBySomebody = {
  id: string;
  conversationId: string;
  caseNumbers: string[];
  channel: Channel;
  counterpart: string;
  contactName: string | null;
  /** Of the contact to the oldest of the children. */
  relationship: string | null;
  occurredAt: Date;
  missed: boolean;
  /** Of what was missed. */
  category: string | null;
  note: string;
  readByName: string;
  readAt: Date;
};

/**
 * Results of the last 90 days, the oldest first. A lapse of conduct that a sample brought to light is
 * not among them: it goes around the worker, upwards.
 */
export async function listSampleResults(
  connection: Queryable,
  { workerId, now }: Of,
): Promise<SampleReadBySomebody[]> {
  const { rows } = await connection.query<SampleReadBySomebody>(
    `SELECT s.id, s.conversation_id AS "conversationId", m.channel, m.counterpart,
       coalesce(t.case_numbers, '{}') AS "caseNumbers", k.name AS "contactName",
       (SELECT q.relationship FROM relationship q JOIN child c USING (case_number)
        WHERE q.contact_id = t.contact_id AND q.case_number = ANY(t.case_numbers)
        ORDER BY c.date_of_birth, q.valid_from DESC LIMIT 1) AS relationship,
       m.occurred_at AS "occurredAt", r.result = 'missed' AS missed, r.category, r.note,
       coalesce((SELECT w.name FROM worker w WHERE w.worker_id = r.recorded_by
         ORDER BY w.valid_from DESC LIMIT 1), r.recorded_by) AS "readByName",
       r.recorded_at AS "readAt"
     FROM sample s JOIN sample_result r ON r.sample_id = s.id JOIN message m ON m.id = s.message_id
     LEFT JOIN current_attribution t ON t.message_id = s.message_id AND t.state = 'attributed'
     LEFT JOIN contact k ON k.contact_id = t.contact_id
     WHERE s.worker_id = $1 AND r.recorded_at >= $2 AND r.category IS DISTINCT FROM 'conduct'
       AND NOT EXISTS (SELECT FROM supervision_line l JOIN supervision v ON v.id = l.supervision_id
         JOIN supervision_decision d ON d.line_id = l.id
         WHERE l.kind = 'sample' AND l.subject_key = s.id::text AND v.worker_id = $1)
     ORDER BY r.recorded_at, s.id LIMIT ${LINES_OF_A_KIND}`,
    [workerId, new Date(now.getTime() - SHOWN_DAYS * DAY_MS)],
  );
  return rows;
}
