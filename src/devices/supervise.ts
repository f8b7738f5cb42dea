// Phones are read by a process of its own: its crash touches nothing else, and it is started again.
import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Database } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import type { ReaderSettings } from './reader-settings.ts';
import { watchPhones } from './watch.ts';

export type SuperviseNeeds = {
  database: Database;
  clock: Clock;
  /** The program that reads phones. */
  program: string;
  settings(): ReaderSettings;
  onTrouble(error: unknown): void;
  pace?: SupervisePace;
};

/** Milliseconds. */
export type SupervisePace = { watch: number; pause: number; longestPause: number; sound: number };

export type Supervisor = {
  /** The running process, for whoever must know. */
  pid(): number | undefined;
  stop(): Promise<void>;
};

/** One that lived this long was sound: its end is the first failure, not another one. */
const ORDINARY: SupervisePace = {
  watch: 15_000,
  pause: 1_000,
  longestPause: 60_000,
  sound: 5 * 60_000,
};
const FAILURES_TO_TELL = 3;
const STOP_WITHIN_MS = 12_000;
/** What the browser and Node need of the environment; no secret of the product's is among them. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'TZ',
  'XDG_CACHE_HOME',
  'FONTCONFIG_PATH',
];

/** Starts the process that reads phones, and watches it and them until it is told to stop. */
export function superviseReaders(needs: SuperviseNeeds): Supervisor {
  const { database, clock, onTrouble } = needs;
  const pace = needs.pace ?? ORDINARY;
  const stopping = new AbortController();
  const { signal } = stopping;
  let child: ChildProcess | undefined;
  let failures = 0;

  const pause = (milliseconds: number) => delay(milliseconds, null, { signal }).catch(() => {});

  async function keepRunning(): Promise<void> {
    while (!signal.aborted) {
      const began = performance.now();
      const running = startReader(needs);
      child = running;
      const sound = setTimeout(() => void noteSound().catch(onTrouble), pace.sound).unref();
      await ended(running);
      clearTimeout(sound);
      if (signal.aborted) return;
      failures = performance.now() - began > pace.sound ? 1 : failures + 1;
      if (failures >= FAILURES_TO_TELL) await noteFailing().catch(onTrouble);
      await pause(Math.min(pace.pause * 2 ** (failures - 1), pace.longestPause));
    }
  }

  async function noteFailing(): Promise<void> {
    await raiseAlarm(database.pool, {
      kind: 'device-capture-failing',
      subject: 'phones',
      words:
        'The part of Casethread that reads phones keeps stopping, so phones are not read. Everything ' +
        'else works, and what is missed is fetched when it runs again. Ask your IT team to run ' +
        '"npx casethread doctor".',
      at: clock(),
    });
  }

  async function noteSound(): Promise<void> {
    failures = 0;
    await clearAlarm(database.pool, 'device-capture-failing', 'phones', clock());
  }

  async function keepWatching(): Promise<void> {
    while (!signal.aborted) {
      await watchPhones({ database, clock }).catch(onTrouble);
      await pause(pace.watch);
    }
  }

  const life = Promise.all([keepRunning(), keepWatching()]);
  return {
    pid: () => child?.pid,
    stop: async () => {
      stopping.abort();
      if (child) await stopReader(child);
      await life;
    },
  };
}

function startReader({ program, settings }: SuperviseNeeds): ChildProcess {
  const env = Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const child = fork(program, {
    env,
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // Not as arguments: anybody on this machine can read those.
  child.send(settings(), () => {});
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
}

/** It closes the phones' accounts when the channel to us closes; so it does when we are killed. */
async function stopReader(child: ChildProcess): Promise<void> {
  if (child.connected) child.disconnect();
  const cutOff = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended(child);
  clearTimeout(cutOff);
}
