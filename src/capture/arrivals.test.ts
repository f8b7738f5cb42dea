import { expect, test } from 'vitest';
import { countArrivals } from './arrivals.ts';

test('what came in this tenth of a second or the one before counts, and nothing older', () => {
  let now = 0;
  const arrivals = countArrivals(() => now);
  expect(arrivals.lately()).toBe(0);

  for (let each = 0; each < 70; each += 1) arrivals.note();
  expect(arrivals.lately()).toBe(70);
  now = 150;
  expect(arrivals.lately()).toBe(70);
  arrivals.note();
  expect(arrivals.lately()).toBe(70);
  now = 260;
  expect(arrivals.lately()).toBe(1);
  now = 1_000;
  expect(arrivals.lately()).toBe(0);
});
