// What waits to be talked through with one worker, as facts; the page puts them into words.
import type { Queryable } from '../database/client.ts';
import type { Channel } from '../messaging/message.ts';

/** No more of a kind than a person can go through; the rest come when these are decided. */
export const LINES_OF_A_KIND = 25;

const FLAGGED_WITHIN_DAYS = 90;
const DAY_MS = 86_400_000;

export type Of = { workerId: string; now: Date };

export type FlaggedExchange = {
  exchangeId: string;
  recordingId: string;
  caseNumbers: string[];
  contactName: string | null;
  categories: string[];
  urgent: boolean;
  evidence: string[];
  at: Date;
};

/** Whether a message put on a recording (alias rm) still stands there. */
const STANDS = `NOT EXISTS (
  SELECT FROM recording_withdrawal x WHERE x.recording_id = rm.recording_id
    AND x.message_id = rm.message_id AND x.placed_by_id = rm.attribution_id)`;

/** Decided with this worker ($1) in any supervision: a flag is talked through once. */
const DECIDED = (kind: string, key: string) => `EXISTS (
  SELECT FROM supervision_line said JOIN supervision held ON held.id = said.supervision_id
  JOIN supervision_decision d ON d.line_id = said.id
  WHERE said.kind = '${kind}' AND said.subject_key = ${key} AND held.worker_id = $1)`;

/**
 * Flagged exchanges that the worker is asked about, the oldest first. Only what families wrote: what
 * is flagged in a worker's own words goes around them, upwards, and never onto a page they read.
 */
export async function listFlagged(
  connection: Queryable,
  { workerId, now }: Of,
): Promise<FlaggedExchange[]> {
  const { rows } = await connection.query<FlaggedExchange>(
    `SELECT r.exchange_id AS "exchangeId", (array_agg(r.id ORDER BY c.date_of_birth, r.case_number))[1]::text AS "recordingId",
       ARRAY(SELECT o.case_number FROM contact_recording o JOIN child oc USING (case_number)
         WHERE o.conversation_id = r.conversation_id AND o.exchange_id = r.exchange_id
           AND o.occurred_to >= $2 AND o.state IN ('awaiting-context', 'complete')
         ORDER BY oc.date_of_birth, o.case_number) AS "caseNumbers",
       max(k.name) AS "contactName", array_agg(DISTINCT f.category) AS categories,
       bool_or(f.severity = 'urgent') AS urgent,
       (array_agg(DISTINCT array_to_string(f.evidence, ' … '))
         FILTER (WHERE f.severity = worst.severity AND cardinality(f.evidence) > 0))[1:2] AS evidence,
       min(f.at) AS at
     FROM contact_recording r JOIN child c ON c.case_number = r.case_number
     JOIN recording_message rm ON rm.recording_id = r.id AND ${STANDS}
     JOIN message m ON m.id = rm.message_id AND m.direction = 'inbound'
     JOIN flag f ON f.message_id = m.id
     CROSS JOIN LATERAL (SELECT CASE WHEN r.urgent_at IS NULL THEN 'review' ELSE 'urgent' END
       AS severity) worst
     LEFT JOIN contact k ON k.contact_id = r.contact_id
     WHERE r.worker_id = $1 AND r.state IN ('awaiting-context', 'complete') AND r.due_at >= $2
       AND r.occurred_to >= $2 AND NOT ${DECIDED('flagged', 'r.exchange_id::text')}
     GROUP BY r.exchange_id, r.conversation_id
     ORDER BY min(f.at), r.exchange_id LIMIT ${LINES_OF_A_KIND}`,
    [workerId, new Date(now.getTime() - FLAGGED_WITHIN_DAYS * DAY_MS)],
  );
  return rows.map((row) => ({ ...row, evidence: row.evidence ?? [] }));
}

export type OverdueRecording = {
  id: string;
  caseNumber: string;
  channel: Channel;
  counterpart: string;
  contactName: string | null;
  relationship: string | null;
  occurredFrom: Date;
  dueAt: Date;
  urgent: boolean;
};

/** What the worker has not written up in time, the longest overdue first. */
export async function listOverdue(
  connection: Queryable,
  { workerId, now }: Of,
): Promise<OverdueRecording[]> {
  const { rows } = await connection.query<OverdueRecording>(
    `SELECT r.id, r.case_number AS "caseNumber", r.channel, r.counterpart, k.name AS "contactName",
       (SELECT q.relationship FROM relationship q WHERE q.contact_id = r.contact_id
          AND q.case_number = r.case_number ORDER BY q.valid_from DESC LIMIT 1) AS relationship,
       r.occurred_from AS "occurredFrom", r.due_at AS "dueAt", r.urgent_at IS NOT NULL AS urgent
     FROM contact_recording r LEFT JOIN contact k ON k.contact_id = r.contact_id
     WHERE r.worker_id = $1 AND r.state = 'awaiting-context' AND r.due_at < $2
     ORDER BY r.due_at, r.id LIMIT ${LINES_OF_A_KIND}`,
    [workerId, now],
  );
  return rows;
}

export type WaitingCorrection = {
  id: string;
  recordingId: string;
  caseNumber: string;
  first: string;
  corrected: string;
  reason: string;
  authorId: string;
  at: Date;
  occurredFrom: Date;
};

/** Corrections that wait to be agreed, by this worker or on a recording they are asked about. */
export async function listCorrections(
  connection: Queryable,
  { workerId }: Of,
): Promise<WaitingCorrection[]> {
  const { rows } = await connection.query<WaitingCorrection>(
    `SELECT s.id, s.recording_id AS "recordingId", r.case_number AS "caseNumber",
       said.text AS first, s.text AS corrected, coalesce(s.reason, '') AS reason,
       s.author AS "authorId", s.at, r.occurred_from AS "occurredFrom"
     FROM statement s JOIN statement said ON said.id = s.corrects_id
     JOIN contact_recording r ON r.id = s.recording_id
     WHERE s.corrects_id IS NOT NULL AND (s.author = $1 OR r.worker_id = $1)
       AND NOT EXISTS (SELECT FROM correction_decision d WHERE d.statement_id = s.id)
     ORDER BY s.at, s.id LIMIT ${LINES_OF_A_KIND}`,
    [workerId],
  );
  return rows;
}

export type UnallocatedQuestion = {
  id: string;
  conversationId: string;
  channel: Channel;
  counterpart: string;
  /** Null: nobody is known by this number. */
  contactName: string | null;
  messages: number;
  askedAt: Date;
};

/** Messages on nobody's record that this worker is asked about, the longest waiting first. */
export async function listUnallocated(
  connection: Queryable,
  { workerId, today }: Of & { today: string },
): Promise<UnallocatedQuestion[]> {
  const { rows } = await connection.query<UnallocatedQuestion>(
    `SELECT q.id, q.conversation_id AS "conversationId", q.channel, q.counterpart,
       k.name AS "contactName", q.message_count AS messages, q.asked_at AS "askedAt"
     FROM open_question q LEFT JOIN contact k ON k.contact_id = q.contact_id
     WHERE q.case_numbers && ARRAY(SELECT a.case_number FROM allocation a WHERE a.worker_id = $1
         AND a.valid_from <= $2::date AND (a.valid_to IS NULL OR a.valid_to >= $2::date))
       OR (q.case_numbers = '{}' AND EXISTS (SELECT FROM official_number n
         WHERE n.address = q.official_number AND n.worker_id = $1
           AND n.channel = replace(q.channel, '-device', '')))
     ORDER BY q.asked_at, q.id LIMIT ${LINES_OF_A_KIND}`,
    [workerId, today],
  );
  return rows;
}

export type OwnLine = {
  key: string;
  heading: string;
  detail: string;
  caseNumbers: string[];
  at: Date;
};

/** Lines that somebody added and nobody has decided yet, in whichever supervision they were added. */
export async function listOwnLines(connection: Queryable, { workerId }: Of): Promise<OwnLine[]> {
  const { rows } = await connection.query<OwnLine>(
    `SELECT DISTINCT ON (l.subject_key) l.subject_key AS key, l.heading, l.detail,
       l.case_numbers AS "caseNumbers", l.subject_at AS at
     FROM supervision v JOIN supervision_line l ON l.supervision_id = v.id AND l.kind = 'own'
     WHERE v.worker_id = $1 AND NOT ${DECIDED('own', 'l.subject_key')}
     ORDER BY l.subject_key, l.added_at`,
    [workerId],
  );
  return rows;
}
