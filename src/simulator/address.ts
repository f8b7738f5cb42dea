// Where the pretend provider of a running demonstration answers, so that a command beside it can ask too.
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const addressSchema = z.object({ apiBaseUrl: z.url(), pid: z.number().int() });

const fileOf = (dataDir: string) => join(dataDir, 'simulator.json');

/** Notes it for as long as this process runs; returns what removes the note. */
export async function noteSimulator(
  dataDir: string,
  apiBaseUrl: string,
): Promise<() => Promise<void>> {
  const file = fileOf(dataDir);
  await writeFile(file, JSON.stringify({ apiBaseUrl, pid: process.pid }), { mode: 0o600 });
  return () => rm(file, { force: true });
}

/** Null when no demonstration runs on this folder. */
export function findSimulator(dataDir: string): string | null {
  try {
    const noted: unknown = JSON.parse(readFileSync(fileOf(dataDir), 'utf8'));
    const { apiBaseUrl, pid } = addressSchema.parse(noted);
    process.kill(pid, 0); // throws when that process is gone: it was killed and left its note
    return apiBaseUrl;
  } catch {
    return null;
  }
}
