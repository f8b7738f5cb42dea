/** Message of numbered features, for fitting. */
export type Example = {
  readonly features: readonly string[];
  readonly truth: boolean;
  /** How much this example counts; 1 for most. */
  readonly share: number;
};
type Fit = {
  /** How strongly a large weight is held back, by feature. */
  readonly penalty: (feature: string) => number;
  /** Features seen less often are left out. */
  readonly seenAtLeast: (feature: string) => number;
};

const ROUNDS = 400;
const STEP = 0.05;

/** Logistic regression: Adam over the whole set, the same numbers every time. */
export function fitWeights(
  examples: readonly Example[],
  { penalty, seenAtLeast }: Fit,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { features } of examples)
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const numbers = new Map<string, number>();
  for (const [feature, count] of counts)
    if (count >= seenAtLeast(feature)) numbers.set(feature, numbers.size);
  const penalties = Float64Array.from(numbers.keys(), penalty);
  // Rows one after the other in a single array: the innermost loop reads numbers only.
  const rows = examples.map(({ features }) =>
    features.flatMap((feature) => numbers.get(feature) ?? []),
  );
  const begin = new Int32Array(rows.length + 1);
  rows.forEach((row, index) => {
    begin[index + 1] = (begin[index] ?? 0) + row.length;
  });
  const at = Int32Array.from(rows.flat());
  const shares = Float64Array.from(examples, ({ share }) => share);
  const truths = Float64Array.from(examples, ({ truth }) => (truth ? 1 : 0));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const size = numbers.size;
  const weights = new Float64Array(size);
  const slope = new Float64Array(size);
  const mean = new Float64Array(size);
  const spread = new Float64Array(size);
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (let index = 0; index < size; index += 1)
      slope[index] = ((penalties[index] ?? 0) * (weights[index] ?? 0)) / whole;
    for (let row = 0; row < rows.length; row += 1) {
      const end = begin[row + 1] ?? 0;
      let sum = 0;
      for (let place = begin[row] ?? 0; place < end; place += 1)
        sum += weights[at[place] ?? 0] ?? 0;
      const pull = ((shares[row] ?? 0) * (1 / (1 + Math.exp(-sum)) - (truths[row] ?? 0))) / whole;
      for (let place = begin[row] ?? 0; place < end; place += 1) {
        const index = at[place] ?? 0;
        slope[index] = (slope[index] ?? 0) + pull;
      }
    }
    const first = 1 - 0.9 ** round;
    const second = 1 - 0.999 ** round;
    for (let index = 0; index < size; index += 1) {
      const value = slope[index] ?? 0;
      const average = 0.9 * (mean[index] ?? 0) + 0.1 * value;
      const square = 0.999 * (spread[index] ?? 0) + 0.001 * value * value;
      mean[index] = average;
      spread[index] = square;
      weights[index] =
        (weights[index] ?? 0) - (STEP * average) / first / (Math.sqrt(square / second) + 1e-8);
    }
  }
  return new Map([...numbers].map(([feature, index]) => [feature, weights[index] ?? 0]));
}
