// One item as its page shows it: flags, the conversation around them, and who has done what.
import type { Queryable } from '../database/client.ts';
import type { Direction } from '../messaging/message.ts';
import type { Decision, StepKind } from './item.ts';
import { nameOf } from './queue-store.ts';

export type ItemFlag = {
  messageId: string;
  category: string;
  severity: 'urgent' | 'review';
  evidence: string[];
  rule: string;
  at: Date;
};

/** What the item is about first, then the gravest, then by time: the first says why it is here. */
export async function readItemFlags(connection: Queryable, itemId: string): Promise<ItemFlag[]> {
  const { rows } = await connection.query<ItemFlag>(
    `SELECT f.message_id AS "messageId", f.category, f.severity, f.evidence, f.rule, f.at
     FROM oversight_item o JOIN oversight_item_flag j ON j.item_id = o.id
     JOIN flag f ON f.id = j.flag_id
     WHERE o.id = $1 ORDER BY o.kind = 'conduct' AND f.category = 'conduct' DESC,
       f.severity = 'urgent' DESC, f.at, f.rule`,
    [itemId],
  );
  return rows;
}

const BEFORE = 3;
const MOST = 30;

export type ItemMessage = {
  id: string;
  sequence: string;
  direction: Direction;
  kind: 'message' | 'call';
  body: string;
  occurredAt: Date;
  workerName: string | null;
  workerId: string | null;
  contactName: string | null;
  relationship: string | null;
  caseNumbers: string[];
  statuses: (string | null)[];
  mediaCount: number;
  isByItself: boolean;
};

/** The conversation from shortly before the first flagged message on, oldest first. */
export async function readAround(
  connection: Queryable,
  conversationId: string,
  messageIds: readonly string[],
): Promise<{ messages: ItemMessage[]; more: boolean }> {
  const { rows } = await connection.query<ItemMessage>(
    `WITH first AS (
       SELECT min(occurred_at) AS at FROM message WHERE id = ANY($2::uuid[])
     ), page AS (
       (SELECT m.* FROM message m, first WHERE m.conversation_id = $1 AND m.occurred_at < first.at
        ORDER BY m.occurred_at DESC, m.sequence DESC LIMIT ${BEFORE})
       UNION ALL
       (SELECT m.* FROM message m, first WHERE m.conversation_id = $1 AND m.occurred_at >= first.at
        ORDER BY m.occurred_at, m.sequence LIMIT ${MOST + 1})
     )
     SELECT m.id, m.sequence::text, m.direction, m.kind, m.body, m.occurred_at AS "occurredAt",
       m.media_count AS "mediaCount", coalesce(i.kind <> 'reply', false) AS "isByItself",
       coalesce(m.worker_id, i.worker_id) AS "workerId",
       ${nameOf('coalesce(m.worker_id, i.worker_id)')} AS "workerName",
       k.name AS "contactName", link.relationship, coalesce(t.case_numbers, '{}') AS "caseNumbers",
       ARRAY(SELECT e.status FROM message_event e WHERE e.message_id = m.id AND e.type = 'status'
         ORDER BY e.at, e.sequence) AS statuses
     FROM page m
     LEFT JOIN current_attribution t ON t.message_id = m.id
     LEFT JOIN contact k ON k.contact_id = t.contact_id
     LEFT JOIN LATERAL (SELECT r.relationship FROM relationship r
       WHERE r.contact_id = t.contact_id AND (r.case_number = ANY(t.case_numbers) OR t.case_numbers = '{}')
       ORDER BY r.valid_from DESC LIMIT 1) link ON true
     LEFT JOIN send_state s ON s.message_id = m.id
     LEFT JOIN send_intent i ON i.id = s.intent_id
     ORDER BY m.occurred_at, m.sequence`,
    [conversationId, messageIds],
  );
  const more = rows.length > MOST;
  return { messages: more ? rows.slice(0, MOST) : rows, more };
}

export type ItemStep = {
  kind: StepKind;
  why: string | null;
  workerId: string | null;
  workerName: string | null;
  at: Date;
  /** The duty text: where its send stands. */
  textState: string | null;
  /** The chat platforms that were told, with what became of it. */
  told: { surface: string; outcome: string }[];
};

export async function readSteps(connection: Queryable, itemId: string): Promise<ItemStep[]> {
  const { rows } = await connection.query<ItemStep>(
    `SELECT s.kind, s.why, s.worker_id AS "workerId", ${nameOf('s.worker_id')} AS "workerName", s.at,
       t.state AS "textState",
       (SELECT coalesce(json_agg(json_build_object('surface', r.surface, 'outcome', r.outcome)), '[]')
        FROM staff_notice n JOIN staff_notice_outcome r ON r.notice_id = n.id
        WHERE n.item_id = s.item_id AND n.worker_id = s.worker_id AND n.at = s.at
          AND s.kind = 'given') AS told
     FROM oversight_step s LEFT JOIN send_state t ON t.intent_id = s.intent_id
     WHERE s.item_id = $1 ORDER BY s.sequence`,
    [itemId],
  );
  return rows;
}

export type ItemDecision = {
  id: string;
  decision: Decision;
  reason: string;
  followUp: string | null;
  /** 2026-03-13 */
  followUpOn: string | null;
  onRecord: boolean;
  decidedBy: string;
  decidedByName: string;
  decidedAt: Date;
  doneWords: string | null;
  doneByName: string | null;
  doneAt: Date | null;
};

/** In the order in which they were made. */
export async function readDecisions(
  connection: Queryable,
  itemId: string,
): Promise<ItemDecision[]> {
  const { rows } = await connection.query<ItemDecision>(
    `SELECT d.id, d.decision, d.reason, d.follow_up AS "followUp", d.follow_up_on::text AS "followUpOn",
       d.on_record AS "onRecord", d.decided_by AS "decidedBy", ${nameOf('d.decided_by')} AS "decidedByName",
       d.decided_at AS "decidedAt", f.words AS "doneWords", ${nameOf('f.done_by')} AS "doneByName",
       f.done_at AS "doneAt"
     FROM oversight_decision d LEFT JOIN oversight_follow_up f ON f.decision_id = d.id
     WHERE d.item_id = $1 ORDER BY d.sequence`,
    [itemId],
  );
  return rows;
}

export type ItemPeople = {
  /** Children that the flagged messages are about, oldest first. */
  about: { caseNumber: string; name: string; dateOfBirth: Date }[];
  /** All children of the conversation, oldest first. */
  children: { caseNumber: string; name: string; dateOfBirth: Date }[];
  /** Who is asked about the recording, or leads the children. */
  workers: { workerId: string; name: string; role: string }[];
  officialNumber: string;
};

export async function readItemPeople(
  connection: Queryable,
  item: { id: string; conversationId: string },
  today: string,
): Promise<ItemPeople> {
  const childrenWhere = (numbers: string) => `(SELECT coalesce(json_agg(json_build_object(
      'caseNumber', c.case_number, 'name', c.name, 'dateOfBirth', c.date_of_birth)
      ORDER BY c.date_of_birth, c.case_number), '[]') FROM child c WHERE c.case_number IN (${numbers}))`;
  const flagged = `SELECT unnest(t.case_numbers) FROM oversight_item_flag j
    JOIN flag f ON f.id = j.flag_id JOIN current_attribution t ON t.message_id = f.message_id
    WHERE j.item_id = $1`;
  const linked = `SELECT r.case_number FROM contact_identifier i JOIN relationship r USING (contact_id)
    WHERE i.channel = replace(v.channel, '-device', '') AND i.address = v.counterpart
      AND i.valid_from <= $3::date AND (i.valid_to IS NULL OR i.valid_to >= $3::date)
      AND r.valid_from <= $3::date AND (r.valid_to IS NULL OR r.valid_to >= $3::date)`;
  const all = `${flagged} UNION ${linked}`;
  const { rows } = await connection.query(
    `SELECT ${childrenWhere(flagged)} AS about, ${childrenWhere(all)} AS children,
       v.official_number AS "officialNumber",
       (SELECT coalesce(json_agg(DISTINCT jsonb_build_object('workerId', a.worker_id,
          'name', ${nameOf('a.worker_id')}, 'role', a.role)), '[]')
        FROM allocation a WHERE a.role = 'lead' AND a.valid_from <= $3::date
          AND (a.valid_to IS NULL OR a.valid_to >= $3::date)
          AND (a.case_number IN (${flagged})
            OR (NOT EXISTS (${flagged}) AND a.case_number IN (${linked})))) AS workers
     FROM conversation v WHERE v.id = $2`,
    [item.id, item.conversationId, today],
  );
  const [row] = rows;
  const dated = (list: { caseNumber: string; name: string; dateOfBirth: string }[]) =>
    list.map((child) => ({ ...child, dateOfBirth: new Date(`${child.dateOfBirth}T00:00:00Z`) }));
  return {
    about: dated(row?.about ?? []),
    children: dated(row?.children ?? []),
    workers: row?.workers ?? [],
    officialNumber: row?.officialNumber ?? '',
  };
}

export type ToldOutOfHours = { at: Date; whyNot: string | null };

/** Whether the family was told, since then, when messages are read; or why it was not. */
export async function readToldOutOfHours(
  connection: Queryable,
  conversationId: string,
  since: Date,
): Promise<ToldOutOfHours[]> {
  const { rows } = await connection.query<ToldOutOfHours>(
    `SELECT at, why_not AS "whyNot" FROM out_of_hours_notice
     WHERE conversation_id = $1 AND at >= $2 ORDER BY at`,
    [conversationId, since],
  );
  return rows;
}
