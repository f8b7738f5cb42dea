import { Temporal } from 'temporal-polyfill';
import type { Moment } from './story.ts';

const LONDON = 'Europe/London';

/** The instant of a story's moment, told at `now`. Never after `now`. */
export function instantOf(moment: Moment, now: Date): Date {
  if ('minutesAgo' in moment) return new Date(now.getTime() - moment.minutesAgo * 60_000);
  const today = londonDay(now);
  const at = today
    .subtract({ days: moment.daysAgo })
    .toZonedDateTime({ timeZone: LONDON, plainTime: moment.time });
  return new Date(Math.min(at.epochMilliseconds, now.getTime()));
}

/** The day that many days ago, such as 2026-03-12. */
export function dayBefore(now: Date, days: number): string {
  return londonDay(now).subtract({ days }).toString();
}

/** The birthday (month and day) that makes somebody this old today. */
export function bornOn(now: Date, age: number, birthday: string): string {
  const today = londonDay(now);
  const thisYear = Temporal.PlainDate.from(`${today.year}-${birthday}`);
  const notYet = Temporal.PlainDate.compare(thisYear, today) > 0;
  return thisYear.subtract({ years: age + (notYet ? 1 : 0) }).toString();
}

function londonDay(at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(LONDON)
    .toPlainDate();
}
