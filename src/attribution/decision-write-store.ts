// Writes decisions: the log, the newest of each message, and the questions that still wait.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';
import type { Decision } from './types.ts';

export type NewDecision = {
  decision: Decision;
  choiceId: string | null;
  conversationId: string;
  occurredAt: Date;
};

/** Adds the decisions in order, each superseding the one before of its message. */
export async function insertDecisions(
  connection: Queryable,
  decisions: readonly NewDecision[],
): Promise<void> {
  if (decisions.length === 0) return;
  const rows = decisions.map((row) => ({ ...row, id: randomUUID() }));
  const earlier = await connection.query<{ messageId: string; id: string; version: number }>(
    `SELECT message_id AS "messageId", attribution_id AS id, version FROM current_attribution
     WHERE message_id = ANY($1::uuid[])`,
    [rows.map(({ decision }) => decision.messageId)],
  );
  const newest = new Map(earlier.rows.map((row) => [row.messageId, row]));
  const numbered = rows.map((row) => {
    const { messageId } = row.decision;
    const before = newest.get(messageId);
    const version = (before?.version ?? 0) + 1;
    newest.set(messageId, { messageId, id: row.id, version });
    return { ...row, version, supersedes: before?.id ?? null };
  });
  const json = (value: unknown) => JSON.stringify(value);
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at));
  await connection.query(
    `INSERT INTO attribution (id, message_id, version, state, case_numbers, method, reasons, cues,
       candidates, question_id, question_asked_at, contact_id, decided_by, decided_at,
       rule_version, supersedes_id, choice_id)
     SELECT id, message_id, version, state,
       ARRAY(SELECT jsonb_array_elements_text(case_numbers)), method,
       ARRAY(SELECT jsonb_array_elements_text(reasons)), cues, candidates, question_id,
       question_asked_at, contact_id, decided_by, decided_at, rule_version, supersedes_id, choice_id
     FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::jsonb[], $6::text[],
       $7::jsonb[], $8::jsonb[], $9::jsonb[], $10::uuid[], $11::timestamptz[], $12::text[],
       $13::text[], $14::timestamptz[], $15::text[], $16::uuid[], $17::uuid[])
       AS row (id, message_id, version, state, case_numbers, method, reasons, cues, candidates,
         question_id, question_asked_at, contact_id, decided_by, decided_at, rule_version,
         supersedes_id, choice_id)`,
    [
      numbered.map((row) => row.id),
      numbered.map((row) => row.decision.messageId),
      numbered.map((row) => row.version),
      numbered.map((row) => row.decision.state),
      numbered.map((row) => json(row.decision.caseNumbers)),
      numbered.map((row) => row.decision.method),
      numbered.map((row) => json(row.decision.reasons)),
      numbered.map((row) => json(row.decision.cues)),
      numbered.map((row) => json(row.decision.candidates)),
      numbered.map((row) => row.decision.question?.id ?? null),
      numbered.map((row) => time(row.decision.question?.askedAt)),
      numbered.map((row) => row.decision.contactId),
      numbered.map((row) => row.decision.decidedBy),
      numbered.map((row) => new Date(row.decision.decidedAt)),
      numbered.map((row) => row.decision.ruleVersion),
      numbered.map((row) => row.supersedes),
      numbered.map((row) => row.choiceId),
    ],
  );
  const last = [...new Map(numbered.map((row) => [row.decision.messageId, row])).values()];
  await connection.query(
    `INSERT INTO current_attribution (message_id, attribution_id, conversation_id, occurred_at,
       version, state, case_numbers, method, contact_id, question_id)
     SELECT message_id, attribution_id, conversation_id, occurred_at, version, state,
       ARRAY(SELECT jsonb_array_elements_text(case_numbers)), method, contact_id, question_id
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::int[], $6::text[],
       $7::jsonb[], $8::text[], $9::text[], $10::uuid[])
       AS row (message_id, attribution_id, conversation_id, occurred_at, version, state,
         case_numbers, method, contact_id, question_id)
     ON CONFLICT (message_id) DO UPDATE SET attribution_id = EXCLUDED.attribution_id,
       version = EXCLUDED.version, state = EXCLUDED.state, case_numbers = EXCLUDED.case_numbers,
       method = EXCLUDED.method, contact_id = EXCLUDED.contact_id,
       question_id = EXCLUDED.question_id`,
    [
      last.map((row) => row.decision.messageId),
      last.map((row) => row.id),
      last.map((row) => row.conversationId),
      last.map((row) => row.occurredAt),
      last.map((row) => row.version),
      last.map((row) => row.decision.state),
      last.map((row) => json(row.decision.caseNumbers)),
      last.map((row) => row.decision.method),
      last.map((row) => row.decision.contactId),
      last.map((row) => row.decision.question?.id ?? null),
    ],
  );
}

export type TouchedQuestion = {
  id: string;
  askedAt: Date;
  contactId: string | null;
  /** Every child linked to the number at the time. */
  caseNumbers: readonly string[];
};

/** Brings the open questions named up to what waits now; one that nothing waits for is gone. */
export async function refreshQuestions(
  connection: Queryable,
  touched: readonly TouchedQuestion[],
): Promise<void> {
  if (touched.length === 0) return;
  const questions = [...new Map(touched.map((question) => [question.id, question])).values()];
  await connection.query(
    `INSERT INTO open_question (id, conversation_id, official_number, channel, counterpart,
       contact_id, case_numbers, asked_at, last_at, message_count)
     SELECT row.id, conversation.id, official_number, channel, counterpart, row.contact_id,
       ARRAY(SELECT jsonb_array_elements_text(row.case_numbers)), row.asked_at,
       max(occurred_at), count(*)
     FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::jsonb[])
       AS row (id, asked_at, contact_id, case_numbers)
     JOIN current_attribution AS waiting ON waiting.question_id = row.id
       AND waiting.state IN ('awaiting-worker', 'unmatched')
     JOIN conversation ON conversation.id = waiting.conversation_id
     GROUP BY row.id, conversation.id, row.contact_id, row.case_numbers, row.asked_at
     ON CONFLICT (id) DO UPDATE SET last_at = EXCLUDED.last_at,
       message_count = EXCLUDED.message_count, contact_id = EXCLUDED.contact_id,
       case_numbers = ARRAY(SELECT DISTINCT unnest(open_question.case_numbers || EXCLUDED.case_numbers))`,
    [
      questions.map((question) => question.id),
      questions.map((question) => question.askedAt),
      questions.map((question) => question.contactId),
      questions.map((question) => JSON.stringify(question.caseNumbers)),
    ],
  );
  await connection.query(
    `DELETE FROM open_question WHERE id = ANY($1::uuid[]) AND NOT EXISTS (
       SELECT FROM current_attribution WHERE question_id = open_question.id
         AND state IN ('awaiting-worker', 'unmatched'))`,
    [questions.map((question) => question.id)],
  );
}
