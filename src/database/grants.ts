// The application works as a role that owns nothing and cannot change what is kept.
import pg from 'pg';
import { APPEND_ONLY_TABLES } from './append-only.ts';

const OWNERS_ONLY = ['_migrations'];

/** Makes `role` able to log in with `password`, or changes the password when it exists. */
export async function ensureLoginRole(
  owner: pg.Client,
  role: string,
  password: string,
): Promise<void> {
  const found = await owner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'CREATE' : 'ALTER';
  await owner.query(
    `${verb} ROLE ${pg.escapeIdentifier(role)} LOGIN PASSWORD ${pg.escapeLiteral(password)}`,
  );
}

/** Gives `role` exactly what the application needs on every table there is. Repeatable. */
export async function grantApplicationRights(owner: pg.Client, role: string): Promise<void> {
  const name = pg.escapeIdentifier(role);
  const { rows } = await owner.query<{ table: string }>(
    `SELECT tablename AS table FROM pg_tables WHERE schemaname = 'public'`,
  );
  const appendOnly: readonly string[] = APPEND_ONLY_TABLES;
  await owner.query(`GRANT USAGE ON SCHEMA public TO ${name}`);
  await owner.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${name}`);
  for (const { table } of rows) {
    const rights = appendOnly.includes(table)
      ? 'SELECT, INSERT'
      : OWNERS_ONLY.includes(table)
        ? 'SELECT'
        : 'SELECT, INSERT, UPDATE, DELETE';
    const target = `public.${pg.escapeIdentifier(table)}`;
    await owner.query(`REVOKE ALL ON ${target} FROM ${name}`);
    await owner.query(`GRANT ${rights} ON ${target} TO ${name}`);
  }
  await grantQueueRights(owner, name);
}

/** The queue's own tables have row-level security without a policy: only their owner would see rows. */
async function grantQueueRights(owner: pg.Client, name: string): Promise<void> {
  const schema = 'graphile_worker';
  await owner.query(`GRANT USAGE ON SCHEMA ${schema} TO ${name}`);
  await owner.query(
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${name}`,
  );
  await owner.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${name}`);
  await owner.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${name}`);
  const { rows } = await owner.query<{ table: string }>(
    `SELECT relname AS table FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
     WHERE nspname = $1 AND relkind IN ('r', 'p') AND relrowsecurity`,
    [schema],
  );
  for (const { table } of rows) {
    const target = `${schema}.${pg.escapeIdentifier(table)}`;
    await owner.query(`DROP POLICY IF EXISTS casethread_app ON ${target}`);
    await owner.query(`CREATE POLICY casethread_app ON ${target} TO ${name} USING (true)`);
  }
}
