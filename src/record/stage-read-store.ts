// What the record stage reads: decided messages, where they are now, and what is open near them.
import type { Queryable } from '../database/client.ts';
import { EXCHANGE_GAP_MS } from './exchange.ts';
import type { DecidedMessage, OpenRecording, Placement } from './record-plan.ts';

/** These messages with their newest decision; one that nothing was decided on yet is left out. */
export async function readDecidedMessages(
  connection: Queryable,
  messageIds: readonly string[],
): Promise<DecidedMessage[]> {
  const { rows } = await connection.query(
    `SELECT m.id, m.conversation_id, m.channel, m.official_number, m.counterpart, m.occurred_at,
       m.origin, ca.state, ca.case_numbers, ca.contact_id, a.id AS attribution_id, a.decided_by,
       a.decided_at, coalesce(choice.reason, array_to_string(a.reasons, ' ')) AS reason,
       EXISTS (SELECT 1 FROM flag WHERE flag.message_id = m.id AND flag.severity = 'urgent') AS urgent
     FROM unnest($1::uuid[]) AS wanted (id)
     JOIN message m ON m.id = wanted.id
     JOIN current_attribution ca ON ca.message_id = m.id
     JOIN attribution a ON a.id = ca.attribution_id
     LEFT JOIN attribution_choice choice ON choice.id = a.choice_id`,
    [[...new Set(messageIds)]],
  );
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    channel: row.channel,
    officialNumber: row.official_number,
    counterpart: row.counterpart,
    occurredAt: row.occurred_at,
    origin: row.origin,
    urgent: row.urgent,
    decision: {
      attributionId: row.attribution_id,
      caseNumbers: row.state === 'attributed' ? [...new Set<string>(row.case_numbers)].sort() : [],
      contactId: row.contact_id,
      decidedBy: row.decided_by,
      decidedAt: row.decided_at,
      reason: row.reason,
    },
  }));
}

const RECORDING_COLUMNS = `r.id, r.exchange_id AS "exchangeId", r.case_number AS "caseNumber",
  r.conversation_id AS "conversationId", r.channel, r.official_number AS "officialNumber",
  r.counterpart, r.contact_id AS "contactId", r.case_numbers AS "caseNumbers",
  r.worker_id AS "workerId", r.occurred_from AS "occurredFrom", r.occurred_to AS "occurredTo",
  r.message_count AS "messageCount", r.recorded_at AS "recordedAt", r.due_at AS "dueAt",
  r.urgent_at AS "urgentAt", r.state, r.completed_at AS "completedAt",
  r.completed_by AS "completedBy", r.origin,
  EXISTS (SELECT 1 FROM draft WHERE draft.form = 'recording' AND draft.subject_id = r.id) AS begun`;

/** Where these messages are now. */
export async function readPlacements(
  connection: Queryable,
  messageIds: readonly string[],
): Promise<Placement[]> {
  const { rows } = await connection.query(
    `SELECT rm.recording_id AS "recordingId", rm.message_id AS "messageId",
       rm.attribution_id AS "placedById"
     FROM recording_message rm
     WHERE rm.message_id = ANY($1::uuid[]) AND NOT EXISTS (
       SELECT 1 FROM recording_withdrawal w WHERE w.recording_id = rm.recording_id
         AND w.message_id = rm.message_id AND w.placed_by_id = rm.attribution_id)`,
    [messageIds],
  );
  return rows;
}

/**
 * The recordings with these ids, and the open ones within an exchange's gap of the messages.
 * Locked until the transaction ends: nobody completes them while messages are put on them.
 */
export async function lockRecordings(
  connection: Queryable,
  ids: readonly string[],
  messages: readonly DecidedMessage[],
): Promise<OpenRecording[]> {
  const stretches = [...Map.groupBy(messages, ({ conversationId }) => conversationId)].map(
    ([conversationId, group]) => {
      const times = group.map(({ occurredAt }) => occurredAt.getTime());
      return {
        conversationId,
        from: new Date(Math.min(...times) - EXCHANGE_GAP_MS),
        to: new Date(Math.max(...times) + EXCHANGE_GAP_MS),
      };
    },
  );
  const { rows } = await connection.query(
    // The state is looked at last: with it the planner reads everything that awaits context, each time.
    `WITH near AS (
       SELECT found.id
       FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) AS s (conversation_id, a, b)
       CROSS JOIN LATERAL (
         SELECT id, state FROM contact_recording
         WHERE conversation_id = s.conversation_id AND occurred_to >= s.a AND occurred_from <= s.b
         OFFSET 0) found
       WHERE found.state = 'awaiting-context'
     )
     SELECT ${RECORDING_COLUMNS} FROM contact_recording r
     WHERE r.id = ANY($1::uuid[] || ARRAY(SELECT id FROM near))
     ORDER BY r.id FOR UPDATE OF r`,
    [
      ids,
      stretches.map(({ conversationId }) => conversationId),
      stretches.map(({ from }) => from),
      stretches.map(({ to }) => to),
    ],
  );
  return rows;
}

export type Owner = { recordingId: string; workerId: string | null };

/**
 * Who is asked for context: the lead worker on the day the exchange began, else a co-worker, else
 * duty, else whoever the official number belongs to; null puts it before the number's managers.
 */
export async function readOwners(
  connection: Queryable,
  recordings: readonly {
    id: string;
    caseNumber: string;
    occurredFrom: Date;
    channel: string;
    officialNumber: string;
  }[],
): Promise<Owner[]> {
  if (recordings.length === 0) return [];
  const { rows } = await connection.query(
    `SELECT wanted.id AS "recordingId", coalesce(
       (SELECT a.worker_id FROM allocation a
        WHERE a.case_number = wanted.case_number
          AND a.valid_from <= (wanted.at AT TIME ZONE 'Europe/London')::date
          AND (a.valid_to IS NULL OR a.valid_to >= (wanted.at AT TIME ZONE 'Europe/London')::date)
        ORDER BY CASE a.role WHEN 'lead' THEN 0 WHEN 'co-worker' THEN 1 ELSE 2 END,
          a.valid_from DESC, a.worker_id
        LIMIT 1),
       (SELECT o.worker_id FROM official_number o
        WHERE o.address = wanted.official_number AND o.channel = wanted.channel)
     ) AS "workerId"
     FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[])
       AS wanted (id, case_number, at, channel, official_number)`,
    [
      recordings.map(({ id }) => id),
      recordings.map(({ caseNumber }) => caseNumber),
      recordings.map(({ occurredFrom }) => occurredFrom),
      recordings.map(({ channel }) => channel),
      recordings.map(({ officialNumber }) => officialNumber),
    ],
  );
  return rows;
}
