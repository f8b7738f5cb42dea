// How many deliveries came just now: between two batches the door may look empty in the middle of a flood.

const WINDOW_MS = 100;

export type Arrivals = {
  /** One came. */
  note(): void;
  /** How many came in a tenth of a second: the fuller of this one and the one before. */
  lately(): number;
};

/** `now`: milliseconds that only go forward. */
export function countArrivals(now: () => number = () => performance.now()): Arrivals {
  let windowFrom = Number.NEGATIVE_INFINITY;
  let inWindow = 0;
  let before = 0;
  const move = () => {
    const past = now() - windowFrom;
    if (past < WINDOW_MS) return;
    before = past < 2 * WINDOW_MS ? inWindow : 0;
    inWindow = 0;
    windowFrom = now();
  };
  return {
    note: () => {
      move();
      inWindow += 1;
    },
    lately: () => {
      move();
      return Math.max(inWindow, before);
    },
  };
}
