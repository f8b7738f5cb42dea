// Dates and times as people read them, in Europe/London, as the GOV.UK style guide writes them.
const ZONE = 'Europe/London';
const DAY_MS = 86_400_000;

const dayMonthYear = format({ day: 'numeric', month: 'long', year: 'numeric' });
const weekdayDayMonth = format({ weekday: 'long', day: 'numeric', month: 'long' });
const hourMinute = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: 'numeric',
  minute: '2-digit',
  hourCycle: 'h23',
});
const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, ...options });
}

/** The day in Europe/London, as 2026-03-12. */
export function londonDay(at: Date): string {
  return isoDay.format(at);
}

/** 12 March 2026. For dates of birth, and for days as the database gives them (midnight UTC). */
export function fullDate(at: Date): string {
  return dayMonthYear.format(at);
}

/** Thursday 12 March 2026. */
export function longDate(at: Date): string {
  return `${weekdayAndDay(at)} ${londonDay(at).slice(0, 4)}`;
}

/** 1:40pm, 9am is 9:00am; midday and midnight in words. */
export function clockTime(at: Date): string {
  const [hours = 0, minutes = 0] = hourMinute.format(at).split(':').map(Number);
  if (minutes === 0 && hours === 0) return 'midnight';
  if (minutes === 0 && hours === 12) return 'midday';
  return `${hours % 12 || 12}:${String(minutes).padStart(2, '0')}${hours < 12 ? 'am' : 'pm'}`;
}

/** Thursday 12 March 2026, 1:40pm. For records and exports, where "today" must not stand alone. */
export function recordTime(at: Date): string {
  return `${longDate(at)}, ${clockTime(at)}`;
}

/** today, yesterday, tomorrow, Monday 9 March; with the year when it is not this one. */
export function day(at: Date, now: Date): string {
  return relativeDay(at, now) ?? plainDay(at, now);
}

/** Yesterday, Wednesday 11 March. Heads the messages of a day. */
export function dayHeading(at: Date, now: Date): string {
  const relative = relativeDay(at, now);
  return relative ? `${capital(relative)}, ${plainDay(at, now)}` : plainDay(at, now);
}

/** today, 1:40pm. */
export function when(at: Date, now: Date): string {
  return `${day(at, now)}, ${clockTime(at)}`;
}

/** today, 1:40pm to 1:52pm; with both days where they differ; one time where the two are the same. */
export function timeRange(from: Date, to: Date, now: Date): string {
  if (londonDay(from) !== londonDay(to)) return `${when(from, now)} to ${when(to, now)}`;
  if (clockTime(from) === clockTime(to)) return when(from, now);
  return `${when(from, now)} to ${clockTime(to)}`;
}

/** First letter in upper case, for a sentence that starts with a day. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-GB') + text.slice(1);
}

/** How many calendar days in London `at` is after `now`. */
export function daysFrom(now: Date, at: Date): number {
  return Math.round((Date.parse(londonDay(at)) - Date.parse(londonDay(now))) / DAY_MS);
}

function relativeDay(at: Date, now: Date): string | null {
  const days = daysFrom(now, at);
  if (days === 0) return 'today';
  if (days === -1) return 'yesterday';
  return days === 1 ? 'tomorrow' : null;
}

function plainDay(at: Date, now: Date): string {
  const sameYear = londonDay(at).slice(0, 4) === londonDay(now).slice(0, 4);
  return sameYear ? weekdayAndDay(at) : longDate(at);
}

/** Intl writes "Thursday, 12 March" in some versions of its data, and "Thursday 12 March" in others. */
function weekdayAndDay(at: Date): string {
  return weekdayDayMonth.format(at).replace(',', '');
}
