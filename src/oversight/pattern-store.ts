// The facts that patterns are found in. Imported messages are left out everywhere: nobody is asked about the past.
import type { Queryable } from '../database/client.ts';
import type { Written } from './oversight-store.ts';
import type { AgainstPlan, Exchanged, PatternFlag, WorkerLoad } from './patterns.ts';

/** Live messages since a moment, oldest first, by conversation. */
export async function readExchanged(
  connection: Queryable,
  since: Date,
): Promise<(Exchanged & { conversationId: string })[]> {
  const { rows } = await connection.query<Exchanged & { conversationId: string }>(
    `SELECT message.id AS "messageId", message.conversation_id AS "conversationId",
       message.direction, message.occurred_at AS at,
       extract(hour FROM message.occurred_at AT TIME ZONE 'Europe/London')::int AS hour,
       to_char(message.occurred_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') AS day,
       EXISTS (SELECT FROM flag WHERE flag.message_id = message.id AND flag.severity = 'urgent'
         AND flag.rule NOT LIKE 'pattern/%') AS "isUrgent",
       (SELECT min(event.at) FROM message_event event
         WHERE event.message_id = message.id AND event.type = 'deleted') AS "deletedAt",
       (SELECT count(*)::int FROM message_event event
         WHERE event.message_id = message.id AND event.type = 'edited'
           AND event.at <= message.occurred_at + interval '30 minutes') AS "quickEdits"
     FROM message
     WHERE message.occurred_at >= $1 AND message.origin <> 'import'
     ORDER BY message.conversation_id, message.occurred_at, message.sequence`,
    [since],
  );
  return rows;
}

/** Live messages since a moment beside what is agreed with their contact about their children. */
export async function readAgainstPlans(connection: Queryable, since: Date): Promise<AgainstPlan[]> {
  const { rows } = await connection.query(
    `SELECT message.id AS "messageId", message.direction, message.channel,
       message.worker_id AS "workerId",
       to_char(message.occurred_at AT TIME ZONE 'Europe/London', 'HH24:MI') AS clock,
       extract(isodow FROM message.occurred_at AT TIME ZONE 'Europe/London')::int AS weekday,
       link.contact_permitted AS permitted,
       plan.channels, plan.hours_from AS "from", plan.hours_to AS "to", plan.days,
       plan.used_by AS "usedBy"
     FROM message
     JOIN current_attribution current ON current.message_id = message.id
     CROSS JOIN LATERAL unnest(current.case_numbers) AS child(number)
     LEFT JOIN LATERAL (SELECT contact_permitted FROM relationship r
       WHERE r.contact_id = current.contact_id AND r.case_number = child.number
         AND r.valid_from <= (message.occurred_at AT TIME ZONE 'Europe/London')::date
         AND (r.valid_to IS NULL
           OR r.valid_to >= (message.occurred_at AT TIME ZONE 'Europe/London')::date)
       ORDER BY r.valid_from DESC LIMIT 1) link ON true
     LEFT JOIN LATERAL (SELECT * FROM contact_plan p
       WHERE p.contact_id = current.contact_id AND p.case_number = child.number
         AND p.made_at <= message.occurred_at
       ORDER BY p.sequence DESC LIMIT 1) plan ON plan.ended_reason IS NULL
     WHERE message.occurred_at >= $1 AND message.origin <> 'import' AND message.kind = 'message'
       AND (link.contact_permitted = 'no' OR plan.id IS NOT NULL)`,
    [since],
  );
  return rows.map(({ channels, from, to, days, usedBy, ...message }) => ({
    ...message,
    plan: channels === null ? null : { channels, from, to, days, usedBy },
  }));
}

/** Workers with something left or corrected, at the newest message they wrote since a moment. */
export async function readLoads(
  connection: Queryable,
  since: Date,
  now: Date,
): Promise<WorkerLoad[]> {
  const { rows } = await connection.query<WorkerLoad>(
    `SELECT newest.id AS "messageId",
       (SELECT count(*)::int FROM contact_recording recording
         WHERE recording.worker_id = newest.worker_id AND recording.state = 'awaiting-context'
           AND recording.due_at < $2 AND recording.origin <> 'import') AS "overdueRecordings",
       (SELECT count(*)::int FROM recording_withdrawal moved
         WHERE moved.withdrawn_by = newest.worker_id AND moved.kind = 'moved'
           AND moved.withdrawn_at >= $1) AS "correctionsInTwoWeeks"
     FROM (SELECT DISTINCT ON (worker_id) id, worker_id FROM message
       WHERE direction = 'outbound' AND worker_id IS NOT NULL AND origin <> 'import'
         AND occurred_at >= $1 ORDER BY worker_id, occurred_at DESC) newest`,
    [since, now],
  );
  return rows;
}

/** The flags that do not stand yet, as they are written. A worker's load is shown once in two weeks, not at each message. */
export async function notYetRaised(
  connection: Queryable,
  flags: readonly PatternFlag[],
  now: Date,
): Promise<(PatternFlag & Written)[]> {
  if (flags.length === 0) return [];
  const { rows } = await connection.query<Written>(
    `SELECT id AS "subjectId", id AS "messageId", conversation_id AS "conversationId", direction,
       body AS text, $2::timestamptz AS at FROM message WHERE id = ANY($1::uuid[])`,
    [flags.map(({ messageId }) => messageId), now],
  );
  const { rows: raised } = await connection.query<{ key: string }>(
    `SELECT DISTINCT flag.rule || ' ' || subject AS key
     FROM flag JOIN message ON message.id = flag.message_id
     CROSS JOIN LATERAL unnest(ARRAY[flag.message_id::text,
       CASE WHEN flag.at >= $2::timestamptz - interval '14 days' THEN coalesce(message.worker_id, '') END]) AS subject
     WHERE flag.rule LIKE 'pattern/%' AND subject IS NOT NULL AND (flag.message_id = ANY($1::uuid[])
       OR message.worker_id IN (SELECT worker_id FROM message WHERE id = ANY($1::uuid[])))`,
    [flags.map(({ messageId }) => messageId), now],
  );
  const { rows: writers } = await connection.query<{ id: string; workerId: string | null }>(
    `SELECT id, worker_id AS "workerId" FROM message WHERE id = ANY($1::uuid[])`,
    [flags.map(({ messageId }) => messageId)],
  );
  const known = new Set(raised.map(({ key }) => key));
  const writerOf = new Map(writers.map(({ id, workerId }) => [id, workerId]));
  const written = new Map(rows.map((row) => [row.messageId, row]));
  return flags.flatMap((flag) => {
    const message = written.get(flag.messageId);
    const isLoad = flag.rule.startsWith('pattern/backlog') || flag.rule.startsWith('pattern/wrong');
    const subject = isLoad ? writerOf.get(flag.messageId) : flag.messageId;
    if (message === undefined || known.has(`${flag.rule} ${subject}`)) return [];
    return [{ ...message, ...flag }];
  });
}
