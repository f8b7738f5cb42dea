// When to ask again for an attachment that did not come, and when to stop asking.
import type { MediaOutcome } from '../messaging/adapter.ts';

type NotYet = Extract<MediaOutcome, { outcome: 'not-yet' }>;

const SECOND = 1_000;
const HOUR = 3_600_000;

/** A file that the provider lacks comes within seconds or never; the rest is an outage, which ends. */
const PATIENCE: Record<NotYet['cause'], { longestPause: number; giveUpAfter: number }> = {
  missing: { longestPause: 10 * 60 * SECOND, giveUpAfter: HOUR },
  'slow-down': { longestPause: 5 * 60 * SECOND, giveUpAfter: 72 * HOUR },
  unreachable: { longestPause: 15 * 60 * SECOND, giveUpAfter: 72 * HOUR },
  credentials: { longestPause: 15 * 60 * SECOND, giveUpAfter: 72 * HOUR },
};

/** Enough that a file is asked for again also when we were away for the whole time. */
const FEWEST_ATTEMPTS = 8;

/**
 * Milliseconds until the next attempt, doubling from one second; null: give up. `attempts` counts
 * this one, `age` is how long ago the message came (milliseconds).
 */
export function pauseBefore(outcome: NotYet, attempts: number, age: number): number | null {
  const { longestPause, giveUpAfter } = PATIENCE[outcome.cause];
  if (age > giveUpAfter && attempts >= FEWEST_ATTEMPTS) return null;
  const pause = Math.min(SECOND * 2 ** (attempts - 1), longestPause);
  return Math.max(pause, outcome.retryAfterMs ?? 0);
}
