import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { APPEND_ONLY_TABLES } from './append-only.ts';

let testing: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  testing = await createTestDatabase();
  owner = new pg.Client({ connectionString: testing.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await testing.drop();
});

describe('what is kept is never altered or erased (Coventry 4.5a)', () => {
  test.each(APPEND_ONLY_TABLES)(
    'the application may not change or remove rows of %s',
    async (table) => {
      const column = await firstColumn(table);

      for (const sql of [
        `UPDATE ${table} SET ${column} = ${column}`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
      ]) {
        await expect(testing.database.pool.query(sql)).rejects.toThrow('permission denied');
      }
    },
  );

  test.each(APPEND_ONLY_TABLES)('even the owner is stopped by triggers on %s', async (table) => {
    const { rows } = await owner.query<{ events: string }>(
      `SELECT string_agg(DISTINCT event_manipulation, ',' ORDER BY event_manipulation) AS events
       FROM information_schema.triggers
       WHERE event_object_table = $1 AND trigger_name = 'append_only_rows'`,
      [table],
    );

    expect(rows[0]?.events).toBe('DELETE,UPDATE');
    await expect(owner.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('append-only');
  });

  test('the owner cannot alter or erase a kept row', async () => {
    await owner.query(
      `INSERT INTO opt_event (id, conversation_id, kind, source, at)
       VALUES (gen_random_uuid(), gen_random_uuid(), 'stop', 'keyword', now())`,
    );

    await expect(owner.query(`UPDATE opt_event SET kind = 'start'`)).rejects.toThrow('append-only');
    await expect(owner.query('DELETE FROM opt_event')).rejects.toThrow('append-only');
  });

  test('the application cannot switch the triggers off or change the tables', async () => {
    const { pool } = testing.database;

    await expect(pool.query('ALTER TABLE message DISABLE TRIGGER ALL')).rejects.toThrow('owner');
    await expect(pool.query('DROP TABLE message')).rejects.toThrow('owner');
    await expect(pool.query(`SET session_replication_role = 'replica'`)).rejects.toThrow(
      'permission denied',
    );
  });
});

async function firstColumn(table: string): Promise<string> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_name = $1 ORDER BY ordinal_position LIMIT 1`,
    [table],
  );
  return rows[0]?.name ?? '';
}
