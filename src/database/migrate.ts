// Applies prisma/migrations in order, each in a transaction, and records it in "_migrations".
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { ensureLoginRole, grantApplicationRights } from './grants.ts';

const MIGRATIONS = new URL('../../prisma/migrations/', import.meta.url);
const LOCK = 6_274_001; // any number that nothing else in this database locks

/** The role the application works as; with a password it is made here, without it exists already. */
export type ApplicationRole = { name: string; password?: string };

const quiet = new Logger(() => () => {});

type Migration = { name: string; sql: string; checksum: string };

/**
 * Brings the database of `databaseUrl` (its owner's) up to date, the queue's schema included, and
 * gives `role` its rights. Returns the names of the migrations it applied. Safe to call from
 * several processes at once.
 */
export async function migrate(databaseUrl: string, role: ApplicationRole): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(`
      CREATE TABLE IF NOT EXISTS "_migrations" (
        name text PRIMARY KEY,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`);
    const { rows } = await client.query('SELECT name, checksum FROM "_migrations"');
    const applied = new Map<string, string>(rows.map((row) => [row.name, row.checksum]));
    const pending: Migration[] = [];
    for (const migration of await readMigrations()) {
      const checksum = applied.get(migration.name);
      if (checksum === undefined) pending.push(migration);
      else if (checksum !== migration.checksum) {
        throw new Error(`Migration ${migration.name} was changed after it was applied.`);
      }
    }
    for (const migration of pending) await apply(client, migration);
    await runMigrations({ connectionString: databaseUrl, logger: quiet });
    if (role.password !== undefined) await ensureLoginRole(client, role.name, role.password);
    await grantApplicationRights(client, role.name);
    return pending.map(({ name }) => name);
  } finally {
    await client.end(); // which also frees the lock
  }
}

/** The migrations of this version, in the order in which they are applied. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, MIGRATIONS), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query('INSERT INTO "_migrations" (name, checksum) VALUES ($1, $2)', [
      name,
      checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${name} failed.`, { cause: error });
  }
}
