// Random sampling of what was not flagged: once a week, the week that ended.
import { randomBytes } from 'node:crypto';
import type { Database } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import { drawSamples, readSampleRate } from './sample-store.ts';

const DAY_MS = 86_400_000;

/** The week before the one in which `now` lies: Monday to Monday, at midnight UTC. */
export function weekBefore(now: Date): { week: string; from: Date; to: Date } {
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const sinceMonday = (now.getUTCDay() + 6) % 7;
  const to = new Date(midnight - sinceMonday * DAY_MS);
  const from = new Date(to.getTime() - 7 * DAY_MS);
  return { week: from.toISOString().slice(0, 10), from, to };
}

/** Draws last week's samples; does nothing where they are drawn already. */
export async function drawWeeklySamples({
  database,
  clock,
}: {
  database: Database;
  clock: Clock;
}): Promise<void> {
  const now = clock();
  const rate = await readSampleRate(database.pool);
  if (rate === 0) return;
  const seed = randomBytes(16).toString('hex');
  await drawSamples(database.pool, { ...weekBefore(now), rate, seed, now });
}
