// Items, the flags that joined them, and what was done with them step by step.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';
import type { Item, ItemKind, Lane, StepKind } from './item.ts';

export const ITEM_COLUMNS = `o.id, o.conversation_id AS "conversationId", o.kind,
  o.about_worker_id AS "aboutWorkerId", o.lane, o.state, o.opened_at AS "openedAt",
  o.owner_id AS "ownerId", o.acknowledge_by AS "acknowledgeBy",
  o.acknowledged_by AS "acknowledgedBy", o.acknowledged_at AS "acknowledgedAt",
  o.decide_by AS "decideBy", o.decided_at AS "decidedAt", o.round`;

/** A flag that was raised, with what decides where it goes. */
export type RaisedFlag = {
  flagId: string;
  messageId: string;
  conversationId: string;
  kind: ItemKind;
  aboutWorkerId: string | null;
  severity: Lane;
};

/** A rule looked at what one of us wrote. A pattern only stands on the message it became visible at. */
const OUR_WORDS = `(m.direction = 'outbound' AND f.rule NOT LIKE 'pattern/%')`;

/**
 * Flags that a person has to look at. What was written long ago and imported is history: it
 * escalates nothing, but a flag raised about it today does. What Casethread itself sends is nobody's
 * conduct, and what we write ourselves about harm tells nobody anything new: it is reviewed, and wakes
 * nobody. A family's words about how one of us behaved are about the child's own worker.
 */
export async function readRaisedFlags(
  connection: Queryable,
  flagIds: readonly string[],
  { history }: { history: boolean },
): Promise<RaisedFlag[]> {
  const { rows } = await connection.query<RaisedFlag>(
    `SELECT f.id AS "flagId", f.message_id AS "messageId", f.conversation_id AS "conversationId",
       CASE WHEN ${OUR_WORDS} AND f.category <> 'conduct' THEN 'review'
         ELSE f.severity END AS severity,
       CASE WHEN ${OUR_WORDS} OR f.category = 'conduct' THEN 'conduct' ELSE 'concern' END AS kind,
       CASE WHEN ${OUR_WORDS} OR (f.category = 'conduct' AND m.direction = 'outbound')
         THEN coalesce(m.worker_id, n.worker_id)
         WHEN f.category = 'conduct' THEN lead.worker_id END AS "aboutWorkerId"
     FROM flag f JOIN message m ON m.id = f.message_id
     LEFT JOIN official_number n ON n.address = m.official_number
       AND n.channel = replace(m.channel, '-device', '')
     LEFT JOIN send_state s ON s.message_id = m.id
     LEFT JOIN send_intent i ON i.id = s.intent_id
     LEFT JOIN LATERAL (
       SELECT a.worker_id FROM current_attribution t
       JOIN allocation a ON a.case_number = ANY(t.case_numbers) AND a.role = 'lead'
         AND a.valid_from <= (m.occurred_at AT TIME ZONE 'Europe/London')::date
         AND (a.valid_to IS NULL OR a.valid_to >= (m.occurred_at AT TIME ZONE 'Europe/London')::date)
       WHERE t.message_id = m.id ORDER BY a.valid_from DESC, a.worker_id LIMIT 1) lead ON true
     WHERE f.id = ANY($1::uuid[]) AND coalesce(i.kind, 'reply') = 'reply'
       AND ($2 OR NOT (m.origin = 'import' AND (f.at = m.occurred_at OR EXISTS (
         SELECT FROM message_event e JOIN delivery d ON d.id = e.delivery_id
         WHERE e.message_id = m.id AND e.at = f.at AND d.kind = 'import'))))
       AND NOT EXISTS (SELECT FROM oversight_item_flag j WHERE j.flag_id = f.id)
     ORDER BY f.at, f.id`,
    [flagIds, history],
  );
  return rows;
}

/** The open item that a flag joins, held until the caller's transaction ends. */
export async function lockOpenItem(
  connection: Queryable,
  {
    conversationId,
    kind,
    aboutWorkerId,
  }: Pick<RaisedFlag, 'conversationId' | 'kind' | 'aboutWorkerId'>,
): Promise<Item | null> {
  const { rows } = await connection.query<Item>(
    `SELECT ${ITEM_COLUMNS} FROM oversight_item o
     WHERE conversation_id = $1 AND kind = $2 AND coalesce(about_worker_id, '') = coalesce($3, '')
       AND state = 'open' FOR UPDATE`,
    [conversationId, kind, aboutWorkerId],
  );
  return rows[0] ?? null;
}

/** One item, held until the caller's transaction ends. `skipLocked`: null while another has it. */
export async function lockItem(
  connection: Queryable,
  id: string,
  { skipLocked }: { skipLocked: boolean },
): Promise<Item | null> {
  const { rows } = await connection.query<Item>(
    `SELECT ${ITEM_COLUMNS} FROM oversight_item o WHERE id = $1
     FOR UPDATE ${skipLocked ? 'SKIP LOCKED' : ''}`,
    [id],
  );
  return rows[0] ?? null;
}

export async function insertItem(connection: Queryable, item: Item): Promise<void> {
  await connection.query(
    `INSERT INTO oversight_item (id, conversation_id, kind, about_worker_id, lane, state, opened_at,
       decide_by, round)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      item.id,
      item.conversationId,
      item.kind,
      item.aboutWorkerId,
      item.lane,
      item.state,
      item.openedAt,
      item.decideBy,
      item.round,
    ],
  );
}

export async function joinFlags(
  connection: Queryable,
  itemId: string,
  flagIds: readonly string[],
  at: Date,
): Promise<void> {
  await connection.query(
    `INSERT INTO oversight_item_flag (flag_id, item_id, joined_at)
     SELECT flag_id, $2, $3 FROM unnest($1::uuid[]) AS flag_id`,
    [flagIds, itemId, at],
  );
}

/** Writes what changes while an item is open; its steps say the same. */
export async function updateItem(connection: Queryable, item: Item): Promise<void> {
  await connection.query(
    `UPDATE oversight_item SET lane = $2, state = $3, owner_id = $4, acknowledge_by = $5,
       acknowledged_by = $6, acknowledged_at = $7, decide_by = $8, decided_at = $9, round = $10
     WHERE id = $1`,
    [
      item.id,
      item.lane,
      item.state,
      item.ownerId,
      item.acknowledgeBy,
      item.acknowledgedBy,
      item.acknowledgedAt,
      item.decideBy,
      item.decidedAt,
      item.round,
    ],
  );
}

export type NewStep = {
  itemId: string;
  kind: StepKind;
  why?: string | null;
  workerId?: string | null;
  round: number;
  acknowledgeBy?: Date | null;
  intentId?: string | null;
  at: Date;
};

export async function insertStep(connection: Queryable, step: NewStep): Promise<void> {
  await connection.query(
    `INSERT INTO oversight_step (id, item_id, kind, why, worker_id, round, acknowledge_by, intent_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      randomUUID(),
      step.itemId,
      step.kind,
      step.why ?? null,
      step.workerId ?? null,
      step.round,
      step.acknowledgeBy ?? null,
      step.intentId ?? null,
      step.at,
    ],
  );
}

export type ItemBackground = {
  messageIds: string[];
  /** The running number of the first flagged message: what a person may be told. */
  reference: string;
  channel: string;
  officialNumber: string;
  /** Asked in this round. */
  toldPeople: string[];
  toldDutyTeam: boolean;
};

/** What passing an item on needs besides the item. */
export async function readBackground(
  connection: Queryable,
  item: Pick<Item, 'id' | 'conversationId' | 'round'>,
): Promise<ItemBackground> {
  const { rows } = await connection.query<ItemBackground>(
    `SELECT ARRAY(SELECT DISTINCT f.message_id FROM oversight_item_flag j
         JOIN flag f ON f.id = j.flag_id WHERE j.item_id = $1) AS "messageIds",
       'K' || coalesce((SELECT min(m.sequence) FROM oversight_item_flag j
         JOIN flag f ON f.id = j.flag_id JOIN message m ON m.id = f.message_id
         WHERE j.item_id = $1)::text, '0') AS reference,
       c.channel, c.official_number AS "officialNumber",
       ARRAY(SELECT s.worker_id FROM oversight_step s WHERE s.item_id = $1 AND s.round = $3
         AND s.kind = 'given' AND s.worker_id IS NOT NULL) AS "toldPeople",
       EXISTS (SELECT FROM oversight_step s WHERE s.item_id = $1 AND s.round = $3
         AND s.kind = 'duty-team') AS "toldDutyTeam"
     FROM conversation c WHERE c.id = $2`,
    [item.id, item.conversationId, item.round],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('An item is about a conversation that is not there.');
  return row;
}

/**
 * Urgent items whose time is over, and those that could not be told to the person they are with: a
 * chat platform that refused, or the text to the duty phone that did not arrive.
 */
export async function listDue(connection: Queryable, now: Date): Promise<string[]> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT o.id FROM oversight_item o
     WHERE o.state = 'open' AND o.lane = 'urgent' AND o.acknowledged_at IS NULL
       AND (o.acknowledge_by IS NULL OR o.acknowledge_by <= $1 OR ${NOT_REACHED})
     ORDER BY o.acknowledge_by`,
    [now],
  );
  return rows.map(({ id }) => id);
}

/** Every platform that the present owner's newest notice went to failed, or the duty text did. */
const NOT_REACHED = `(
  EXISTS (SELECT FROM staff_notice n JOIN staff_notice_outcome r ON r.notice_id = n.id
    WHERE n.item_id = o.id AND n.worker_id = o.owner_id AND n.kind = 'urgent-given'
      AND n.at = (SELECT max(s.at) FROM oversight_step s WHERE s.item_id = o.id AND s.kind = 'given')
    GROUP BY n.id HAVING bool_and(r.outcome = 'failed'))
  OR EXISTS (SELECT FROM oversight_step s JOIN send_state t ON t.intent_id = s.intent_id
    WHERE s.item_id = o.id AND s.kind = 'duty-team' AND s.round = o.round AND o.owner_id IS NULL
      AND t.state IN ('failed', 'seen-failed')))`;

/** Whether the person an item is with could not be told. */
export async function wasNotReached(connection: Queryable, itemId: string): Promise<boolean> {
  const { rowCount } = await connection.query(
    `SELECT 1 FROM oversight_item o WHERE o.id = $1 AND ${NOT_REACHED}`,
    [itemId],
  );
  return (rowCount ?? 0) > 0;
}
