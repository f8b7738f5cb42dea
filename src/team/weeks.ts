// Weeks and months in Europe/London, as figures are counted.
import { Temporal } from 'temporal-polyfill';

const LONDON = 'Europe/London';

const startOf = (day: Temporal.PlainDate): Date =>
  new Date(day.toZonedDateTime(LONDON).epochMilliseconds);

const londonDay = (at: Date): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(LONDON).toPlainDate();

/** A span of time: from its first moment up to, but not including, the first of the next. */
export type Span = { from: Date; until: Date };

/** The last `count` weeks, Monday to Sunday, the one that holds `now` last. */
export function weeksUpTo(now: Date, count: number): Span[] {
  const today = londonDay(now);
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  return Array.from({ length: count }, (_, index) => {
    const first = monday.subtract({ weeks: count - 1 - index });
    return { from: startOf(first), until: startOf(first.add({ weeks: 1 })) };
  });
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The month named `2026-02`, when it is one that is over; else null: figures of it would still change. */
export function completeMonth(name: string, now: Date): Span | null {
  if (!MONTH.test(name)) return null;
  const first = Temporal.PlainYearMonth.from(name).toPlainDate({ day: 1 });
  const until = startOf(first.add({ months: 1 }));
  return until > now ? null : { from: startOf(first), until };
}

/** The last complete months, the newest first: ["2026-02", "2026-01"]. */
export function lastMonths(now: Date, count: number): string[] {
  const month = londonDay(now).toPlainYearMonth();
  return Array.from({ length: count }, (_, index) =>
    month.subtract({ months: index + 1 }).toString(),
  );
}
