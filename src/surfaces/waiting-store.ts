// Who may have something to be prompted about, and what waits for nobody who is in post.
import type { Queryable } from '../database/client.ts';
import { holdsPost, inForce } from '../people/standing-store.ts';

/**
 * Workers with something that waits, and every manager, each with a mark that changes when any of
 * it does. The inbox decides exactly; this says only whether to look. `stuckSince`: sends that have
 * waited since before then are somebody's.
 */
export async function listConcerned(
  connection: Queryable,
  today: string,
  stuckSince: Date,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await connection.query<{ id: string; mark: string }>(
    `WITH question AS (
       SELECT q.case_numbers, q.official_number,
         md5(concat_ws('|', q.id, q.message_count, q.last_at, q.for_manager)) AS mark
       FROM open_question q
     ), recording AS (
       SELECT r.case_number, r.worker_id,
         md5(concat_ws('|', r.id, r.message_count, r.occurred_to, r.due_at, r.urgent_at)) AS mark
       FROM contact_recording r WHERE r.state = 'awaiting-context'
     ), subject AS (
       SELECT unnest(case_numbers) AS case_number, mark FROM question
       UNION ALL SELECT case_number, mark FROM recording
     ), mine AS (
       SELECT a.worker_id AS id, s.mark FROM allocation a JOIN subject s USING (case_number)
         WHERE ${inForce('a', '$1')}
       UNION ALL SELECT worker_id, mark FROM recording WHERE worker_id IS NOT NULL
       UNION ALL SELECT n.worker_id, q.mark FROM question q
         JOIN official_number n ON n.address = q.official_number WHERE n.worker_id IS NOT NULL
       UNION ALL SELECT s.worker_id, concat_ws('|', s.intent_id, s.state, i.at < $2)
         FROM send_state s JOIN send_intent i ON i.id = s.intent_id
         WHERE s.state IN ('failed', 'waiting', 'attempted')
       UNION ALL SELECT w.worker_id, concat_ws('|',
           (SELECT md5(string_agg(mark, ',' ORDER BY mark)) FROM question),
           (SELECT md5(string_agg(mark, ',' ORDER BY mark)) FROM recording))
         FROM worker w WHERE w.role = 'manager' AND ${inForce('w', '$1')}
     )
     SELECT id, md5(string_agg(mark, ',' ORDER BY mark)) AS mark FROM mine GROUP BY id`,
    [today, stuckSince],
  );
  return new Map(rows.map(({ id, mark }) => [id, mark]));
}

/** Those of the questions or recordings that were only imported: they wait, and chase nobody. */
export async function findImported(
  connection: Queryable,
  subjectIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT q.id FROM open_question q WHERE q.id = ANY($1::uuid[]) AND NOT EXISTS (
       SELECT FROM current_attribution t JOIN message m ON m.id = t.message_id
       WHERE t.question_id = q.id AND m.origin <> 'import')
     UNION ALL
     SELECT r.id FROM contact_recording r WHERE r.id = ANY($1::uuid[]) AND NOT EXISTS (
       SELECT FROM recording_message rm JOIN message m ON m.id = rm.message_id
       WHERE rm.recording_id = r.id AND m.origin <> 'import')`,
    [[...subjectIds]],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The children whom this worker is allocated to on that day. */
export async function listAllocatedCases(
  connection: Queryable,
  workerId: string,
  today: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await connection.query<{ caseNumber: string }>(
    `SELECT a.case_number AS "caseNumber" FROM allocation a
     WHERE a.worker_id = $1 AND ${inForce('a', '$2')}`,
    [workerId, today],
  );
  return new Set(rows.map(({ caseNumber }) => caseNumber));
}

export type Unattended = { subjectId: string; conversationId: string; team: string };

const ATTENDED = `FROM allocation a WHERE ${inForce('a', '$1')} AND ${holdsPost('a.worker_id', '$1')}`;

/** Live questions and recordings that no worker in post is allocated to, with the number's team. */
export async function listUnattended(connection: Queryable, today: string): Promise<Unattended[]> {
  const { rows } = await connection.query<Unattended>(
    `SELECT q.id AS "subjectId", q.conversation_id AS "conversationId", n.team
     FROM open_question q JOIN official_number n
       ON n.address = q.official_number AND n.channel = replace(q.channel, '-device', '')
     WHERE NOT EXISTS (SELECT ${ATTENDED} AND a.case_number = ANY(q.case_numbers))
       AND (n.worker_id IS NULL OR NOT ${holdsPost('n.worker_id', '$1')} OR q.case_numbers <> '{}')
       AND EXISTS (SELECT FROM current_attribution t JOIN message m ON m.id = t.message_id
         WHERE t.question_id = q.id AND m.origin <> 'import')
     UNION ALL
     SELECT r.id, r.conversation_id, n.team
     FROM contact_recording r JOIN official_number n
       ON n.address = r.official_number AND n.channel = replace(r.channel, '-device', '')
     WHERE r.state = 'awaiting-context' AND r.origin <> 'import'
       AND NOT EXISTS (SELECT ${ATTENDED} AND a.case_number = r.case_number)`,
    [today],
  );
  return rows;
}
