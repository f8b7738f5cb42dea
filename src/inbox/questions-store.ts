// Questions that wait for this person's answer: which child?
import type { Queryable } from '../database/client.ts';
import type { Channel } from '../messaging/message.ts';
import { HOLDERS, holdsPost, inForce } from '../people/standing-store.ts';
import type { Whose } from './whose-store.ts';

export type WaitingQuestion = {
  id: string;
  conversationId: string;
  /** Null: nobody, or one of several, is known by this number. */
  contactName: string | null;
  /** Everyone who is known by this number. */
  holders: string[];
  relationship: string | null;
  counterpart: string;
  channel: Channel;
  officialNumber: string;
  /** Null: not one of the authority's own numbers. */
  numberLabel: string | null;
  messages: number;
  firstAt: Date;
  lastAt: Date;
  /** The first message's words. */
  body: string;
  /** Every child linked to the number, seen or not. */
  caseNumbers: string[];
  /** Names of the children it may concern whom the viewer may see, oldest first. */
  children: string[];
  /** How many more there are. */
  hidden: number;
  evidence: string | null;
  forManagerWhy: string | null;
};

/** A worker with a post who may see one of the question's (alias q) children. */
const ATTENDED = `EXISTS (
  SELECT FROM allocation a JOIN child c USING (case_number)
  WHERE a.case_number = ANY(q.case_numbers) AND ${holdsPost('a.worker_id', '$2')}
    AND (${inForce('a', '$2')} OR (c.status = 'closed' AND a.valid_to = (
      SELECT max(l.valid_to) FROM allocation l WHERE l.case_number = a.case_number)
      AND NOT EXISTS (SELECT FROM allocation l WHERE l.case_number = a.case_number AND ${inForce('l', '$2')}))))`;

const OWN_CASES = `
  SELECT a.case_number FROM allocation a WHERE a.worker_id = $1 AND ${inForce('a', '$2')}
  UNION SELECT a.case_number FROM allocation a JOIN child c USING (case_number)
  WHERE a.worker_id = $1 AND c.status = 'closed' AND a.case_number = ANY($3)`;

/** $1 viewer, $2 day, $3 cases the viewer may see */
const FOR_WORKER = `
  SELECT q.id FROM open_question q
  WHERE NOT q.for_manager AND q.case_numbers && ARRAY(${OWN_CASES})
  UNION
  SELECT q.id FROM open_question q JOIN official_number n
    ON n.address = q.official_number AND n.channel = replace(q.channel, '-device', '')
  WHERE NOT q.for_manager AND q.case_numbers = '{}' AND n.worker_id = $1`;

/**
 * $4 the viewer's team. What nobody on record sent is before its managers even where the number is a
 * worker's own. A number whose team has no manager, or that nobody knows, is every manager's.
 */
const FOR_MANAGER = `
  UNION
  SELECT q.id FROM open_question q
  WHERE q.case_numbers && $3 AND (q.for_manager OR NOT ${ATTENDED})
  UNION
  SELECT q.id FROM open_question q LEFT JOIN official_number n
    ON n.address = q.official_number AND n.channel = replace(q.channel, '-device', '')
  WHERE q.case_numbers = '{}'
    AND (n.team IS NULL OR n.team = $4 OR NOT EXISTS (
      SELECT FROM worker m WHERE m.team = n.team AND m.role = 'manager' AND ${inForce('m', '$2')}))`;

function mine({ viewer, today, cases }: Whose) {
  const values: unknown[] = [viewer.workerId, today, cases];
  if (viewer.role !== 'manager') return { sql: FOR_WORKER, values };
  return { sql: FOR_WORKER + FOR_MANAGER, values: [...values, viewer.team] };
}

const IS_URGENT = `EXISTS (
  SELECT FROM current_attribution t JOIN flag f ON f.message_id = t.message_id
  WHERE t.question_id = q.id AND f.severity = 'urgent')`;

export type QuestionCounts = { urgent: number; routine: number };

export async function countWaitingQuestions(
  connection: Queryable,
  whose: Whose,
): Promise<QuestionCounts> {
  const { sql, values } = mine(whose);
  const { rows } = await connection.query<QuestionCounts>(
    `SELECT count(*) FILTER (WHERE urgent)::int AS urgent, count(*) FILTER (WHERE NOT urgent)::int AS routine
     FROM (SELECT ${IS_URGENT} AS urgent FROM open_question q WHERE q.id IN (${sql})) q`,
    values,
  );
  return rows[0] ?? { urgent: 0, routine: 0 };
}

/** The first `limit`, the longest waiting first. */
export async function listWaitingQuestions(
  connection: Queryable,
  whose: Whose,
  { urgent, limit }: { urgent: boolean; limit: number },
): Promise<WaitingQuestion[]> {
  const { sql, values } = mine(whose);
  const { rows } = await connection.query<WaitingQuestion>(
    `WITH waiting AS (
       SELECT q.* FROM open_question q
       WHERE q.id IN (${sql}) AND ${IS_URGENT} = $${values.length + 1}
       ORDER BY q.asked_at, q.id LIMIT $${values.length + 2}
     )
     SELECT q.id, q.conversation_id AS "conversationId", q.case_numbers AS "caseNumbers", k.name AS "contactName", link.relationship,
       ${HOLDERS} AS holders,
       q.counterpart, q.channel, q.official_number AS "officialNumber", n.label AS "numberLabel",
       q.message_count AS messages, coalesce(first.at, q.asked_at) AS "firstAt", q.last_at AS "lastAt",
       coalesce(first.body, '') AS body, q.for_manager_why AS "forManagerWhy", flag.evidence,
       ARRAY(SELECT c.name FROM child c
             WHERE c.case_number = ANY(q.case_numbers) AND c.case_number = ANY($3)
             ORDER BY c.date_of_birth, c.case_number) AS children,
       (SELECT count(*) FROM unnest(q.case_numbers) AS number WHERE number <> ALL($3))::int AS hidden
     FROM waiting q
     LEFT JOIN contact k ON k.contact_id = q.contact_id
     LEFT JOIN official_number n
       ON n.address = q.official_number AND n.channel = replace(q.channel, '-device', '')
     LEFT JOIN LATERAL (
       SELECT l.relationship FROM relationship l
       WHERE l.contact_id = q.contact_id AND l.case_number = ANY(q.case_numbers)
         AND l.case_number = ANY($3)
       ORDER BY l.valid_from DESC LIMIT 1) link ON true
     LEFT JOIN LATERAL (
       SELECT m.body, m.occurred_at AS at FROM current_attribution t JOIN message m ON m.id = t.message_id
       WHERE t.question_id = q.id ORDER BY t.occurred_at, m.sequence LIMIT 1) first ON true
     LEFT JOIN LATERAL (
       SELECT f.evidence[1] AS evidence FROM current_attribution t JOIN flag f ON f.message_id = t.message_id
       WHERE t.question_id = q.id AND f.severity = 'urgent' ORDER BY f.at LIMIT 1) flag ON true
     ORDER BY q.asked_at, q.id`,
    [...values, urgent, limit],
  );
  return rows;
}
