import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src/database/client.ts';

export const TEMPLATE_DATABASE = 'template_casethread';
export const APPLICATION_ROLE = 'casethread_app';
export const APPLICATION_PASSWORD = 'only-for-tests';

export type TestDatabase = {
  /** As the owner, who migrates. */
  ownerUrl: string;
  /** As the application's restricted role. */
  url: string;
  /** Opened as the application's role. */
  database: Database;
  drop(): Promise<void>;
};

/** A migrated, empty database of the caller's own: for `beforeAll`, with `drop` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID()}`;
  const serverUrl = inject('databaseServerUrl');
  await execute(serverUrl, `CREATE DATABASE "${name}" TEMPLATE "${TEMPLATE_DATABASE}"`);
  const ownerUrl = serverUrl.replace(/[^/]*$/, name);
  const appUrl = new URL(ownerUrl);
  appUrl.username = APPLICATION_ROLE;
  appUrl.password = APPLICATION_PASSWORD;
  const database = openDatabase(appUrl.href, { connections: 8 });
  return {
    ownerUrl,
    url: appUrl.href,
    database,
    drop: async () => {
      await database.close();
      await execute(serverUrl, `DROP DATABASE "${name}" WITH (FORCE)`);
    },
  };
}

/** The same for one test: it is dropped when the test ends. */
export async function testDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  return database;
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
