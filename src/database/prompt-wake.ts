// Asks the queue to look at who is to be prompted in a chat platform.
import type { Queryable } from './client.ts';

/** The queue's task that posts and replaces cards (src/surfaces/prompt.ts). */
export const PROMPT_TASK = 'prompt-workers';

/** Wakes it when the caller's transaction commits; a hundred wake-ups that wait are one. */
export async function wakePrompts(connection: Queryable): Promise<void> {
  await connection.query(
    `SELECT graphile_worker.add_job($1, '{}'::json, job_key := $1, max_attempts := 3)`,
    [PROMPT_TASK],
  );
}
