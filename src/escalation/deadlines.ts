// How long a person has. Instants, so that a change of the clocks or a restart alters nothing.
import { Temporal } from 'temporal-polyfill';
import { isWorkingDay, londonDay, type Nation } from '../record/working-days.ts';

const LONDON = 'Europe/London';
/** Issue 8, "Acting": a named owner acknowledges within 15 minutes, then the next person is asked. */
const ACKNOWLEDGE_MS = 15 * 60_000;
/** Urgent flags of a conversation that come soon after it was acknowledged ask nobody again. */
const STILL_THERE_MS = 60 * 60_000;
const FIVE = Temporal.PlainTime.from('17:00');
const END_OF_DAY = Temporal.PlainTime.from('23:59:59');

/** When an urgent item that is given to somebody at `at` goes to the next person. */
export function acknowledgeBy(at: Date): Date {
  return new Date(at.getTime() + ACKNOWLEDGE_MS);
}

/** Whether whoever acknowledged at `acknowledgedAt` is taken to be there still. */
export function isStillThere(acknowledgedAt: Date, now: Date): boolean {
  return now.getTime() - acknowledgedAt.getTime() <= STILL_THERE_MS;
}

/** Urgent: the same day. Review: 5pm on the first working day after the day of `at`. */
export function decideBy(lane: 'urgent' | 'review', at: Date, nation: Nation): Date {
  let day = londonDay(at);
  if (lane === 'urgent') return instantOf(day, END_OF_DAY);
  do day = day.add({ days: 1 });
  while (!isWorkingDay(day, nation));
  return instantOf(day, FIVE);
}

function instantOf(day: Temporal.PlainDate, plainTime: Temporal.PlainTime): Date {
  return new Date(day.toZonedDateTime({ timeZone: LONDON, plainTime }).epochMilliseconds);
}
