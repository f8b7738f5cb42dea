// What a button is about: found by the id that it carries.
import type { Queryable } from '../database/client.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The conversation that a question was asked in, whether it still waits or not; null: never asked. */
export async function findConversationOfQuestion(
  connection: Queryable,
  questionId: string,
): Promise<string | null> {
  if (!UUID.test(questionId)) return null;
  const { rows } = await connection.query<{ id: string }>(
    `SELECT conversation_id AS id FROM open_question WHERE id = $1
     UNION ALL SELECT conversation_id FROM attribution_choice WHERE question_id = $1
     UNION ALL SELECT m.conversation_id FROM surface_card m
       WHERE m.subject_kind = 'question' AND m.subject_id = $1 AND m.conversation_id IS NOT NULL
     LIMIT 1`,
    [questionId],
  );
  return rows[0]?.id ?? null;
}

export type RecordingKey = { caseNumber: string; conversationId: string; state: string };

/** Whose record a recording stands on; null: there is none with this id. */
export async function findRecordingKey(
  connection: Queryable,
  recordingId: string,
): Promise<RecordingKey | null> {
  if (!UUID.test(recordingId)) return null;
  const { rows } = await connection.query<RecordingKey>(
    `SELECT case_number AS "caseNumber", conversation_id AS "conversationId", state
     FROM contact_recording WHERE id = $1`,
    [recordingId],
  );
  return rows[0] ?? null;
}

/** How many attachments came with each of these messages. */
export async function countAttachments(
  connection: Queryable,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await connection.query<{ id: string; count: number }>(
    'SELECT id, media_count::int AS count FROM message WHERE id = ANY($1::uuid[])',
    [messageIds],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

export type AnswerStanding = {
  answerMessages: string[];
  answeredCases: string[];
  /** Somebody moved one of those messages afterwards. */
  correctedSince: boolean;
  channel: string;
  counterpart: string;
  contactName: string | null;
  relationship: string | null;
  firstAt: Date | null;
  lastAt: Date | null;
};

/** What an answer covered, and whether that still stands; null: nobody answered. */
export async function readAnswerStanding(
  connection: Queryable,
  questionId: string,
): Promise<AnswerStanding | null> {
  const { rows } = await connection.query<AnswerStanding>(
    `SELECT c.message_ids AS "answerMessages", c.case_numbers AS "answeredCases",
       v.channel, v.counterpart, k.name AS "contactName", link.relationship,
       t.first AS "firstAt", t.last AS "lastAt",
       EXISTS (SELECT FROM attribution_choice later
         WHERE later.conversation_id = c.conversation_id AND later.kind = 'correction'
           AND later.message_ids && c.message_ids AND later.recorded_at > c.recorded_at)
         AS "correctedSince"
     FROM attribution_choice c JOIN conversation v ON v.id = c.conversation_id
     LEFT JOIN LATERAL (SELECT min(n.occurred_at) AS first, max(n.occurred_at) AS last,
         max(n.contact_id) AS contact_id
       FROM current_attribution n WHERE n.message_id = ANY(c.message_ids)) t ON true
     LEFT JOIN contact k ON k.contact_id = t.contact_id
     LEFT JOIN LATERAL (SELECT r.relationship FROM relationship r
       WHERE r.contact_id = t.contact_id AND r.case_number = ANY(c.case_numbers)
       ORDER BY r.valid_from DESC LIMIT 1) link ON true
     WHERE c.question_id = $1 AND c.kind = 'answer' ORDER BY c.at DESC LIMIT 1`,
    [questionId],
  );
  return rows[0] ?? null;
}

/** Names that a worker has taught for a child, as they were written. */
export async function readTaughtNames(
  connection: Queryable,
  caseNumber: string,
): Promise<string[]> {
  const { rows } = await connection.query<{ name: string }>(
    'SELECT name FROM child_alias WHERE case_number = $1',
    [caseNumber],
  );
  return rows.map(({ name }) => name);
}

/** The cues of the decisions that asked this question. */
export async function readCuesOfQuestion(
  connection: Queryable,
  questionId: string,
  messageIds: readonly string[],
): Promise<unknown[]> {
  const { rows } = await connection.query<{ cues: unknown }>(
    'SELECT cues FROM attribution WHERE question_id = $1 AND message_id = ANY($2::uuid[])',
    [questionId, messageIds],
  );
  return rows.map(({ cues }) => cues);
}

/** The recordings of a conversation that stand on a record, newest first. */
export async function listRecordingsOf(
  connection: Queryable,
  conversationId: string,
): Promise<{ id: string; exchangeId: string; caseNumber: string; state: string }[]> {
  const { rows } = await connection.query(
    `SELECT id, exchange_id AS "exchangeId", case_number AS "caseNumber", state
     FROM contact_recording
     WHERE conversation_id = $1 AND state IN ('awaiting-context', 'complete')
     ORDER BY occurred_to DESC, case_number LIMIT 20`,
    [conversationId],
  );
  return rows;
}

/** The conversation whose thread this is in one person's chat; null: none of ours. */
export async function findConversationOfThread(
  connection: Queryable,
  surface: string,
  recipient: string,
  thread: string,
): Promise<string | null> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT conversation_id AS id FROM surface_card
     WHERE surface = $1 AND thread = $3 AND recipient = $2 AND conversation_id IS NOT NULL LIMIT 1`,
    [surface, recipient, thread],
  );
  return rows[0]?.id ?? null;
}
