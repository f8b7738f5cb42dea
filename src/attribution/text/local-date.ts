import type { LocalDate } from '../types.ts';

const LONDON = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const HOUR = 3_600_000;
const known = new Map<number, LocalDate>();

/** The Europe/London day of an instant (milliseconds). Days change on the hour, so hours are remembered. */
export function londonDay(at: number): LocalDate {
  const hour = Math.floor(at / HOUR);
  const found = known.get(hour);
  if (found !== undefined) return found;
  const day = LONDON.format(hour * HOUR);
  if (known.size > 5_000) known.clear();
  known.set(hour, day);
  return day;
}
