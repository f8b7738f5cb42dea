/** An HTTP date begins with the name of its day; other words are not left to `Date.parse` to guess. */
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/**
 * Milliseconds that a Retry-After header asks for, in seconds or as a date (RFC 9110, section
 * 10.2.3); null without one that can be read.
 */
export function retryAfterMs(header: unknown, now: Date = new Date()): number | null {
  if (typeof header !== 'string') return null;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const until = HTTP_DATE.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(until) ? null : Math.max(0, until - now.getTime());
}
