// Vitest's global setup: one PostgreSQL for the whole run, with a migrated database to clone.
import type { TestProject } from 'vitest/node';
import { startTemporaryPostgres } from '../../src/database/embedded-postgres.ts';
import { ensureDatabase } from '../../src/database/ensure-database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { APPLICATION_PASSWORD, APPLICATION_ROLE, TEMPLATE_DATABASE } from './database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServerUrl: string;
  }
}

/** Test data may be lost in a power cut: no flush to disk makes the server much faster. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporaryPostgres(SETTINGS);
  await migrate(await ensureDatabase(server, TEMPLATE_DATABASE), {
    name: APPLICATION_ROLE,
    password: APPLICATION_PASSWORD,
  });
  project.provide('databaseServerUrl', server.urlOf('postgres'));
  return server.stop;
}
