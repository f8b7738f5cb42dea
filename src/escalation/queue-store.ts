// What the rows of the lanes say: why it is here first, then who wrote to whom.
import type { Queryable } from '../database/client.ts';
import type { Channel, Direction } from '../messaging/message.ts';

/** A worker's newest name; `worker` is a column. */
export const nameOf = (worker: string): string =>
  `(SELECT p.name FROM worker p WHERE p.worker_id = ${worker} ORDER BY p.valid_from DESC LIMIT 1)`;

/** The contact of a message (alias m, with its decision t): whose name, and what they are to whom. */
export const CONTACT = `LEFT JOIN LATERAL (
  SELECT k.name, (SELECT r.relationship FROM relationship r
      WHERE r.contact_id = k.contact_id AND (r.case_number = ANY(t.case_numbers) OR t.case_numbers = '{}')
      ORDER BY r.valid_from DESC LIMIT 1) AS relationship
  FROM contact k WHERE k.contact_id = t.contact_id) contact ON true`;

export type QueueRow = {
  itemId: string;
  category: string;
  rule: string;
  evidence: string[];
  body: string;
  direction: Direction;
  channel: Channel;
  counterpart: string;
  occurredAt: Date;
  contactName: string | null;
  relationship: string | null;
  /** The children that the flagged messages are about. */
  caseNumbers: string[];
  /** Those of them by name, oldest first, with their case numbers. */
  children: { caseNumber: string; name: string }[];
  /** Who wrote it, or is asked about it. */
  workerName: string | null;
  messages: number;
  ownerName: string | null;
  /** The team with the duty phone, while it is theirs. */
  dutyTeam: string | null;
  acknowledgedByName: string | null;
  /** Why and from whom it came to the owner. */
  passedFrom: string | null;
};

/** The row of each item: its gravest flag, the earliest of these. */
export async function readQueueRows(
  connection: Queryable,
  itemIds: readonly string[],
): Promise<Map<string, QueueRow>> {
  const { rows } = await connection.query<QueueRow>(
    `SELECT o.id AS "itemId", first.category, first.rule, first.evidence, m.body, m.direction,
       m.channel, m.counterpart, m.occurred_at AS "occurredAt", contact.name AS "contactName",
       contact.relationship, cases.numbers AS "caseNumbers",
       (SELECT coalesce(json_agg(json_build_object('caseNumber', c.case_number, 'name', c.name)
          ORDER BY c.date_of_birth, c.case_number), '[]')
        FROM child c WHERE c.case_number = ANY(cases.numbers)) AS children,
       ${nameOf(`coalesce(m.worker_id, (SELECT r.worker_id FROM contact_recording r
          JOIN recording_message rm ON rm.recording_id = r.id WHERE rm.message_id = m.id
          ORDER BY r.recorded_at DESC LIMIT 1))`)} AS "workerName",
       joined.messages, ${nameOf('o.owner_id')} AS "ownerName",
       CASE WHEN o.owner_id IS NULL THEN (SELECT s.why FROM oversight_step s
         WHERE s.item_id = o.id AND s.kind = 'duty-team' ORDER BY s.sequence DESC LIMIT 1) END
         AS "dutyTeam",
       ${nameOf('o.acknowledged_by')} AS "acknowledgedByName",
       (SELECT ${nameOf('earlier.worker_id')} FROM oversight_step earlier
        WHERE earlier.item_id = o.id AND earlier.kind = 'given' AND earlier.round = o.round
          AND earlier.worker_id <> o.owner_id
        ORDER BY earlier.sequence DESC LIMIT 1) AS "passedFrom"
     FROM oversight_item o
     JOIN LATERAL (SELECT f.* FROM oversight_item_flag j JOIN flag f ON f.id = j.flag_id
       WHERE j.item_id = o.id
       ORDER BY o.kind = 'conduct' AND f.category = 'conduct' DESC, f.severity = 'urgent' DESC,
         f.at, f.rule LIMIT 1) first ON true
     JOIN LATERAL (SELECT count(DISTINCT f.message_id)::int AS messages
       FROM oversight_item_flag j JOIN flag f ON f.id = j.flag_id WHERE j.item_id = o.id) joined ON true
     JOIN LATERAL (SELECT coalesce(array_agg(DISTINCT number), '{}') AS numbers
       FROM oversight_item_flag j JOIN flag f ON f.id = j.flag_id
       JOIN current_attribution a ON a.message_id = f.message_id
       CROSS JOIN unnest(a.case_numbers) AS number WHERE j.item_id = o.id) cases ON true
     JOIN message m ON m.id = first.message_id
     LEFT JOIN current_attribution t ON t.message_id = m.id ${CONTACT}
     WHERE o.id = ANY($1::uuid[])`,
    [itemIds],
  );
  return new Map(rows.map((row) => [row.itemId, row]));
}

export type FollowUp = {
  decisionId: string;
  itemId: string;
  followUp: string;
  /** 2026-03-13 */
  on: string;
  decidedByName: string;
};

/** What these items are to be followed up with and nobody has done, the earliest first. */
export async function listFollowUps(
  connection: Queryable,
  itemIds: readonly string[],
  { until }: { until: string | null },
): Promise<FollowUp[]> {
  const { rows } = await connection.query<FollowUp>(
    `SELECT d.id AS "decisionId", d.item_id AS "itemId", d.follow_up AS "followUp",
       d.follow_up_on::text AS "on", ${nameOf('d.decided_by')} AS "decidedByName"
     FROM oversight_decision d LEFT JOIN oversight_follow_up done ON done.decision_id = d.id
     WHERE d.item_id = ANY($1::uuid[]) AND d.follow_up_on IS NOT NULL AND done.decision_id IS NULL
       AND d.follow_up_on <= coalesce($2::date, 'infinity')
     ORDER BY d.follow_up_on, d.sequence`,
    [itemIds, until],
  );
  return rows;
}

/** How many items this manager has decided on this day in London. */
export async function countDecided(
  connection: Queryable,
  workerId: string,
  today: string,
): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    `SELECT count(DISTINCT item_id)::int AS count FROM oversight_decision
     WHERE decided_by = $1 AND (decided_at AT TIME ZONE 'Europe/London')::date = $2::date`,
    [workerId, today],
  );
  return rows[0]?.count ?? 0;
}
