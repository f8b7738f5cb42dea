// Lists of recordings: what waits for people, and what stands on one child's record.
import type { Queryable } from '../database/client.ts';

/** Pages of people's lists (sketches: 25 a page, "Show more" as a link). */
export const PAGE_SIZE = 25;

export type ListedRecording = {
  id: string;
  caseNumber: string;
  childName: string;
  /** A day: midnight UTC. */
  dateOfBirth: Date;
  channel: string;
  counterpart: string;
  contactName: string | null;
  relationship: string | null;
  occurredFrom: Date;
  occurredTo: Date;
  messageCount: number;
  dueAt: Date;
  urgentAt: Date | null;
  /** awaiting-context, complete, withdrawn */
  state: string;
  workerId: string | null;
  workerName: string | null;
  significant: boolean;
  correctionWaits: boolean;
  /** Messages moved to another record, by whom and when last; 0 and nulls where none were. */
  movedCount: number;
  movedAt: Date | null;
  movedBy: string | null;
};

/** Where a list goes on: the last row's time and id. */
export type Position = { at: Date; id: string };
export type ListPage<Row> = { rows: Row[]; more: boolean };

/** A sub-select of case numbers with its parameters, as `access.casesQuery` gives it. */
export type CasesQuery = (firstParameter: number) => Promise<{ sql: string; values: unknown[] }>;

const LISTED = `r.id, r.case_number AS "caseNumber", c.name AS "childName",
  (c.date_of_birth::text || 'T00:00:00Z') AS "dateOfBirth", r.channel, r.counterpart,
  p.name AS "contactName", rel.relationship, r.occurred_from AS "occurredFrom",
  r.occurred_to AS "occurredTo", r.message_count AS "messageCount", r.due_at AS "dueAt",
  r.urgent_at AS "urgentAt", r.state, r.worker_id AS "workerId", w.name AS "workerName",
  EXISTS (SELECT 1 FROM significant_event e WHERE e.recording_id = r.id) AS significant,
  EXISTS (SELECT 1 FROM statement s WHERE s.recording_id = r.id AND s.corrects_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM correction_decision d WHERE d.statement_id = s.id))
    AS "correctionWaits",
  coalesce(moved.count, 0)::int AS "movedCount", moved.at AS "movedAt", moved.by AS "movedBy"`;

const LISTED_FROM = `JOIN child c ON c.case_number = r.case_number
  LEFT JOIN contact p ON p.contact_id = r.contact_id
  LEFT JOIN LATERAL (SELECT relationship FROM relationship q
    WHERE q.contact_id = r.contact_id AND q.case_number = r.case_number
    ORDER BY q.valid_from <= (r.occurred_from AT TIME ZONE 'Europe/London')::date DESC,
      q.valid_from DESC LIMIT 1) rel ON true
  LEFT JOIN LATERAL (SELECT name FROM worker v WHERE v.worker_id = r.worker_id
    ORDER BY v.valid_from DESC LIMIT 1) w ON true
  LEFT JOIN LATERAL (SELECT count(*) AS count, max(x.withdrawn_at) AS at,
      (array_agg(coalesce((SELECT name FROM worker v WHERE v.worker_id = x.withdrawn_by
        ORDER BY v.valid_from DESC LIMIT 1), 'Casethread') ORDER BY x.withdrawn_at DESC))[1] AS by
    FROM recording_withdrawal x WHERE x.recording_id = r.id AND x.kind = 'moved') moved ON true`;

/** Whose list: a worker's own, or what is a manager's to see to. */
export type WaitingFor = { workerId: string; manages: boolean; today: string; now: Date };

/**
 * Recordings that wait for context, soonest due first, so that overdue ones lead. A worker has
 * those they are asked about, and those on their lead children whose own worker has gone. A
 * manager has what is overdue in their teams, what nobody is asked about, and their own.
 */
export async function listWaiting(
  connection: Queryable,
  cases: CasesQuery,
  { workerId, manages, today, now }: WaitingFor,
  after: Position | null,
): Promise<ListPage<ListedRecording>> {
  const visible = await cases(7);
  const { rows } = await connection.query(
    `WITH waiting AS (
       SELECT o.id FROM (SELECT DISTINCT v.case_number FROM (${visible.sql}) AS v) visible
       CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM allocation a
         WHERE a.case_number = visible.case_number AND a.worker_id = $1 AND a.role = 'lead'
           AND a.valid_from <= $5 AND (a.valid_to IS NULL OR a.valid_to >= $5)) AS yes) lead
       CROSS JOIN LATERAL (SELECT o.id, o.due_at FROM contact_recording o
         WHERE o.case_number = visible.case_number AND o.state = 'awaiting-context'
           AND o.due_at >= coalesce($2::timestamptz, '-infinity')
           AND ($2::timestamptz IS NULL OR (o.due_at, o.id) > ($2, $3::uuid))
           AND (o.worker_id = $1 OR CASE WHEN $6::boolean
             THEN o.worker_id IS NULL OR o.due_at < $4
             ELSE lead.yes AND NOT EXISTS (SELECT 1 FROM allocation held
               JOIN worker post ON post.worker_id = held.worker_id AND post.valid_from <= $5
                 AND (post.valid_to IS NULL OR post.valid_to >= $5)
               WHERE held.case_number = o.case_number AND held.worker_id = o.worker_id
                 AND held.valid_from <= $5 AND (held.valid_to IS NULL OR held.valid_to >= $5)) END)
         ORDER BY o.due_at, o.id LIMIT ${PAGE_SIZE + 1}) o
       ORDER BY o.due_at, o.id LIMIT ${PAGE_SIZE + 1}
     )
     SELECT ${LISTED} FROM waiting JOIN contact_recording r ON r.id = waiting.id ${LISTED_FROM}
     ORDER BY r.due_at, r.id`,
    [workerId, after?.at ?? null, after?.id ?? null, now, today, manages, ...visible.values],
  );
  return pageOf(rows);
}

/** What waits on one child's record, whoever is asked, soonest due first. */
export async function listWaitingOnRecord(
  connection: Queryable,
  caseNumber: string,
): Promise<ListPage<ListedRecording>> {
  const { rows } = await connection.query(
    `SELECT ${LISTED} FROM contact_recording r ${LISTED_FROM}
     WHERE r.case_number = $1 AND r.state = 'awaiting-context'
     ORDER BY r.due_at, r.id LIMIT ${PAGE_SIZE + 1}`,
    [caseNumber],
  );
  return pageOf(rows);
}

/** The recordings on one child's record, newest first, markers of moved ones included. */
export async function listOnRecord(
  connection: Queryable,
  caseNumber: string,
  before: Position | null,
  size = PAGE_SIZE,
): Promise<ListPage<ListedRecording>> {
  const { rows } = await connection.query(
    `WITH newest AS (
       SELECT id FROM contact_recording WHERE case_number = $1 AND state <> 'joined'
         AND occurred_from <= coalesce($2::timestamptz, 'infinity')
         AND ($2::timestamptz IS NULL OR (occurred_from, id) < ($2, $3::uuid))
       ORDER BY occurred_from DESC, id DESC LIMIT $4
     )
     SELECT ${LISTED} FROM newest JOIN contact_recording r ON r.id = newest.id ${LISTED_FROM}
     ORDER BY r.occurred_from DESC, r.id DESC`,
    [caseNumber, before?.at ?? null, before?.id ?? null, size + 1],
  );
  return pageOf(rows, size);
}

function pageOf(rows: ListedRow[], size = PAGE_SIZE): ListPage<ListedRecording> {
  return {
    rows: rows.slice(0, size).map((row) => ({ ...row, dateOfBirth: new Date(row.dateOfBirth) })),
    more: rows.length > size,
  };
}

type ListedRow = Omit<ListedRecording, 'dateOfBirth'> & { dateOfBirth: string };
