// One PostgreSQL cluster on disk: made whole or not at all, started, found running, stopped.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, isFree } from '../free-port.ts';
import type { Account } from './embedded-account.ts';
import type { Programs } from './embedded-files.ts';

export const SUPERUSER = 'casethread';
export const HOST = '127.0.0.1';

export type Cluster = {
  /** The superuser's password, made with the cluster. */
  readonly password: string;
  /** Port of the server that runs on this cluster now; undefined: none does. */
  runningPort(): Promise<number | undefined>;
  /**
   * Starts the server on the port it last had, or on a free one where that is taken. False: it did
   * not start, because another process started it first or what a killed one left still holds it.
   */
  start(): Promise<boolean>;
  stop(): Promise<void>;
  /** Where the server writes what it has to say. */
  readonly log: string;
};

export type ClusterOptions = {
  folder: string;
  programs: Programs;
  account: Account | undefined;
  settings: Readonly<Record<string, string>>;
};

const STAGING = 'making-';
const PORT_FILE = 'port';
const PID_LINE = 0;
const PORT_LINE = 3;
/** No process has it, so PostgreSQL takes the lock file of this number for a dead server's. */
const NO_PROCESS = 2_147_483_647;

/** The cluster in `folder`, made when it is missing. Safe when several processes do it at once. */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { folder, programs, account, settings } = options;
  const home = join(folder, 'server');
  const data = join(home, 'cluster');
  const log = join(folder, 'server.log');
  const control = (...args: string[]) => run(programs.pg_ctl, ['-D', data, ...args], account);

  await clearAbandoned(folder);
  if (!existsSync(home)) await make(options, home);

  return {
    password: await readFile(join(home, 'superuser-password'), 'utf8'),
    log,
    runningPort: async () => {
      const lines = await lockFile(data);
      return lines && (await isServerOf(data, lines)) ? Number(lines[PORT_LINE]) : undefined;
    },
    start: async () => {
      await disownLockFile(data);
      const port = await choosePort(join(folder, PORT_FILE));
      const flags = Object.entries({
        listen_addresses: HOST,
        port: String(port),
        unix_socket_directories: '',
        ...settings,
      }).map(([name, value]) => `-c ${name}='${value}'`);
      return (await control('start', '-w', '-t', '60', '-l', log, '-o', flags.join(' '))) === 0;
    },
    stop: async () => {
      await control('stop', '-w', '-m', 'fast');
    },
  };
}

/** Made beside its place and renamed into it: what an interrupted initdb leaves is never used. */
async function make(options: ClusterOptions, home: string): Promise<void> {
  const { folder, programs, account } = options;
  const staging = await mkdtemp(join(folder, `${STAGING}${process.pid}-`));
  const passwordFile = join(staging, 'superuser-password');
  await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (account) {
    await chown(staging, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const data = join(staging, 'cluster');
  const exitCode = await run(programs.initdb, initdbArguments(data, passwordFile), account);
  if (exitCode !== 0) {
    await rm(staging, { recursive: true, force: true });
    throw new Error(
      `PostgreSQL could not make its files in ${folder} (initdb ended with ${exitCode}). ` +
        'Check that the disk has room and that you may write there.',
    );
  }
  try {
    await rename(staging, home);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(home)) throw error; // otherwise another process was first
  }
}

async function clearAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const maker = name.startsWith(STAGING) ? Number(name.slice(STAGING.length).split('-')[0]) : 0;
    if (maker > 0 && (maker === process.pid || !isAlive(maker))) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

function initdbArguments(data: string, passwordFile: string): string[] {
  return [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
}

async function lockFile(data: string): Promise<string[] | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  return text?.split('\n');
}

/** The process of that number is this cluster's server, not one that got the number since. */
async function isServerOf(data: string, lines: string[]): Promise<boolean> {
  const pid = Number(lines[PID_LINE]);
  if (!isAlive(pid)) return false;
  const command = await commandLine(pid);
  return command === undefined || command.includes(data);
}

/**
 * After a crash another process may have got the dead server's number, and PostgreSQL would refuse
 * to start. The rest of the lock file stays: by it PostgreSQL waits for the dead server's children.
 */
async function disownLockFile(data: string): Promise<void> {
  const lines = await lockFile(data);
  if (!lines || !isAlive(Number(lines[PID_LINE])) || (await isServerOf(data, lines))) return;
  await writeFile(
    join(data, 'postmaster.pid'),
    lines.with(PID_LINE, String(NO_PROCESS)).join('\n'),
  );
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** As the machine tells it; undefined where it does not (Windows). */
async function commandLine(pid: number): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    const ps = promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]);
    return ps.then(({ stdout }) => stdout).catch(() => undefined);
  }
}

/** The last one where it is free, so that processes that lost the server find it again. */
async function choosePort(file: string): Promise<number> {
  const last = Number(await readFile(file, 'utf8').catch(() => '0'));
  const port = last > 0 && (await isFree(last, HOST)) ? last : await freePort(HOST);
  await writeFile(file, String(port));
  return port;
}

/** Runs a command to its end. No pipes: the server would inherit them and keep them open. */
function run(command: string, args: string[], account: Account | undefined): Promise<number> {
  return new Promise((fulfil, reject) => {
    const child = spawn(command, args, { ...account, stdio: 'ignore', cwd: '/' });
    child.once('error', reject);
    child.once('exit', (code) => fulfil(code ?? 1));
  });
}
