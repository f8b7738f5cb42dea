// Recordings and chronology as other systems read them (contracts section 6), a page at a time from
// a cursor: memory stays the same however much there is.
import type pg from 'pg';
import type { Database } from '../database/client.ts';
import { shownState } from './recording.ts';

export type RecordFilter = {
  caseNumber?: string;
  /** Exchanges that began at or after this time; significant events of that day or later. */
  since?: Date;
  /** Before this time. */
  until?: Date;
  /** Overdue and parental responsibility are as of now. */
  now: Date;
};

export type ExportedRecording = {
  id: string;
  caseNumber: string;
  name: string;
  dateOfBirth: string;
  parentalResponsibility: string[];
  channel: string;
  counterpart: string;
  contactId: string | null;
  workerId: string | null;
  occurredFrom: string;
  occurredTo: string;
  recordedAt: string;
  dueAt: string;
  state: 'awaiting-context' | 'complete' | 'overdue';
  messages: string[];
  statements: ExportedStatement[];
  significantEvent: boolean;
  amendments: (ExportedStatement & {
    corrects: string;
    reason: string;
    state: 'awaiting-manager' | 'agreed' | 'declined';
    /** The manager's decision; nulls while it waits. */
    decidedBy: string | null;
    decidedAt: string | null;
    decisionReason: string | null;
  })[];
};

export type ExportedStatement = {
  kind: string;
  source: string | null;
  text: string;
  author: string;
  at: string;
};

export type ExportedEntry = {
  caseNumber: string;
  name: string;
  dateOfBirth: string;
  /** The day it happened. */
  occurredAt: string;
  summary: string;
  recordingId: string;
  author: string;
  at: string;
};

type Times = 'occurredFrom' | 'occurredTo' | 'recordedAt' | 'dueAt';
type RecordingRow = Omit<ExportedRecording, Times | 'state'> &
  Record<Times, Date> & { state: string };
type EntryRow = Omit<ExportedEntry, 'at'> & { at: Date };

const PAGE = 500;
const PR = `ARRAY(SELECT p.name FROM relationship q JOIN contact p ON p.contact_id = q.contact_id
  WHERE q.case_number = c.case_number AND q.parental_responsibility
    AND q.valid_from <= ($4::timestamptz AT TIME ZONE 'Europe/London')::date
    AND (q.valid_to IS NULL OR q.valid_to >= ($4::timestamptz AT TIME ZONE 'Europe/London')::date)
  ORDER BY p.name)`;
const SAID = `'kind', s.kind, 'source', s.source, 'text', s.text, 'author', s.author, 'at', s.at`;

/** Every recording that stands on a record, oldest first. What was moved away or joined is left out. */
export async function* readRecordings(
  database: Database,
  filter: RecordFilter,
): AsyncGenerator<ExportedRecording> {
  const sql = `SELECT r.id, r.case_number AS "caseNumber", c.name,
      c.date_of_birth::text AS "dateOfBirth", ${PR} AS "parentalResponsibility", r.channel,
      r.counterpart, r.contact_id AS "contactId", r.worker_id AS "workerId",
      r.occurred_from AS "occurredFrom", r.occurred_to AS "occurredTo",
      r.recorded_at AS "recordedAt", r.due_at AS "dueAt", r.state,
      ARRAY(SELECT m.id::text FROM recording_message rm JOIN message m ON m.id = rm.message_id
        WHERE rm.recording_id = r.id AND NOT EXISTS (SELECT 1 FROM recording_withdrawal w
          WHERE w.recording_id = rm.recording_id AND w.message_id = rm.message_id
            AND w.placed_by_id = rm.attribution_id)
        ORDER BY m.occurred_at, m.sequence) AS messages,
      (SELECT coalesce(json_agg(json_build_object(${SAID}) ORDER BY s.sequence), '[]')
       FROM statement s WHERE s.recording_id = r.id AND s.corrects_id IS NULL) AS statements,
      EXISTS (SELECT 1 FROM significant_event e WHERE e.recording_id = r.id) AS "significantEvent",
      (SELECT coalesce(json_agg(json_build_object(${SAID}, 'corrects', first.text,
         'reason', coalesce(s.reason, ''),
         'state', CASE WHEN d.agreed THEN 'agreed' WHEN NOT d.agreed THEN 'declined'
           ELSE 'awaiting-manager' END,
         'decidedBy', d.decided_by, 'decidedAt', d.decided_at, 'decisionReason', d.reason)
         ORDER BY s.sequence), '[]')
       FROM statement s JOIN statement first ON first.id = s.corrects_id
       LEFT JOIN correction_decision d ON d.statement_id = s.id
       WHERE s.recording_id = r.id) AS amendments
    FROM contact_recording r JOIN child c ON c.case_number = r.case_number
    WHERE r.state IN ('awaiting-context', 'complete')
      AND ($1::text IS NULL OR r.case_number = $1)
      AND r.occurred_from >= coalesce($2::timestamptz, '-infinity')
      AND r.occurred_from < coalesce($3::timestamptz, 'infinity')
    ORDER BY r.occurred_from, r.id`;
  for await (const row of cursor<RecordingRow>(database, sql, filter)) {
    yield {
      ...row,
      occurredFrom: row.occurredFrom.toISOString(),
      occurredTo: row.occurredTo.toISOString(),
      recordedAt: row.recordedAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      state: shownState(row, filter.now),
      statements: row.statements.map(withUtcTime),
      amendments: row.amendments.map((amendment) => ({
        ...withUtcTime(amendment),
        decidedAt: amendment.decidedAt && new Date(amendment.decidedAt).toISOString(),
      })),
    };
  }
}

/** Every chronology entry, oldest first by the day it happened. */
export async function* readChronology(
  database: Database,
  filter: RecordFilter,
): AsyncGenerator<ExportedEntry> {
  const sql = `SELECT e.case_number AS "caseNumber", c.name, c.date_of_birth::text AS "dateOfBirth",
      e.occurred_on::text AS "occurredAt", e.wording AS summary, e.recording_id AS "recordingId",
      e.author, e.at
    FROM significant_event e JOIN contact_recording r ON r.id = e.recording_id
    JOIN child c ON c.case_number = e.case_number
    WHERE r.state <> 'withdrawn' AND $4::timestamptz IS NOT NULL
      AND ($1::text IS NULL OR e.case_number = $1)
      AND ($2::timestamptz IS NULL
        OR e.occurred_on >= ($2::timestamptz AT TIME ZONE 'Europe/London')::date)
      AND ($3::timestamptz IS NULL
        OR (e.occurred_on::timestamp AT TIME ZONE 'Europe/London') < $3::timestamptz)
    ORDER BY e.case_number, e.occurred_on, e.id`;
  for await (const row of cursor<EntryRow>(database, sql, filter)) {
    yield { ...row, at: row.at.toISOString() };
  }
}

/** JSON carries a time with the session's offset; exports say UTC. */
function withUtcTime<Said extends { at: string }>(said: Said): Said {
  return { ...said, at: new Date(said.at).toISOString() };
}

/** The rows of one statement as they are at this moment, a page at a time on a connection of its own. */
async function* cursor<Row extends pg.QueryResultRow>(
  { pool }: Database,
  sql: string,
  { caseNumber, since, until, now }: RecordFilter,
): AsyncGenerator<Row> {
  const connection = await pool.connect();
  try {
    await connection.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await connection.query(`DECLARE exported NO SCROLL CURSOR FOR ${sql}`, [
      caseNumber ?? null,
      since ?? null,
      until ?? null,
      now,
    ]);
    for (;;) {
      const { rows } = await connection.query<Row>(`FETCH ${PAGE} FROM exported`);
      yield* rows;
      if (rows.length < PAGE) return;
    }
  } finally {
    await connection.query('ROLLBACK').finally(() => connection.release());
  }
}
