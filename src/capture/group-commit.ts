// Concurrent callers share a transaction. Rows gather while the batch before is in flight; no timer.
// One at a time: on the few processors that they share, a second one only makes both smaller.

/** Bounds one statement's parameters; what is over waits for the next batch. */
const BATCH = 1_000;

type Waiting<Row, Result> = {
  row: Row;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

export type GroupCommit<Row, Result> = {
  /** Settles after the batch that holds `row` has committed, or failed. */
  add(row: Row): Promise<Result>;
  /** Rows that are not committed yet, waiting or in flight. */
  pending(): number;
  /** Resolves when nothing waits and nothing is in flight. */
  idle(): Promise<void>;
};

/** `commit` takes a batch and settles each row of it: one outcome a row, in the same order. */
export function groupCommit<Row, Result>(
  commit: (rows: Row[]) => Promise<PromiseSettledResult<Result>[]>,
): GroupCommit<Row, Result> {
  let waiting: Waiting<Row, Result>[] = [];
  let rowsInFlight = 0;
  let whenIdle: (() => void)[] = [];

  const flush = async (): Promise<void> => {
    const batch = waiting.slice(0, BATCH);
    waiting = waiting.slice(BATCH);
    rowsInFlight = batch.length;
    try {
      const outcomes = await commit(batch.map(({ row }) => row));
      for (const [index, caller] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome?.status === 'fulfilled') caller.resolve(outcome.value);
        else caller.reject(outcome?.reason ?? new Error('The batch gave no outcome.'));
      }
    } catch (error) {
      for (const caller of batch) caller.reject(error);
    } finally {
      rowsInFlight = 0;
      next();
    }
  };

  const next = (): void => {
    if (rowsInFlight > 0) return;
    if (waiting.length > 0) {
      void flush();
      return;
    }
    for (const resolve of whenIdle) resolve();
    whenIdle = [];
  };

  return {
    add: (row) =>
      new Promise<Result>((resolve, reject) => {
        waiting.push({ row, resolve, reject });
        // After the current turn: requests that the same read of the socket brought come together.
        if (rowsInFlight === 0) setImmediate(next);
      }),
    pending: () => waiting.length + rowsInFlight,
    idle: () =>
      new Promise((resolve) => {
        whenIdle.push(resolve);
        next();
      }),
  };
}
