import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW = new Date('2026-03-12T14:59:30Z');

test.each([
  ['0', 0],
  ['120', 120_000],
  // The three forms of a date that a recipient must read (RFC 9110, section 5.6.7).
  ['Thu, 12 Mar 2026 15:00:00 GMT', 30_000],
  ['Thursday, 12-Mar-26 15:00:00 GMT', 30_000],
  ['Thu Mar 12 15:00:00 2026 GMT', 30_000],
  ['Thu, 12 Mar 2026 14:00:00 GMT', 0],
])('“%s” asks for a pause of %i milliseconds', (header, pause) => {
  expect(retryAfterMs(header, NOW)).toBe(pause);
});

test.each([[undefined], [null], [''], ['soon'], ['-5'], ['1.5'], ['in 5 seconds']])(
  '%j asks for no pause that we can read',
  (header) => {
    expect(retryAfterMs(header, NOW)).toBeNull();
  },
);
