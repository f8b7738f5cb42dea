// When a recording is due. Bank holidays come with the product, because a deadline must not depend
// on another service being there.
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import published from './bank-holidays.json' with { type: 'json' };

/** Whose bank holidays count (configuration `NATION`). */
export const NATIONS = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
export type Nation = (typeof NATIONS)[number];

const LONDON = 'Europe/London';
const WORKING_DAYS = 2; // Coventry Recording Policy 4.1
const URGENT_MS = 24 * 3_600_000; // Coventry Recording Policy 4.1: where there may be risk of harm
const ALARM_DAYS = 90;
const SATURDAY = 6;
const DAYS_OF_WEEK = 7;
const WEEKDAYS = 5;

const days = z.array(z.iso.date());
const holidays = z.record(z.enum(NATIONS), days).parse(published.nations);
const holidaySets: Record<Nation, ReadonlySet<string>> = {
  'england-and-wales': new Set(holidays['england-and-wales']),
  scotland: new Set(holidays.scotland),
  'northern-ireland': new Set(holidays['northern-ireland']),
};

/** The day in Europe/London at this instant. */
export function londonDay(at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(LONDON)
    .toPlainDate();
}

/** Monday to Friday, bank holidays of the nation left out. */
export function isWorkingDay(day: Temporal.PlainDate, nation: Nation): boolean {
  return day.dayOfWeek < SATURDAY && !holidaySets[nation].has(day.toString());
}

/** A weekday on which the nation's offices are closed. */
export function isBankHoliday(day: Temporal.PlainDate, nation: Nation): boolean {
  return holidaySets[nation].has(day.toString());
}

const endOfDay = Temporal.PlainTime.from('23:59:59');

/** 23:59:59 Europe/London on the second working day after the day of `firstMessageAt`. */
function routineDueAt(firstMessageAt: Date, nation: Nation): Date {
  let day = londonDay(firstMessageAt);
  for (let counted = 0; counted < WORKING_DAYS; ) {
    day = day.add({ days: 1 });
    if (isWorkingDay(day, nation)) counted += 1;
  }
  const due = day.toZonedDateTime({ timeZone: LONDON, plainTime: endOfDay });
  return new Date(due.epochMilliseconds);
}

/**
 * When a recording is due: two working days, or 24 hours after the first message that may be about
 * harm where that is earlier (contracts section 6; Coventry Recording Policy 4.1).
 */
export function dueAt(firstMessageAt: Date, urgentAt: Date | null, nation: Nation): Date {
  const routine = routineDueAt(firstMessageAt, nation);
  if (urgentAt === null) return routine;
  return new Date(Math.min(routine.getTime(), urgentAt.getTime() + URGENT_MS));
}

/** Working days that have begun since the day something was due: 0 while it is not late. */
export function workingDaysLate(due: Date, now: Date, nation: Nation): number {
  const dueDay = londonDay(due);
  const today = londonDay(now);
  const gone = dueDay.until(today, { largestUnit: 'days' }).days;
  if (gone <= 0) return 0;
  const weeks = Math.floor(gone / DAYS_OF_WEEK);
  let late = weeks * WEEKDAYS;
  for (let after = 1; after <= gone % DAYS_OF_WEEK; after += 1) {
    if (dueDay.add({ days: after }).dayOfWeek < SATURDAY) late += 1;
  }
  const [from, to] = [dueDay.toString(), today.toString()];
  for (const holiday of holidays[nation]) {
    const counted = holiday > from && holiday <= to;
    if (counted && Temporal.PlainDate.from(holiday).dayOfWeek < SATURDAY) late -= 1;
  }
  return late;
}

/** What to tell an administrator when the published bank holidays end soon; null while they do not. */
export function bankHolidayAlarm(now: Date, nation: Nation): string | null {
  const last = holidays[nation].at(-1);
  if (last === undefined) return null;
  const left = londonDay(now).until(Temporal.PlainDate.from(last), { largestUnit: 'days' }).days;
  if (left > ALARM_DAYS) return null;
  return (
    `The bank holidays that Casethread knows end on ${last}. Due times stay right until then. ` +
    'Update Casethread before that day, so that later due times leave bank holidays out.'
  );
}
