// Workers' scopes and choices as a history tells them, and the work that they and its messages make.
import type { Queryable } from '../../database/client.ts';
import { addStageWork, type NewStageWork } from '../../database/stage-work.ts';

/** Of these, the ids that are in the table already. */
export async function alreadyKept(
  connection: Queryable,
  table: 'message_event' | 'scope_event' | 'attribution_choice',
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM ${table} WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

export type ScopeRow = {
  id: string;
  conversationId: string;
  channel: string;
  officialNumber: string;
  counterpart: string;
  workerId: string;
  kind: 'opened' | 'closed';
  caseNumbers: string[];
  at: Date;
};

/** A scope may be opened before the first message: the conversation begins with it. */
export async function insertScopes(
  connection: Queryable,
  rows: readonly ScopeRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await connection.query(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, "conversationId" uuid,
         channel text, "officialNumber" text, counterpart text, "workerId" text, kind text,
         "caseNumbers" text[], at timestamptz)),
     new_conversation AS (
       INSERT INTO conversation (id, channel, official_number, counterpart)
       SELECT DISTINCT "conversationId", channel, "officialNumber", counterpart FROM given
       ORDER BY "conversationId" ON CONFLICT DO NOTHING)
     INSERT INTO scope_event (id, conversation_id, worker_id, kind, case_numbers, at, origin)
     SELECT id, "conversationId", "workerId", kind, "caseNumbers", at, 'import' FROM given`,
    [JSON.stringify(rows)],
  );
}

export type ChoiceRow = {
  id: string;
  conversationId: string;
  messageId: string;
  workerId: string;
  caseNumbers: string[];
  reason: string | null;
  at: Date;
};

export async function insertChoices(
  connection: Queryable,
  rows: readonly ChoiceRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await connection.query(
    `INSERT INTO attribution_choice (id, conversation_id, kind, message_ids, worker_id, case_numbers,
       reason, at, origin, surface)
     SELECT id, "conversationId", 'answer', ARRAY["messageId"], "workerId", "caseNumbers", reason, at,
       'import', 'import'
     FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, "conversationId" uuid, "messageId" uuid,
       "workerId" text, "caseNumbers" text[], reason text, at timestamptz)`,
    [JSON.stringify(rows)],
  );
}

/**
 * Replaces the work that capture added for these by the same work in the file's order: a scope
 * counts for the messages after it, not for those before.
 */
export async function orderStageWork(
  connection: Queryable,
  work: readonly NewStageWork[],
): Promise<void> {
  await connection.query('DELETE FROM stage_work WHERE subject_id = ANY($1::uuid[])', [
    work.map(({ subjectId }) => subjectId),
  ]);
  await addStageWork(connection, [...work]);
}
