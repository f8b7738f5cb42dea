// The processes of a run: the product as people start it, and the clients beside it.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs a client of this folder with one line of JSON, and returns what it prints. */
export async function runClient<Result>(file: string, load: object): Promise<Result> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(load));
  let printed = '';
  for await (const chunk of child.stdout) printed += chunk;
  return JSON.parse(printed); // our own process's answer
}

/** The largest resident memory of a process so far, in megabytes (Linux). */
export function peakMemory(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(statusOf(pid))?.[1]) / 1_024;
}

/** The resident memory of a process now, in megabytes (Linux). */
export function memory(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(statusOf(pid))?.[1]) / 1_024;
}

function statusOf(pid: number): string {
  return readFileSync(`/proc/${pid}/status`, 'utf8');
}
