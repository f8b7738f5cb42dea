// The chronology: significant events only, each with its own short wording (Coventry 4.3).
import type { Queryable } from '../database/client.ts';
import type { NamedWorker } from './recording-store.ts';

export type ChronologyEntry = {
  id: string;
  recordingId: string;
  /** The day it happened, such as 2026-03-07. */
  occurredOn: string;
  /** The day of the exchange in which we were told, such as 2026-03-12. */
  toldOn: string;
  wording: string;
  author: NamedWorker;
  at: Date;
};

export type ChronologyPosition = { occurredOn: string; id: string };

/** Entries on one child's record, newest first by the day they happened. */
export async function listChronology(
  connection: Queryable,
  caseNumber: string,
  before: ChronologyPosition | null,
  size: number,
): Promise<{ entries: ChronologyEntry[]; more: boolean }> {
  const { rows } = await connection.query<ChronologyEntry>(
    `SELECT e.id, e.recording_id AS "recordingId", e.occurred_on::text AS "occurredOn",
       (r.occurred_from AT TIME ZONE 'Europe/London')::date::text AS "toldOn", e.wording, e.at,
       json_build_object('workerId', e.author, 'name', coalesce(w.name, e.author), 'role', w.role)
         AS author
     FROM significant_event e JOIN contact_recording r ON r.id = e.recording_id
     LEFT JOIN LATERAL (SELECT name, role FROM worker v WHERE v.worker_id = e.author
       ORDER BY v.valid_from DESC LIMIT 1) w ON true
     WHERE e.case_number = $1 AND r.state <> 'withdrawn'
       AND ($2::date IS NULL OR (e.occurred_on, e.id) < ($2::date, $3::uuid))
     ORDER BY e.occurred_on DESC, e.id DESC LIMIT $4`,
    [caseNumber, before?.occurredOn ?? null, before?.id ?? null, size + 1],
  );
  return { entries: rows.slice(0, size), more: rows.length > size };
}

/** How many significant events stand on a child's record. */
export async function countChronology(connection: Queryable, caseNumber: string): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM significant_event e
     JOIN contact_recording r ON r.id = e.recording_id
     WHERE e.case_number = $1 AND r.state <> 'withdrawn'`,
    [caseNumber],
  );
  return rows[0]?.count ?? 0;
}

/** The significant events that came from one recording. */
export async function readEventsOf(
  connection: Queryable,
  recordingId: string,
): Promise<{ occurredOn: string; wording: string }[]> {
  const { rows } = await connection.query<{ occurredOn: string; wording: string }>(
    `SELECT occurred_on::text AS "occurredOn", wording FROM significant_event
     WHERE recording_id = $1 ORDER BY at, id`,
    [recordingId],
  );
  return rows;
}
