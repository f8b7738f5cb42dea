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
  workerId: string;
  kind: 'opened' | 'closed';
  caseNumbers: string[];
  at: Date;
};

export async function insertScopes(
  connection: Queryable,
  rows: readonly ScopeRow[],
): Promise<void> {
  await connection.query(
    `INSERT INTO scope_event (id, conversation_id, worker_id, kind, case_numbers, at, origin)
     SELECT id, conversation_id, worker_id, kind, case_numbers, at, 'import'
     FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, conversation_id uuid, worker_id text,
       kind text, case_numbers text[], at timestamptz)`,
    [
      JSON.stringify(
        rows.map(({ id, conversationId, workerId, kind, caseNumbers, at }) => ({
          id,
          conversation_id: conversationId,
          worker_id: workerId,
          kind,
          case_numbers: caseNumbers,
          at,
        })),
      ),
    ],
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
  await connection.query(
    `INSERT INTO attribution_choice (id, conversation_id, kind, message_ids, worker_id, case_numbers,
       reason, at, origin, surface)
     SELECT id, conversation_id, 'answer', ARRAY[message_id], worker_id, case_numbers, reason, at,
       'import', 'import'
     FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, conversation_id uuid, message_id uuid,
       worker_id text, case_numbers text[], reason text, at timestamptz)`,
    [
      JSON.stringify(
        rows.map(({ id, conversationId, messageId, workerId, caseNumbers, reason, at }) => ({
          id,
          conversation_id: conversationId,
          message_id: messageId,
          worker_id: workerId,
          case_numbers: caseNumbers,
          reason,
          at,
        })),
      ),
    ],
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
