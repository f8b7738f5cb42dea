// Teams sends an activity again that is not answered in time: what we say meanwhile may not hold it up.
import { setTimeout as delay } from 'node:timers/promises';

const AT_MOST_MS = 2_500;

/** Resolves when `work` is done, or has taken as long as anybody should wait for it: it goes on by itself. */
export async function aMoment(work: Promise<void>): Promise<void> {
  const done = new AbortController();
  const late = delay(AT_MOST_MS, undefined, { ref: false, signal: done.signal }).catch(() => {});
  try {
    await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}
