// `npm start` as a person runs it: the real command, in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const CHECKOUT = join(import.meta.dirname, '../..');
const READY_MS = 60_000;
const ASK_MS = 25;

export type Started = {
  url: string;
  child: ChildProcess;
  /** Everything it has printed, standard output and standard error. */
  printed(): string;
  /** Kills it as a power cut would. */
  kill(): Promise<void>;
  /** Ctrl-C. */
  stop(): Promise<void>;
};

export type StartOptions = { dataDir: string; port: number; env?: Record<string, string> };

/** Runs `start` and resolves when it is ready for work. Rejects with what it printed when it ends. */
export async function startProcess({ dataDir, port, env = {} }: StartOptions): Promise<Started> {
  const child = spawn(process.execPath, [join(CHECKOUT, 'src/main.ts'), 'start'], {
    env: {
      PATH: process.env.PATH ?? '',
      DATA_DIR: dataDir,
      PORT: String(port),
      CASETHREAD_DEMO_DATA: 'off',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const started: Started = {
    url,
    child,
    printed: () => chunks.join(''),
    kill: () => endBy(child, 'SIGKILL', ended),
    stop: () => endBy(child, 'SIGINT', ended),
  };
  try {
    await untilReady(started);
  } catch (error) {
    await started.kill();
    throw error;
  }
  return started;
}

async function untilReady({ url, child, printed }: Started): Promise<void> {
  for (const until = Date.now() + READY_MS; Date.now() < until; await delay(ASK_MS)) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`start ended before it was ready:\n${printed()}`);
    }
    if (!printed().includes(`Casethread is ready: ${url}`)) continue;
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (ready?.ok) return;
  }
  throw new Error(`start was not ready within ${READY_MS / 1_000} seconds:\n${printed()}`);
}

async function endBy(
  child: ChildProcess,
  signal: NodeJS.Signals,
  ended: Promise<unknown>,
): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await ended;
}

/** The process number of the embedded server of this DATA_DIR. Throws when none runs. */
export function databasePid(dataDir: string): number {
  const [pid] = readFileSync(
    join(databaseFolder(dataDir), 'server/cluster/postmaster.pid'),
    'utf8',
  ).split('\n');
  return Number(pid);
}

/** Where the embedded server's files of this DATA_DIR lie. */
export function databaseFolder(dataDir: string): string {
  const folder = join(dataDir, 'postgres');
  try {
    return readFileSync(join(folder, 'location'), 'utf8');
  } catch {
    return folder;
  }
}
