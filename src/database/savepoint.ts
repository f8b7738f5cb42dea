import type pg from 'pg';

/**
 * Runs `work` in a savepoint of the transaction that `connection` is in. Returns undefined when it
 * worked, and otherwise its error: nothing of the work is done then, and the transaction goes on.
 * Throws when the connection is gone, and with it the whole transaction.
 */
export async function attempt(
  connection: pg.PoolClient,
  work: () => Promise<void>,
): Promise<{ error: unknown } | undefined> {
  await connection.query('SAVEPOINT attempt');
  try {
    await work();
    await connection.query('RELEASE SAVEPOINT attempt');
    return undefined;
  } catch (error) {
    await connection.query('ROLLBACK TO SAVEPOINT attempt');
    return { error };
  }
}
