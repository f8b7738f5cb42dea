import type { Queryable } from '../database/client.ts';

/** By how many milliseconds the database's clock is ahead of this machine's. */
export async function readDatabaseClock(connection: Queryable): Promise<number> {
  const asked = Date.now();
  const { rows } = await connection.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const answered = Date.now();
  return (rows[0]?.now.getTime() ?? answered) - (asked + answered) / 2;
}
