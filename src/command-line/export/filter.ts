import { Temporal } from 'temporal-polyfill';

export type ExportFilter = {
  /** Only what is on this child's record now; null: everything. */
  caseNumber: string | null;
  /** From this moment on. */
  since: Date | null;
  /** Up to but not including this moment. */
  until: Date | null;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads a time (RFC 3339 with offset) or a day in Europe/London, which means the whole day: for
 * `since` its beginning, for `until` its end. Returns undefined when it is neither.
 */
export function readMoment(text: string, end: 'since' | 'until'): Date | undefined {
  try {
    if (!DAY.test(text)) return new Date(Temporal.Instant.from(text).epochMilliseconds);
    const day = Temporal.PlainDate.from(text).add({ days: end === 'until' ? 1 : 0 });
    return new Date(day.toZonedDateTime('Europe/London').epochMilliseconds);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
