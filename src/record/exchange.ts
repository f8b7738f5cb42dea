// Which messages belong together: an exchange is the run of messages in a conversation that are
// about the same children, with no gap over four hours (design, "Words").

export const EXCHANGE_GAP_MS = 4 * 3_600_000;

/** An open recording as a stretch of time (epoch milliseconds). */
export type Run = {
  recordingId: string;
  from: number;
  to: number;
  /** Somebody has begun to write on it, so it is not taken away under their hands. */
  begun: boolean;
};

/** A message that is to go on a recording. */
export type Addition = { messageId: string; at: number };

export type Exchange = {
  /** The recording that the messages go on; null: a new one. */
  run: Run | null;
  /** Runs that the messages join to it, because no gap over four hours is left between them. */
  joined: readonly Run[];
  /** Oldest first; never empty. */
  additions: readonly Addition[];
};

type Cluster = { to: number; runs: Run[]; additions: Addition[] };

/**
 * Puts messages with the open runs they belong to, and with one another. All are of one
 * conversation, one set of children and one child's record. The order given does not matter.
 */
export function exchangesOf(runs: readonly Run[], additions: readonly Addition[]): Exchange[] {
  const parts = [
    ...runs.map((run) => ({
      from: run.from,
      to: run.to,
      id: run.recordingId,
      run,
      addition: null,
    })),
    ...additions.map((addition) => ({
      from: addition.at,
      to: addition.at,
      id: addition.messageId,
      run: null,
      addition,
    })),
  ].sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));

  const clusters: Cluster[] = [];
  for (const part of parts) {
    let cluster = clusters.at(-1);
    if (cluster === undefined || part.from - cluster.to > EXCHANGE_GAP_MS) {
      cluster = { to: part.to, runs: [], additions: [] };
      clusters.push(cluster);
    }
    cluster.to = Math.max(cluster.to, part.to);
    if (part.run !== null) cluster.runs.push(part.run);
    if (part.addition !== null) cluster.additions.push(part.addition);
  }
  return clusters.filter((cluster) => cluster.additions.length > 0).map(exchangeOf);
}

function exchangeOf({ runs, additions }: Cluster): Exchange {
  const run = runs.find(({ begun }) => begun) ?? runs[0] ?? null;
  return { run, joined: runs.filter((other) => other !== run && !other.begun), additions };
}
