// Phones are read by one process at a time: two browsers on one link would break it.
import type pg from 'pg';
import type { Database } from '../database/client.ts';

export type ReadersLock = { release(): void };

/** The lock, or null while another process holds it. `onLost`: the database went away with it. */
export async function takeReadersLock(
  database: Database,
  onLost: () => void,
): Promise<ReadersLock | null> {
  const connection: pg.PoolClient = await database.pool.connect();
  const { rows } = await connection.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_lock(hashtextextended('casethread read phones', 0)) AS taken`,
  );
  if (!rows[0]?.taken) {
    connection.release();
    return null;
  }
  connection.on('end', onLost);
  return {
    release: () => {
      connection.off('end', onLost);
      connection.release(true);
    },
  };
}
