// When a recording is due, in words. A time of day is said only where hours count.
import { capital, clockTime, day, daysFrom } from './dates.ts';
import { plural } from './words.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAYS_SAID_BY_NAME = 6;

export type DueWords = {
  /** "Due tomorrow, 1:40pm", "Due Monday", "2 working days late". */
  main: string;
  /** "21 hours left", "16 March"; what stands beside it, or null. */
  beside: string | null;
  late: boolean;
};

export type Due = {
  dueAt: Date;
  now: Date;
  /** The 24-hour deadline of a message that may be about harm (Coventry 4.1b). */
  hoursCount: boolean;
  /** Working days gone since the due day; whoever knows the bank holidays counts them. */
  workingDaysLate: number;
};

/** Puts a deadline into words. */
export function dueWords({ dueAt, now, hoursCount, workingDaysLate }: Due): DueWords {
  const left = dueAt.getTime() - now.getTime();
  if (left < 0) return { ...lateWords(dueAt, now, workingDaysLate), late: true };
  const dayName = day(dueAt, now);
  if (hoursCount) {
    return { main: `Due ${dayName}, ${clockTime(dueAt)}`, beside: timeLeft(left), late: false };
  }
  const days = daysFrom(now, dueAt);
  const [weekday = '', ...date] = dayName.split(' ');
  if (days > 1 && days <= DAYS_SAID_BY_NAME) {
    return { main: `Due ${weekday}`, beside: date.join(' '), late: false };
  }
  if (days === 1) return { main: 'Due tomorrow', beside: dayWithDate(dueAt), late: false };
  return { main: `Due ${dayName}`, beside: null, late: false };
}

function lateWords(dueAt: Date, now: Date, workingDaysLate: number) {
  const beside = `Was due ${day(dueAt, now)}`;
  if (workingDaysLate >= 1) {
    return { main: `${plural(workingDaysLate, 'working day', 'working days')} late`, beside };
  }
  return { main: `${duration(now.getTime() - dueAt.getTime())} late`, beside };
}

function timeLeft(ms: number): string {
  return `${duration(ms)} left`;
}

/** Hours once there is one, rounded down: a deadline is never made to look further away. */
function duration(ms: number): string {
  if (ms >= HOUR_MS) return plural(Math.floor(ms / HOUR_MS), 'hour', 'hours');
  return plural(Math.max(1, Math.floor(ms / MINUTE_MS)), 'minute', 'minutes');
}

function dayWithDate(at: Date): string {
  const aWeekAway = new Date(at.getTime() - 7 * 24 * HOUR_MS);
  return capital(day(at, aWeekAway));
}
