// One recording, as a person reads it: the messages, why they stand here, and the worker's words.
import type { Queryable } from '../database/client.ts';
import type { Recording } from './recording.ts';

export type NamedWorker = { workerId: string; name: string; role: string | null };

export type ViewedRecording = Recording & {
  contactName: string | null;
  relationship: string | null;
  language: string | null;
  communicationNeeds: string | null;
  /** What the authority calls its number; null: it is not known. */
  numberLabel: string | null;
  workerName: string | null;
  /** The manager of whoever is asked, as their post is today. */
  managerName: string | null;
  completedByPerson: NamedWorker | null;
};

const PERSON = (id: string) => `(SELECT json_build_object('workerId', ${id},
  'name', coalesce(v.name, ${id}), 'role', v.role)
  FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT name, role FROM worker
    WHERE worker_id = ${id} ORDER BY valid_from DESC LIMIT 1) v ON true)`;

/** A recording on this child's record, or null. */
export async function readRecording(
  connection: Queryable,
  caseNumber: string,
  id: string,
): Promise<ViewedRecording | null> {
  const { rows } = await connection.query<ViewedRecording>(
    `SELECT r.id, r.exchange_id AS "exchangeId", r.case_number AS "caseNumber",
       r.conversation_id AS "conversationId", r.channel, r.official_number AS "officialNumber",
       r.counterpart, r.contact_id AS "contactId", r.case_numbers AS "caseNumbers",
       r.worker_id AS "workerId", r.occurred_from AS "occurredFrom", r.occurred_to AS "occurredTo",
       r.message_count AS "messageCount", r.recorded_at AS "recordedAt", r.due_at AS "dueAt",
       r.urgent_at AS "urgentAt", r.state, r.completed_at AS "completedAt",
       r.completed_by AS "completedBy", r.origin, p.name AS "contactName", p.language,
       p.communication_needs AS "communicationNeeds",
       (SELECT q.relationship FROM relationship q
        WHERE q.contact_id = r.contact_id AND q.case_number = r.case_number
        ORDER BY q.valid_from <= (r.occurred_from AT TIME ZONE 'Europe/London')::date DESC,
          q.valid_from DESC LIMIT 1) AS relationship,
       (SELECT m.name FROM worker w JOIN worker m ON m.worker_id = w.manager_id
        WHERE w.worker_id = r.worker_id ORDER BY w.valid_from DESC, m.valid_from DESC LIMIT 1)
         AS "managerName",
       (SELECT label FROM official_number o
        WHERE o.address = r.official_number AND o.channel = r.channel) AS "numberLabel",
       (SELECT name FROM worker w WHERE w.worker_id = r.worker_id
        ORDER BY w.valid_from DESC LIMIT 1) AS "workerName",
       CASE WHEN r.completed_by IS NOT NULL THEN ${PERSON('r.completed_by')} END
         AS "completedByPerson"
     FROM contact_recording r LEFT JOIN contact p ON p.contact_id = r.contact_id
     WHERE r.id = $2 AND r.case_number = $1`,
    [caseNumber, id],
  );
  return rows[0] ?? null;
}

export type MessageVersion = {
  type: 'edited' | 'deleted' | 'undeleted';
  at: Date;
  body: string | null;
};

export type ViewedMessage = {
  id: string;
  direction: 'inbound' | 'outbound';
  kind: string;
  body: string;
  author: string;
  /** Who wrote an outbound message, where it is known. */
  worker: NamedWorker | null;
  contactName: string | null;
  occurredAt: Date;
  sentAt: Date | null;
  recordedAt: Date;
  status: string | null;
  events: readonly MessageVersion[];
  media: readonly { id: string; contentType: string; state: string; reason: string | null }[];
  /** Words that may be about harm, as written. */
  evidence: readonly string[];
  method: string | null;
  reasons: readonly string[];
  /** What was found for and against, as kept with the decision. */
  cues: unknown;
  ruleVersion: string;
  decidedBy: NamedWorker;
  decidedAt: Date;
};

/** The messages that stand on a recording now, oldest first. */
export async function readRecordingMessages(
  connection: Queryable,
  recordingId: string,
): Promise<ViewedMessage[]> {
  const { rows } = await connection.query(
    `SELECT m.id, m.direction, m.kind, m.body, m.author, m.occurred_at AS "occurredAt",
       m.sent_at AS "sentAt", m.recorded_at AS "recordedAt", p.name AS "contactName",
       CASE WHEN m.worker_id IS NOT NULL THEN ${PERSON('m.worker_id')} END AS worker,
       (SELECT e.status FROM message_event e WHERE e.message_id = m.id AND e.type = 'status'
        ORDER BY array_position(ARRAY['accepted', 'scheduled', 'queued', 'sending', 'sent',
          'delivered', 'read', 'undelivered', 'failed'], e.status) DESC NULLS LAST, e.sequence DESC
        LIMIT 1) AS status,
       (SELECT coalesce(json_agg(json_build_object('type', e.type, 'at', e.at, 'body', e.body)
          ORDER BY e.at, e.sequence), '[]')
        FROM message_event e WHERE e.message_id = m.id AND e.type <> 'status') AS events,
       (SELECT coalesce(json_agg(json_build_object('id', mm.id, 'contentType', mm.content_type,
          'state', coalesce(mf.state, 'pending'), 'reason', mf.reason) ORDER BY mm.position), '[]')
        FROM message_media mm LEFT JOIN media_fetch mf ON mf.media_id = mm.id
        WHERE mm.message_id = m.id) AS media,
       ARRAY(SELECT DISTINCT unnest(f.evidence) FROM flag f WHERE f.message_id = m.id
         AND f.severity = 'urgent' AND f.category <> 'conduct') AS evidence,
       a.method, a.reasons, a.cues, a.rule_version AS "ruleVersion", ${PERSON('a.decided_by')} AS "decidedBy", a.decided_at AS "decidedAt"
     FROM recording_message rm
     JOIN message m ON m.id = rm.message_id
     JOIN current_attribution ca ON ca.message_id = m.id
     JOIN attribution a ON a.id = ca.attribution_id
     LEFT JOIN contact p ON p.contact_id = ca.contact_id
     WHERE rm.recording_id = $1 AND NOT EXISTS (SELECT 1 FROM recording_withdrawal w
       WHERE w.recording_id = rm.recording_id AND w.message_id = rm.message_id
         AND w.placed_by_id = rm.attribution_id)
     ORDER BY m.occurred_at, m.sequence`,
    [recordingId],
  );
  return rows.map((row) => ({
    ...row,
    events: row.events.map((event: { at: string }) => ({ ...event, at: new Date(event.at) })),
  }));
}

export type ViewedStatement = {
  id: string;
  kind: string;
  source: string | null;
  text: string;
  author: NamedWorker;
  at: Date;
  /** Later words beside these, oldest first. */
  corrections: readonly ViewedCorrection[];
};

export type ViewedCorrection = {
  id: string;
  text: string;
  reason: string;
  author: NamedWorker;
  at: Date;
  /** Null: it waits for the manager (Coventry 4.5b). */
  decision: { agreed: boolean; reason: string | null; by: NamedWorker; at: Date } | null;
};

/** The worker's words on a recording, in the order they were put there. */
export async function readStatements(
  connection: Queryable,
  recordingId: string,
): Promise<ViewedStatement[]> {
  const { rows } = await connection.query(
    `SELECT s.id, s.kind, s.source, s.text, s.at, s.corrects_id AS "correctsId",
       coalesce(s.reason, '') AS reason, ${PERSON('s.author')} AS author,
       CASE WHEN d.statement_id IS NOT NULL THEN json_build_object('agreed', d.agreed,
         'reason', d.reason, 'by', ${PERSON('d.decided_by')}, 'at', d.decided_at) END AS decision
     FROM statement s LEFT JOIN correction_decision d ON d.statement_id = s.id
     WHERE s.recording_id = $1 ORDER BY s.sequence`,
    [recordingId],
  );
  return rows
    .filter((row) => row.correctsId === null)
    .map((row) => ({
      ...row,
      corrections: rows
        .filter((other) => other.correctsId === row.id)
        .map((correction) => ({ ...correction, decision: withTime(correction.decision) })),
    }));
}

/** JSON carries a time as text. */
function withTime<Decision extends { at: string }>(decision: Decision | null) {
  return decision === null ? null : { ...decision, at: new Date(decision.at) };
}

export type Marker = { messages: number; at: Date; by: NamedWorker };

/** What is left where messages were on the wrong record: how many, when, who. No content, no reason. */
export async function readMarkers(connection: Queryable, recordingId: string): Promise<Marker[]> {
  const { rows } = await connection.query(
    `SELECT count(*)::int AS messages, w.withdrawn_at AS at, ${PERSON('w.withdrawn_by')} AS by
     FROM recording_withdrawal w WHERE w.recording_id = $1 AND w.kind = 'moved'
     GROUP BY w.withdrawn_at, w.withdrawn_by ORDER BY w.withdrawn_at`,
    [recordingId],
  );
  return rows;
}

/** Where the messages of a joined recording stand now, on the same record; null: on none. */
export async function readJoinedInto(
  connection: Queryable,
  caseNumber: string,
  recordingId: string,
): Promise<string | null> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT r.id FROM recording_message gone
     JOIN recording_message rm ON rm.message_id = gone.message_id
     JOIN contact_recording r ON r.id = rm.recording_id AND r.case_number = $1
       AND r.state IN ('awaiting-context', 'complete')
     WHERE gone.recording_id = $2 ORDER BY r.occurred_from LIMIT 1`,
    [caseNumber, recordingId],
  );
  return rows[0]?.id ?? null;
}

/** Who completed or decided something, as people are named on a record. */
export async function readPerson(connection: Queryable, workerId: string): Promise<NamedWorker> {
  const { rows } = await connection.query<{ person: NamedWorker }>(
    `SELECT ${PERSON('$1::text')} AS person`,
    [workerId],
  );
  return rows[0]?.person ?? { workerId, name: workerId, role: null };
}

export type NamedChild = { caseNumber: string; name: string; dateOfBirth: Date };

/** Children by case number, oldest first, as they are listed everywhere. */
export async function readChildren(
  connection: Queryable,
  caseNumbers: readonly string[],
): Promise<NamedChild[]> {
  const { rows } = await connection.query(
    `SELECT case_number AS "caseNumber", name, date_of_birth::text AS born FROM child
     WHERE case_number = ANY($1) ORDER BY date_of_birth, case_number`,
    [caseNumbers],
  );
  return rows.map(({ born, ...child }) => ({
    ...child,
    dateOfBirth: new Date(`${born}T00:00:00Z`),
  }));
}
