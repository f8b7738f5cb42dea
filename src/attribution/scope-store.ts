// "I am messaging this contact about these children": opened by a worker, lapses after 24 h of silence.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';

export type NewScope = {
  conversationId: string;
  workerId: string;
  caseNumbers: readonly string[];
  at: Date;
};

/** Opens a scope. In a transaction it counts for messages that are kept after it. */
export async function openScope(connection: Queryable, scope: NewScope): Promise<void> {
  await connection.query(
    `INSERT INTO scope_event (id, conversation_id, worker_id, kind, case_numbers, at, origin)
     VALUES ($1, $2, $3, 'opened', $4, $5, 'live')`,
    [randomUUID(), scope.conversationId, scope.workerId, [...scope.caseNumbers], scope.at],
  );
}
