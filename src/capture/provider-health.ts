// Counts what comes to the providers' doors without asking the database for each: a flood of
// forgeries costs one small transaction in a while.
import type { Database } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import { type Tally, writeTally } from './provider-health-store.ts';

export type ProviderHealth = {
  /** It was authentic. */
  accepted(provider: string): void;
  /** It was not: nothing of it is stored but this count. */
  refused(provider: string): void;
  /** It was authentic and kept raw, but could not be read. */
  notUnderstood(provider: string): void;
  /** Writes what was counted so far. */
  flush(): Promise<void>;
  /** Writes the rest and stops. */
  close(): Promise<void>;
};

export type ProviderHealthOptions = {
  database: Database;
  clock: Clock;
  /** Told when counts could not be written; they are kept for the next time. */
  onTrouble?: (error: unknown) => void;
};

const FLUSH_AFTER_MS = 250;
const FLUSH_AGAIN_MS = 2_000;

/** One per process. Several processes add up in the database. */
export function countProviderHealth(options: ProviderHealthOptions): ProviderHealth {
  const { database, clock, onTrouble } = options;
  let tallies = new Map<string, Tally>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const tallyOf = (provider: string): Tally => {
    const tally = tallies.get(provider) ?? emptyTally();
    tallies.set(provider, tally);
    timer ??= setTimeout(tick, FLUSH_AFTER_MS).unref();
    return tally;
  };

  function tick(): void {
    timer = undefined;
    flush().catch((error: unknown) => {
      onTrouble?.(error);
      timer ??= setTimeout(tick, FLUSH_AGAIN_MS).unref();
    });
  }

  function flush(): Promise<void> {
    writing = writing.catch(() => {}).then(write);
    return writing;
  }

  async function write(): Promise<void> {
    // What is counted meanwhile waits for the next time: a flood would be written without a pause.
    for (const [provider, tally] of [...tallies]) {
      tallies.delete(provider);
      try {
        await database.transaction((connection) =>
          writeTally(connection, provider, tally, clock()),
        );
      } catch (error) {
        tallies = new Map([...tallies, [provider, joined(tally, tallies.get(provider))]]);
        throw error;
      }
    }
  }

  return {
    accepted: (provider) => countAccepted(tallyOf(provider), clock()),
    refused: (provider) => countRefused(tallyOf(provider), clock()),
    notUnderstood: (provider) => {
      tallyOf(provider).notUnderstood += 1;
    },
    flush,
    close: async () => {
      clearTimeout(timer);
      await flush();
      clearTimeout(timer);
    },
  };
}

function emptyTally(): Tally {
  return {
    refused: 0,
    before: 0,
    longest: 0,
    after: 0,
    lastRefusedAt: null,
    lastAcceptedAt: null,
    notUnderstood: 0,
  };
}

function countAccepted(tally: Tally, at: Date): void {
  tally.lastAcceptedAt = at;
  tally.after = 0;
}

function countRefused(tally: Tally, at: Date): void {
  tally.refused += 1;
  tally.lastRefusedAt = at;
  if (tally.lastAcceptedAt === null) {
    tally.before += 1;
  } else {
    tally.after += 1;
    tally.longest = Math.max(tally.longest, tally.after);
  }
}

/** Two tallies, one after the other, as one. */
function joined(first: Tally, second: Tally | undefined): Tally {
  if (!second) return first;
  const continued = first.lastAcceptedAt === null ? 0 : first.after + second.before;
  return {
    refused: first.refused + second.refused,
    before: first.lastAcceptedAt === null ? first.before + second.before : first.before,
    longest: Math.max(first.longest, second.longest, continued),
    after: second.lastAcceptedAt === null ? continued : second.after,
    lastRefusedAt: second.lastRefusedAt ?? first.lastRefusedAt,
    lastAcceptedAt: second.lastAcceptedAt ?? first.lastAcceptedAt,
    notUnderstood: first.notUnderstood + second.notUnderstood,
  };
}
