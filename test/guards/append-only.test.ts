// The list in the code, the triggers in the database and the application's rights say the same.
import { expect, test } from 'vitest';
import { APPEND_ONLY_TABLES } from '../../src/database/append-only.ts';
import { testDatabase } from '../support/database.ts';

const listed = [...APPEND_ONLY_TABLES].sort();

test('the append-only tables are those that the triggers protect', async () => {
  const { database } = await testDatabase();

  for (const trigger of ['append_only_rows', 'append_only_table']) {
    const { rows } = await database.pool.query<{ table: string }>(
      `SELECT relname AS table FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
       WHERE tgname = $1 AND tgenabled IN ('O', 'A') ORDER BY relname`,
      [trigger],
    );
    expect(rows.map(({ table }) => table)).toEqual(listed);
  }
});

test('the application may change or remove rows of every other table of its own, and of no other', async () => {
  const { database } = await testDatabase();

  const { rows } = await database.pool.query<{ table: string; change: boolean; remove: boolean }>(
    `SELECT tablename AS table,
            has_table_privilege('public.' || quote_ident(tablename), 'UPDATE') AS change,
            has_table_privilege('public.' || quote_ident(tablename), 'DELETE') AS remove
     FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );

  const fixed = rows.filter(({ change, remove }) => !change && !remove).map(({ table }) => table);
  expect(fixed).toEqual([...listed, '_migrations'].sort());
  expect(rows.filter(({ change, remove }) => change !== remove)).toEqual([]);
});
