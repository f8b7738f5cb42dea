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

/**
 * Gives `role` exactly what the application needs on every table there is. Repeatable, and all or
 * nothing: a process that works as this role meanwhile never finds a table that it may not read.
 */
export async function grantApplicationRights(owner: pg.Client, role: string): Promise<void> {
  const name = pg.escapeIdentifier(role);
  await owner.query('BEGIN');
  try {
    await grantTableRights(owner, role, name);
    await grantQueueRights(owner, role, name);
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
}

async function grantTableRights(owner: pg.Client, role: string, name: string): Promise<void> {
  const { rows } = await owner.query<{ table: string; held: string[] }>(
    `SELECT relname AS table, coalesce(array_agg(privilege_type) FILTER (WHERE privilege_type IS NOT NULL), '{}') AS held
     FROM pg_class
     LEFT JOIN LATERAL (
       SELECT privilege_type FROM aclexplode(relacl) JOIN pg_roles ON pg_roles.oid = grantee
       WHERE rolname = $1
     ) AS rights ON true
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
     GROUP BY relname`,
    [role],
  );
  await owner.query(`GRANT USAGE ON SCHEMA public TO ${name}`);
  await owner.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${name}`);
  for (const { table, held } of rows) {
    const wanted = rightsOn(table);
    if (held.toSorted().join() === wanted.toSorted().join()) continue;
    const target = `public.${pg.escapeIdentifier(table)}`;
    await owner.query(`REVOKE ALL ON ${target} FROM ${name}`);
    await owner.query(`GRANT ${wanted.join(', ')} ON ${target} TO ${name}`);
  }
}

function rightsOn(table: string): readonly string[] {
  const appendOnly: readonly string[] = APPEND_ONLY_TABLES;
  if (appendOnly.includes(table)) return ['SELECT', 'INSERT'];
  if (OWNERS_ONLY.includes(table)) return ['SELECT'];
  return ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
}

/** The queue's own tables have row-level security without a policy: only their owner would see rows. */
async function grantQueueRights(owner: pg.Client, role: string, name: string): Promise<void> {
  const schema = 'graphile_worker';
  await owner.query(`GRANT USAGE ON SCHEMA ${schema} TO ${name}`);
  await owner.query(
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${name}`,
  );
  await owner.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${name}`);
  await owner.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${name}`);
  // Making a policy locks its table against everybody: only where there is none for this role.
  const { rows } = await owner.query<{ table: string; policy: string | null }>(
    `SELECT relname AS table, policyname AS policy
     FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
     LEFT JOIN pg_policies ON schemaname = nspname AND tablename = relname AND policyname = 'casethread_app'
     WHERE nspname = $1 AND relkind IN ('r', 'p') AND relrowsecurity
       AND NOT coalesce($2 = ANY (roles), false)`,
    [schema, role],
  );
  for (const { table, policy } of rows) {
    const target = `${schema}.${pg.escapeIdentifier(table)}`;
    if (policy !== null) await owner.query(`DROP POLICY ${policy} ON ${target}`);
    await owner.query(`CREATE POLICY casethread_app ON ${target} TO ${name} USING (true)`);
  }
}
