// Slack says how long to wait when it is asked too often (https://docs.slack.dev/apis/web-api/rate-limits).
import { setTimeout as delay } from 'node:timers/promises';
import { failureOf } from './failure.ts';

export type Wait = (milliseconds: number) => Promise<unknown>;

const TRIES = 8;
const LONGEST_MS = 60_000;
const UNSAID_MS = 5_000;

/**
 * Asks, and asks again after the pause that Slack wants. `wait` null: whoever calls comes back by
 * itself. Throws what the client throws.
 */
export async function politely<T>(ask: () => Promise<T>, wait: Wait | null = delay): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      const failure = failureOf(error);
      if (wait === null || failure.kind !== 'slow-down' || attempt >= TRIES) throw error;
      const pause = failure.retryAfterMs ?? UNSAID_MS;
      if (pause > LONGEST_MS) throw error;
      await wait(pause);
    }
  }
}
