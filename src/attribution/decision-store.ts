// Writes decisions: the log, the newest of each message, and the questions that wait.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';
import type { NewDecision } from './batch.ts';

type Previous = { attributionId: string; version: number };

/** Inserts decisions in the order given; each supersedes the one before of its message. */
export async function insertDecisions(
  connection: Queryable,
  decisions: readonly NewDecision[],
): Promise<void> {
  if (decisions.length === 0) return;
  const previous = await readPrevious(
    connection,
    decisions.map((decision) => decision.messageId),
  );
  const rows = decisions.map((decision) => {
    const id = randomUUID();
    const before = previous.get(decision.messageId);
    const version = (before?.version ?? 0) + 1;
    previous.set(decision.messageId, { attributionId: id, version });
    return toRow(decision, id, version, before?.attributionId ?? null);
  });
  await connection.query(
    `INSERT INTO attribution (id, message_id, version, state, case_numbers, method, reasons, cues, candidates,
       question_id, question_asked_at, contact_id, decided_by, decided_at, rule_version, supersedes_id, choice_id)
     SELECT id, message_id, version, state, case_numbers, method, reasons, cues, candidates,
       question_id, question_asked_at, contact_id, decided_by, decided_at, rule_version, supersedes_id, choice_id
     FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, message_id uuid, version int, state text,
       case_numbers text[], method text, reasons text[], cues jsonb, candidates jsonb, question_id uuid,
       question_asked_at timestamptz, contact_id text, decided_by text, decided_at timestamptz,
       rule_version text, supersedes_id uuid, choice_id uuid)`,
    [JSON.stringify(rows)],
  );
  const newest = [...new Map(rows.map((row) => [row.message_id, row])).values()];
  await connection.query(
    `INSERT INTO current_attribution (message_id, attribution_id, conversation_id, occurred_at, version,
       state, case_numbers, method, contact_id, question_id)
     SELECT message_id, id, conversation_id, occurred_at, version, state, case_numbers, method, contact_id, question_id
     FROM jsonb_to_recordset($1::jsonb) AS row (message_id uuid, id uuid, conversation_id uuid,
       occurred_at timestamptz, version int, state text, case_numbers text[], method text, contact_id text, question_id uuid)
     ON CONFLICT (message_id) DO UPDATE SET attribution_id = excluded.attribution_id, version = excluded.version,
       state = excluded.state, case_numbers = excluded.case_numbers, method = excluded.method,
       contact_id = excluded.contact_id, question_id = excluded.question_id`,
    [JSON.stringify(newest)],
  );
}

function toRow(decision: NewDecision, id: string, version: number, supersedes: string | null) {
  return {
    id,
    message_id: decision.messageId,
    conversation_id: decision.conversationId,
    occurred_at: decision.occurredAt,
    version,
    state: decision.state,
    case_numbers: decision.caseNumbers,
    method: decision.method,
    reasons: decision.reasons,
    cues: decision.cues,
    candidates: decision.candidates,
    question_id: decision.question?.id ?? null,
    question_asked_at: decision.question === null ? null : new Date(decision.question.askedAt),
    contact_id: decision.contactId,
    decided_by: decision.decidedBy,
    decided_at: new Date(decision.decidedAt),
    rule_version: decision.ruleVersion,
    supersedes_id: supersedes,
    choice_id: decision.choiceId,
  };
}

async function readPrevious(
  connection: Queryable,
  messageIds: readonly string[],
): Promise<Map<string, Previous>> {
  const { rows } = await connection.query<Previous & { messageId: string }>(
    `SELECT message_id AS "messageId", attribution_id AS "attributionId", version
     FROM current_attribution WHERE message_id = ANY($1::uuid[])`,
    [messageIds],
  );
  return new Map(rows.map(({ messageId, ...previous }) => [messageId, previous]));
}

/**
 * Brings questions up to date with the decisions: times, counts, and none where nothing waits.
 * `questions`: each with the children linked to its number.
 */
export async function refreshQuestions(
  connection: Queryable,
  questions: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<void> {
  if (questions.size === 0) return;
  const questionIds = [...questions.keys()];
  const linked = Object.fromEntries([...questions].map(([id, children]) => [id, [...children]]));
  await connection.query(
    `DELETE FROM open_question q WHERE q.id = ANY($1::uuid[]) AND NOT EXISTS (
       SELECT 1 FROM current_attribution ca WHERE ca.question_id = q.id AND ca.state IN ('awaiting-worker', 'unmatched'))`,
    [questionIds],
  );
  await connection.query(
    `INSERT INTO open_question (id, conversation_id, official_number, channel, counterpart, contact_id, case_numbers,
       asked_at, last_at, message_count)
     SELECT ca.question_id, min(ca.conversation_id::text)::uuid, min(m.official_number), min(m.channel), min(m.counterpart),
       CASE WHEN count(DISTINCT ca.contact_id) = 1 THEN min(ca.contact_id) END,
       coalesce((SELECT array_agg(DISTINCT one) FROM jsonb_array_elements_text($2::jsonb -> ca.question_id::text) AS one), '{}'),
       min(a.question_asked_at), max(ca.occurred_at), count(*)
     FROM current_attribution ca JOIN message m ON m.id = ca.message_id JOIN attribution a ON a.id = ca.attribution_id
     WHERE ca.question_id = ANY($1::uuid[]) AND ca.state IN ('awaiting-worker', 'unmatched')
     GROUP BY ca.question_id
     ON CONFLICT (id) DO UPDATE SET asked_at = excluded.asked_at, last_at = excluded.last_at,
       message_count = excluded.message_count, contact_id = excluded.contact_id,
       case_numbers = ARRAY(SELECT DISTINCT unnest(open_question.case_numbers || excluded.case_numbers) ORDER BY 1)`,
    [questionIds, JSON.stringify(linked)],
  );
}

/** Passes questions to managers, each with the reason that the worker gave. */
export async function passToManagers(
  connection: Queryable,
  questions: readonly { questionId: string; why: string }[],
): Promise<void> {
  if (questions.length === 0) return;
  await connection.query(
    `UPDATE open_question q SET for_manager = true, for_manager_why = passed.why
     FROM unnest($1::uuid[], $2::text[]) AS passed (id, why) WHERE q.id = passed.id`,
    [questions.map(({ questionId }) => questionId), questions.map(({ why }) => why)],
  );
}

/** A decision as it was written. */
export type StoredDecision = NewDecision & { version: number };

const STORED = `a.message_id AS "messageId", a.version, a.state, a.case_numbers AS "caseNumbers", a.method, a.reasons,
  a.cues, a.candidates, a.question_id AS "questionId", a.question_asked_at AS "questionAskedAt",
  a.contact_id AS "contactId", a.decided_by AS "decidedBy", a.decided_at AS "decidedAt",
  a.rule_version AS "ruleVersion", a.choice_id AS "choiceId", m.conversation_id AS "conversationId", m.occurred_at AS "occurredAt"`;

type StoredRow = Omit<StoredDecision, 'question' | 'decidedAt'> & {
  questionId: string | null;
  questionAskedAt: Date | null;
  decidedAt: Date;
};

/** The newest decisions of these messages. */
export async function readCurrentDecisions(
  connection: Queryable,
  messageIds: readonly string[],
): Promise<StoredDecision[]> {
  const { rows } = await connection.query<StoredRow>(
    `SELECT ${STORED} FROM current_attribution ca JOIN attribution a ON a.id = ca.attribution_id
     JOIN message m ON m.id = ca.message_id WHERE ca.message_id = ANY($1::uuid[])`,
    [messageIds],
  );
  return rows.map(toDecision);
}

/** Every decision on a message, the first one first. */
export async function readDecisionsOf(
  connection: Queryable,
  messageId: string,
): Promise<StoredDecision[]> {
  const { rows } = await connection.query<StoredRow>(
    `SELECT ${STORED} FROM attribution a JOIN message m ON m.id = a.message_id WHERE a.message_id = $1 ORDER BY a.version`,
    [messageId],
  );
  return rows.map(toDecision);
}

/** Automatic decisions in force that leaned on a decision about one of these messages. */
export async function readLeaningOn(
  connection: Queryable,
  conversationId: string,
  messageIds: readonly string[],
): Promise<StoredDecision[]> {
  const { rows } = await connection.query<StoredRow>(
    `SELECT ${STORED} FROM current_attribution ca JOIN attribution a ON a.id = ca.attribution_id
     JOIN message m ON m.id = ca.message_id
     WHERE ca.conversation_id = $1 AND ca.state = 'attributed' AND a.decided_by = 'system'
       AND EXISTS (SELECT 1 FROM jsonb_array_elements(a.cues) AS cue WHERE cue ->> 'leansOn' = ANY($2::text[]))
     ORDER BY m.occurred_at, m.sequence`,
    [conversationId, messageIds],
  );
  return rows.map(toDecision);
}

function toDecision({ questionId, questionAskedAt, decidedAt, ...row }: StoredRow): StoredDecision {
  return {
    ...row,
    question:
      questionId === null || questionAskedAt === null
        ? null
        : { id: questionId, askedAt: questionAskedAt.getTime() },
    decidedAt: decidedAt.getTime(),
  };
}
