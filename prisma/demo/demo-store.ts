// Whether the demonstration is loaded, and where its recordings are.
import type pg from 'pg';
import type { Queryable } from '../../src/database/client.ts';

const LOCK = 6_274_009; // one process loads; others wait, and find it loaded

/** Holds the right to load until the connection is released. */
export async function lockDemonstration(connection: pg.PoolClient): Promise<void> {
  await connection.query('SELECT pg_advisory_lock($1)', [LOCK]);
}

/** Lets the next process look. */
export async function unlockDemonstration(connection: pg.PoolClient): Promise<void> {
  await connection.query('SELECT pg_advisory_unlock($1)', [LOCK]);
}

export type DemonstrationState =
  | { state: 'empty' }
  /** Stopped on the way: it goes on from the time at which it was begun. */
  | { state: 'begun'; at: Date }
  /** Loaded, or somebody's own data. */
  | { state: 'occupied' };

/** What the database holds. The audit says whether a load was begun and whether it ended. */
export async function readState(
  connection: Queryable,
  begun: string,
  loaded: string,
): Promise<DemonstrationState> {
  const { rows } = await connection.query<{
    begunAt: Date | null;
    loadedAt: Date | null;
    occupied: boolean;
  }>(
    `SELECT (SELECT max(at) FROM audit_event WHERE action = $1) AS "begunAt",
            (SELECT max(at) FROM audit_event WHERE action = $2) AS "loadedAt",
            (EXISTS (SELECT FROM message) OR EXISTS (SELECT FROM worker)
              OR EXISTS (SELECT FROM child) OR EXISTS (SELECT FROM contact)) AS occupied`,
    [begun, loaded],
  );
  const found = rows[0];
  if (found?.begunAt && !found.loadedAt) return { state: 'begun', at: found.begunAt };
  return { state: found?.occupied || found?.loadedAt ? 'occupied' : 'empty' };
}

export type OpenRecording = {
  id: string;
  caseNumber: string;
  workerId: string;
  messageCount: number;
  occurredTo: Date;
  urgent: boolean;
  messageIds: string[];
};

/** The recordings that somebody has still to complete. */
export async function readOpenRecordings(connection: Queryable): Promise<OpenRecording[]> {
  const { rows } = await connection.query<OpenRecording>(
    `SELECT r.id, r.case_number AS "caseNumber", r.worker_id AS "workerId",
            r.message_count AS "messageCount", r.occurred_to AS "occurredTo",
            r.urgent_at IS NOT NULL AS urgent,
            array_agg(rm.message_id::text) AS "messageIds"
     FROM contact_recording r JOIN recording_message rm ON rm.recording_id = r.id
     WHERE r.state = 'awaiting-context' AND r.worker_id IS NOT NULL
     GROUP BY r.id ORDER BY r.occurred_from, r.case_number`,
  );
  return rows;
}

/**
 * Flags since `since` that a rule of words raised: what the story leaves to the managers. What only
 * the weighing of words finds is a matter of degree, and no part of a story.
 */
export async function listRecentFlags(
  connection: Queryable,
  since: { urgent: Date; review: Date },
): Promise<string[]> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM flag
     WHERE at >= CASE severity WHEN 'urgent' THEN $1::timestamptz ELSE $2::timestamptz END
       AND rule NOT LIKE 'weighed-%'
     ORDER BY at, id`,
    [since.urgent, since.review],
  );
  return rows.map(({ id }) => id);
}
