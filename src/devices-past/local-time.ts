// A device shows the time of where it is. Here it becomes an instant, and back.
import { Temporal } from 'temporal-polyfill';
import type { WallMinute } from './past-message.ts';

export type WallTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
};

/** `skipped`: clocks went forward over it; `twice`: clocks went back, and it was there two times. */
export type Instants = { kind: 'plain' | 'skipped' | 'twice'; first: Date; second: Date };

/** True when there is such a time zone (Europe/London). */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return name.includes('/') || name === 'UTC';
  } catch {
    return false;
  }
}

/** The wall time as a date that can be compared and subtracted; null when there is no such date. */
export function wallMilliseconds(wall: WallTime): number | null {
  const { year, month, day, hour, minute, second } = wall;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isThatDay = at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isThatDay && at.getUTCFullYear() === year ? at.getTime() : null;
}

/** When that was in the zone. `wall` is milliseconds of `wallMilliseconds`. */
export function instantsOf(wall: number, zone: string): Instants {
  const plain = Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, 19));
  const first = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const second = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  const same = first.epochMilliseconds === second.epochMilliseconds;
  const stands = first.toPlainDateTime().equals(plain);
  const kind = same ? 'plain' : stands ? 'twice' : 'skipped';
  // A time that was skipped is read as the clock that had not been put forward.
  const [early, late] = kind === 'skipped' ? [second, second] : [first, second];
  return {
    kind,
    first: new Date(early.epochMilliseconds),
    second: new Date(late.epochMilliseconds),
  };
}

/** 2026-10-25T01:30 of milliseconds as `wallMilliseconds` gives them. */
export function wallMinute(wall: number): WallMinute {
  return new Date(wall).toISOString().slice(0, 16);
}

/** The minute that a clock in the zone shows at this instant. */
export function minuteAt(at: Date, zone: string): WallMinute {
  if (zone === 'UTC') return at.toISOString().slice(0, 16);
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}
