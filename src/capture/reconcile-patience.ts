import { setTimeout as delay } from 'node:timers/promises';
import { ProviderTrouble } from '../messaging/adapter.ts';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Does `work`, and again after the pause that the provider asks for, a few times; without a wish of
 * its own, pauses double from two seconds. `wait` is how to wait (milliseconds).
 */
export async function patiently(
  work: () => Promise<void>,
  wait: (milliseconds: number) => Promise<unknown> = delay,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const slowDown = error instanceof ProviderTrouble && error.kind === 'slow-down';
      if (!slowDown || attempt >= ATTEMPTS) throw error;
      const pause = error.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1);
      await wait(Math.min(pause, LONGEST_PAUSE_MS));
    }
  }
}
