import type pg from 'pg';

/** Runs `work` in a transaction on a connection that the caller holds; rolls back and rethrows. */
export async function transactionOn<T>(
  connection: pg.PoolClient,
  work: () => Promise<T>,
): Promise<T> {
  await connection.query('BEGIN');
  try {
    const result = await work();
    await connection.query('COMMIT');
    return result;
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => {}); // the first error says what happened
    throw error;
  }
}
