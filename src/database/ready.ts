import type { Queryable } from './client.ts';

/** Whether the database answers at all. The pool gives up connecting after three seconds. */
export async function isAnswering(pool: Queryable): Promise<boolean> {
  try {
    await pool.query('SELECT 1');
    return true;
  } catch {
    return false;
  }
}
