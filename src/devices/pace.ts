/** How often a phone's link is looked at, in milliseconds. Tests go faster. */
export type Pace = {
  /** Between one heartbeat and the next. */
  heartbeat: number;
  /** Not well for this long: the link is opened anew. */
  openAnewAfter: number;
  /** From opening until the account tells what happens. */
  readyWithin: number;
  /** Between one look at what the phone holds and the next. */
  look: number;
  /** Newer than this, a message may still be on its way to us by itself. */
  onItsWay: number;
  /** The first pause before opening anew; it doubles up to `longestPause`. */
  pause: number;
  longestPause: number;
};

/** Loss is noticed by `watch.ts` within 75 s, and by a person within two minutes. */
export const ORDINARY_PACE: Pace = {
  heartbeat: 15_000,
  openAnewAfter: 40_000,
  readyWithin: 90_000,
  look: 60_000,
  onItsWay: 15_000,
  pause: 2_000,
  longestPause: 60_000,
};
