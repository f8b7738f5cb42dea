// A reply that a worker keeps for later.
import { z } from 'zod';
import type { Queryable } from '../database/client.ts';

const fieldsSchema = z.object({ body: z.string(), about: z.array(z.string()) });

export type ReplyDraft = z.infer<typeof fieldsSchema> & { changedAt: Date };

export async function keepReplyDraft(
  connection: Queryable,
  workerId: string,
  conversationId: string,
  draft: ReplyDraft,
): Promise<void> {
  const { changedAt, ...fields } = draft;
  await connection.query(
    `INSERT INTO draft (worker_id, form, subject_id, fields, changed_at)
     VALUES ($1, 'reply', $2, $3, $4)
     ON CONFLICT (worker_id, form, subject_id)
     DO UPDATE SET fields = EXCLUDED.fields, changed_at = EXCLUDED.changed_at`,
    [workerId, conversationId, JSON.stringify(fields), changedAt],
  );
}

/** The worker's own draft of a reply; null: there is none. */
export async function readReplyDraft(
  connection: Queryable,
  workerId: string,
  conversationId: string,
): Promise<ReplyDraft | null> {
  const { rows } = await connection.query(
    `SELECT fields, changed_at AS "changedAt" FROM draft
     WHERE worker_id = $1 AND form = 'reply' AND subject_id = $2`,
    [workerId, conversationId],
  );
  const [row] = rows;
  return row ? { ...fieldsSchema.parse(row.fields), changedAt: row.changedAt } : null;
}

export async function deleteReplyDraft(
  connection: Queryable,
  workerId: string,
  conversationId: string,
): Promise<void> {
  await connection.query(
    `DELETE FROM draft WHERE worker_id = $1 AND form = 'reply' AND subject_id = $2`,
    [workerId, conversationId],
  );
}
