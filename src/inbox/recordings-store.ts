// Recordings that wait for this person's context.
import type { Queryable } from '../database/client.ts';
import type { Channel } from '../messaging/message.ts';
import { holdsPost, inForce } from '../people/standing-store.ts';
import type { Whose } from './whose-store.ts';

export type WaitingRecording = {
  id: string;
  conversationId: string;
  caseNumber: string;
  childName: string;
  contactName: string | null;
  relationship: string | null;
  counterpart: string;
  channel: Channel;
  occurredFrom: Date;
  occurredTo: Date;
  messages: number;
  calls: number;
  media: number;
  dueAt: Date;
  urgentAt: Date | null;
  /** The first words that an urgent flag matched. */
  evidence: string | null;
  /** The worker who was asked, when that is somebody else. */
  askedName: string | null;
};

/** Somebody with a post whom `recording` (alias r) can still wait for, the viewer ($1) left out. */
const SOMEBODY_ELSE = `EXISTS (
  SELECT FROM allocation a WHERE a.case_number = r.case_number AND a.worker_id <> $1
    AND (a.worker_id = r.worker_id OR a.role = 'lead')
    AND ${inForce('a', '$2')} AND ${holdsPost('a.worker_id', '$2')})`;

const ASKED_STANDS = `EXISTS (
  SELECT FROM allocation a WHERE a.case_number = r.case_number AND a.worker_id = r.worker_id
    AND ${inForce('a', '$2')} AND ${holdsPost('a.worker_id', '$2')})`;

const WAITS = `r.state = 'awaiting-context' AND r.case_number = ANY($3)`;

/** Whether a message put on a recording (alias rm) still stands there. */
const STANDS = `NOT EXISTS (
  SELECT FROM recording_withdrawal x WHERE x.recording_id = rm.recording_id
    AND x.message_id = rm.message_id AND x.placed_by_id = rm.attribution_id)`;

/** $1 viewer, $2 day, $3 cases */
const FOR_WORKER = `
  SELECT r.id FROM contact_recording r WHERE r.worker_id = $1 AND ${WAITS}
  UNION
  SELECT r.id FROM contact_recording r
  JOIN allocation mine ON mine.case_number = r.case_number AND mine.worker_id = $1
    AND mine.role = 'lead' AND ${inForce('mine', '$2')}
  WHERE r.worker_id IS DISTINCT FROM $1 AND ${WAITS} AND NOT ${ASKED_STANDS}`;

/** $4 reach: what nobody below can finish. */
const FOR_MANAGER = `
  UNION
  SELECT r.id FROM contact_recording r WHERE r.worker_id = ANY($4) AND ${WAITS} AND NOT ${SOMEBODY_ELSE}
  UNION
  SELECT r.id FROM contact_recording r WHERE r.worker_id IS NULL AND ${WAITS} AND NOT ${SOMEBODY_ELSE}`;

function mine({ viewer, today, reach, cases }: Whose) {
  const values: unknown[] = [viewer.workerId, today, cases];
  if (viewer.role !== 'manager') return { sql: FOR_WORKER, values };
  return { sql: FOR_WORKER + FOR_MANAGER, values: [...values, reach] };
}

export type RecordingCounts = {
  urgent: number;
  routine: number;
  late: number;
  /** The soonest due time still to come, of each kind. */
  nextUrgentAt: Date | null;
  nextRoutineAt: Date | null;
};

const NOTHING: RecordingCounts = {
  urgent: 0,
  routine: 0,
  late: 0,
  nextUrgentAt: null,
  nextRoutineAt: null,
};

export async function countWaitingRecordings(
  connection: Queryable,
  whose: Whose,
  now: Date,
): Promise<RecordingCounts> {
  const { sql, values } = mine(whose);
  const due = `r.due_at >= $${values.length + 1}`;
  const { rows } = await connection.query<RecordingCounts>(
    `SELECT count(*) FILTER (WHERE r.urgent_at IS NOT NULL)::int AS urgent,
       count(*) FILTER (WHERE r.urgent_at IS NULL)::int AS routine,
       count(*) FILTER (WHERE NOT ${due})::int AS late,
       min(r.due_at) FILTER (WHERE ${due} AND r.urgent_at IS NOT NULL) AS "nextUrgentAt",
       min(r.due_at) FILTER (WHERE ${due} AND r.urgent_at IS NULL) AS "nextRoutineAt"
     FROM contact_recording r WHERE r.id IN (${sql})`,
    [...values, now],
  );
  return rows[0] ?? NOTHING;
}

/** The first `limit` by due time; urgent ones and routine ones are two lists. */
export async function listWaitingRecordings(
  connection: Queryable,
  whose: Whose,
  { urgent, limit }: { urgent: boolean; limit: number },
): Promise<WaitingRecording[]> {
  const { sql, values } = mine(whose);
  const { rows } = await connection.query<WaitingRecording>(
    `WITH waiting AS (
       SELECT r.* FROM contact_recording r
       WHERE r.id IN (${sql}) AND (r.urgent_at IS NOT NULL) = $${values.length + 1}
       ORDER BY r.due_at, r.id LIMIT $${values.length + 2}
     )
     SELECT w.id, w.conversation_id AS "conversationId", w.case_number AS "caseNumber", c.name AS "childName", k.name AS "contactName",
       link.relationship, w.counterpart, w.channel, w.occurred_from AS "occurredFrom",
       w.occurred_to AS "occurredTo", what.messages, what.calls, what.media,
       w.due_at AS "dueAt", w.urgent_at AS "urgentAt", flag.evidence,
       CASE WHEN w.worker_id <> $1 THEN asked.name END AS "askedName"
     FROM waiting w
     JOIN child c ON c.case_number = w.case_number
     LEFT JOIN contact k ON k.contact_id = w.contact_id
     LEFT JOIN LATERAL (
       SELECT l.relationship FROM relationship l
       WHERE l.contact_id = w.contact_id AND l.case_number = w.case_number
       ORDER BY l.valid_from DESC LIMIT 1) link ON true
     LEFT JOIN LATERAL (
       SELECT p.name FROM worker p WHERE p.worker_id = w.worker_id
       ORDER BY p.valid_from DESC LIMIT 1) asked ON true
     CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE m.kind = 'message')::int AS messages,
         count(*) FILTER (WHERE m.kind = 'call')::int AS calls,
         coalesce(sum(m.media_count), 0)::int AS media
       FROM recording_message rm JOIN message m ON m.id = rm.message_id
       WHERE rm.recording_id = w.id AND ${STANDS}) what
     LEFT JOIN LATERAL (
       SELECT f.evidence[1] AS evidence FROM recording_message rm JOIN flag f ON f.message_id = rm.message_id
       WHERE rm.recording_id = w.id AND ${STANDS} AND w.urgent_at IS NOT NULL AND f.severity = 'urgent'
       ORDER BY f.at LIMIT 1) flag ON true
     ORDER BY w.due_at, w.id`,
    [...values, urgent, limit],
  );
  return rows;
}
