// Reads what is too large for memory, as it was at one moment, a page at a time.
import type pg from 'pg';
import type { Database, Queryable } from './client.ts';

const PAGE = 1_000;

export type Page<Row> = {
  rows: Row[];
  /** Sees the database as it was when the first page was read. */
  connection: Queryable;
};

/**
 * The rows of a query, a page at a time on a connection of its own, which is given back when the
 * caller stops, at the end or before.
 */
export async function* readPages<Row extends pg.QueryResultRow>(
  { pool }: Database,
  sql: string,
  values: readonly unknown[],
): AsyncGenerator<Page<Row>> {
  const connection = await pool.connect();
  try {
    await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await connection.query(`DECLARE page_cursor NO SCROLL CURSOR FOR ${sql}`, [...values]);
    for (;;) {
      const { rows } = await connection.query<Row>(`FETCH ${PAGE} FROM page_cursor`);
      if (rows.length > 0) yield { rows, connection };
      if (rows.length < PAGE) return;
    }
  } finally {
    await connection.query('ROLLBACK').finally(() => connection.release());
  }
}
