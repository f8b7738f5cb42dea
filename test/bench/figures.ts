// What the benchmark prints.

/** The value below which this share of the values lies; NaN of none. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** `p50 3 ms, p95 8 ms, p99 12 ms`. */
export function latencies(milliseconds: readonly number[]): string {
  return [0.5, 0.95, 0.99]
    .map((share) => `p${share * 100} ${percentile(milliseconds, share).toFixed(1)} ms`)
    .join(', ');
}

export function line(label: string, words: string): void {
  process.stdout.write(`${label.padEnd(46)} ${words}\n`);
}

export function heading(words: string): void {
  process.stdout.write(`\n${words}\n${'-'.repeat(words.length)}\n`);
}

/** The median of several runs, and each of them. */
export function rates(values: readonly number[]): string {
  const all = values.map((value) => value.toFixed(0)).join(', ');
  return `${median(values).toFixed(0)} (median of ${all})`;
}
