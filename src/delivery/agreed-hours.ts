// The hours agreed with a family, on the clock on their wall.
import type { Arrangement } from './recipient.ts';

/** Of an arrangement with a contact, or of a contact plan. */
export type AgreedTimes = Pick<Arrangement, 'hoursFrom' | 'hoursTo' | 'days'>;

const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const FULL_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const ISO_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

/** The day in Europe/London, as 2026-03-12. */
export function londonDay(at: Date): string {
  return ISO_DAY.format(at);
}

/** Whether `at` lies in the agreed hours; true when none were agreed. */
export function withinAgreedHours(arrangement: AgreedTimes, at: Date): boolean {
  const parts = new Map(LONDON.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = DAYS.indexOf(parts.get('weekday') ?? '') + 1;
  if (arrangement.days.length > 0 && !arrangement.days.includes(day)) return false;
  const time = `${parts.get('hour')}:${parts.get('minute')}`;
  return time >= (arrangement.hoursFrom ?? '00:00') && time < (arrangement.hoursTo ?? '24:00');
}

/** "Monday to Friday, 8am to 6pm"; null when nothing was agreed. */
export function agreedHours(arrangement: AgreedTimes): string | null {
  const { hoursFrom, hoursTo } = arrangement;
  const hours =
    hoursFrom === null && hoursTo === null
      ? null
      : `${clockTime(hoursFrom ?? '00:00')} to ${clockTime(hoursTo ?? '24:00')}`;
  const days = daysInWords(arrangement.days);
  return [days, hours].filter((part) => part !== null).join(', ') || null;
}

function daysInWords(days: readonly number[]): string | null {
  if (days.length === 0) return null;
  const sorted = [...days].sort((a, b) => a - b);
  const [first = 1] = sorted;
  const last = sorted.at(-1) ?? first;
  const names = sorted.map((day) => FULL_DAYS[day - 1] ?? '');
  if (sorted.length > 2 && last - first === sorted.length - 1) {
    return `${names[0]} to ${names.at(-1)}`;
  }
  return new Intl.ListFormat('en-GB').format(names);
}

/** "8am", "5:30pm", "midday", "midnight" of "08:00" … */
function clockTime(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (minute === 0 && hour % 24 === 0) return 'midnight';
  if (minute === 0 && hour === 12) return 'midday';
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const past = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  return `${twelve}${past}${hour < 12 ? 'am' : 'pm'}`;
}
