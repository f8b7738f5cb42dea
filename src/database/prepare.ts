// From settings to a migrated database and the two ways into it: as its owner, and as the application.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { ensureDatabase } from './ensure-database.ts';
import { type ApplicationRole, migrate } from './migrate.ts';

export type DatabaseSettings = {
  /** null: the embedded server in `dataDir`. */
  databaseUrl: string | null;
  /** null: the application's role is made here. */
  databaseAppUrl: string | null;
  dataDir: string;
};

/** The two ways into a database. */
export type DatabaseAccess = {
  /** As the owner: migrations and checks only. */
  ownerUrl: string;
  /** As the restricted role: everything else. */
  appUrl: string;
  role: ApplicationRole;
  /** What a person should hear at start about the embedded server's files. */
  notices: readonly string[];
  /** Leaves the embedded server, which stops when nobody else uses it; otherwise does nothing. */
  stop(): Promise<void>;
};

export type PreparedDatabase = DatabaseAccess & {
  /** Names of the migrations that were applied just now. */
  applied: string[];
};

const DATABASE = 'casethread';
const APPLICATION_ROLE = 'casethread_app';
const PASSWORD_FILE = 'application-password';

/**
 * Starts or joins the embedded server where no database is named, brings the database up to date
 * and gives the application's role its rights. Safe beside another process that does the same.
 * Throws when the database does not answer or a migration fails; nothing kept is touched then.
 */
export async function prepareDatabase(settings: DatabaseSettings): Promise<PreparedDatabase> {
  const access = await openDatabaseAccess(settings);
  try {
    return { ...access, applied: await migrate(access.ownerUrl, access.role) };
  } catch (error) {
    await access.stop();
    throw error;
  }
}

/** Starts or joins the embedded server where no database is named, and changes no table. */
export async function openDatabaseAccess(settings: DatabaseSettings): Promise<DatabaseAccess> {
  const server = settings.databaseUrl === null ? await startServer(settings.dataDir) : undefined;
  try {
    const ownerUrl =
      settings.databaseUrl ?? (await ensureDatabase(requireServer(server), DATABASE));
    return {
      ownerUrl,
      ...(await applicationAccess(settings, ownerUrl)),
      notices: server?.notices ?? [],
      stop: async () => server?.stop(),
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

function startServer(dataDir: string): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ folder: join(dataDir, 'postgres') });
}

function requireServer(server: EmbeddedPostgres | undefined): EmbeddedPostgres {
  if (!server) throw new Error('There is neither a DATABASE_URL nor an embedded server.');
  return server;
}

async function applicationAccess(
  { databaseAppUrl, dataDir }: DatabaseSettings,
  ownerUrl: string,
): Promise<{ role: ApplicationRole; appUrl: string }> {
  if (databaseAppUrl !== null) {
    const name = decodeURIComponent(new URL(databaseAppUrl).username);
    return { role: { name }, appUrl: databaseAppUrl };
  }
  const password = await ownPassword(dataDir);
  const appUrl = new URL(ownerUrl);
  appUrl.username = APPLICATION_ROLE;
  appUrl.password = password;
  return { role: { name: APPLICATION_ROLE, password }, appUrl: appUrl.href };
}

/** Made once and kept for the next start; whoever comes second reads what the first wrote. */
async function ownPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, PASSWORD_FILE);
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFile(file, 'utf8');
}
