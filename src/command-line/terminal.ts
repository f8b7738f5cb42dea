// Where a command speaks: results on standard output, everything said to a person on standard error.
import type { Writable } from 'node:stream';
import { Presets, SingleBar } from 'cli-progress';

export type Terminal = {
  out: Writable;
  err: Writable & { isTTY?: boolean };
};

/** Done, failed, wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** Says one or more lines to the person at the terminal. */
export function say(terminal: Terminal, ...lines: readonly string[]): void {
  terminal.err.write(`${lines.join('\n')}\n`);
}

export type Progress = {
  /** Of the total that was announced. */
  update(done: number): void;
  stop(): void;
};

const PATIENCE_MS = 2_000;

const SHOWN = { hideCursor: true, clearOnComplete: true } as const;

/** A bar on a terminal for what takes more than two seconds; elsewhere nothing. */
export function showProgress(terminal: Terminal, label: string, total: number): Progress {
  if (!terminal.err.isTTY || total === 0) return { update: () => {}, stop: () => {} };
  const began = Date.now();
  const format = `${label} {bar} {percentage}% · {eta_formatted} left`;
  const bar = new SingleBar({ stream: terminal.err, format, ...SHOWN }, Presets.shades_classic);
  let shown = false;
  return {
    update: (done) => {
      if (shown) bar.update(Math.min(done, total));
      else if (Date.now() - began > PATIENCE_MS) {
        shown = true;
        bar.start(total, Math.min(done, total));
      }
    },
    stop: () => {
      if (shown) bar.stop();
    },
  };
}

/** The same for what has no known end: how much is done and for how long it has been going on. */
export function showActivity(terminal: Terminal, label: string, unit: string): Progress {
  if (!terminal.err.isTTY) return { update: () => {}, stop: () => {} };
  const format = `${label}: {value} ${unit} · {duration_formatted}`;
  const bar = new SingleBar({ stream: terminal.err, format, ...SHOWN });
  let latest = 0;
  let shown = false;
  const waiting = setTimeout(() => {
    shown = true;
    bar.start(0, latest);
  }, PATIENCE_MS);
  return {
    update: (done) => {
      latest = done;
      if (shown) bar.update(done);
    },
    stop: () => {
      clearTimeout(waiting);
      if (shown) bar.stop();
    },
  };
}

/** 1,234 */
export function number(count: number): string {
  return count.toLocaleString('en-GB');
}

/** 1 row, 2 rows */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}
