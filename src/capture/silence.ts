// A number that usually gets messages in these hours of the week, and gets none. Nights, weekends and
// new numbers alarm nobody: each is compared with itself, at the same time of the week.
import { clearAlarm, listOpenAlarms, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Queryable } from '../database/client.ts';
import { type NumberRhythm, readRhythms } from './silence-store.ts';

/** Weeks that are compared; a number without so much history is new. */
const WEEKS = 4;
/** In every one of those weeks, the same hours brought at least so many … */
const FEWEST_A_WEEK = 5;
/** … and on average so many: chance alone leaves them out once in 20,000 times. */
const USUAL = 10;

const DAY_MS = 86_400_000;

export type SilenceNeeds = {
  connection: Queryable;
  now: Date;
  /** Bank holidays are like no other week. */
  isHoliday(at: Date): boolean;
};

/** Raises an alarm for each number that is silent against its own rhythm, and clears those that are not. */
export async function watchSilence({ connection, now, isHoliday }: SilenceNeeds): Promise<void> {
  const silent = new Map<string, NumberRhythm>();
  for (const rhythm of await readRhythms(connection, now, WEEKS)) {
    if (!isSilent(rhythm) || includesHoliday(rhythm.lastAt, now, isHoliday)) continue;
    silent.set(rhythm.officialNumber, rhythm);
  }
  for (const { officialNumber, label, lastAt, weeks } of silent.values()) {
    await raiseAlarm(connection, {
      kind: 'number-silent',
      subject: officialNumber,
      words:
        `Nothing has come to the ${label ?? 'number'} ${officialNumber} since ${when(lastAt)}. In the ` +
        `same hours of the last ${WEEKS} weeks there were at least ${Math.min(...weeks)} messages. ` +
        'What was sent before is kept. Ask your IT team to check at the provider that the number works ' +
        'and that its webhook address is right.',
      at: now,
    });
  }
  for (const { kind, subject } of await listOpenAlarms(connection)) {
    if (kind !== 'number-silent' || silent.has(subject)) continue;
    await clearAlarm(connection, 'number-silent', subject, now);
  }
}

/** True where the same stretch of every earlier week was far from silent. */
export function isSilent({ weeks }: Pick<NumberRhythm, 'weeks'>): boolean {
  if (weeks.length < WEEKS) return false;
  const total = weeks.reduce((sum, count) => sum + count, 0);
  return Math.min(...weeks) >= FEWEST_A_WEEK && total >= USUAL * weeks.length;
}

function includesHoliday(from: Date, to: Date, isHoliday: (at: Date) => boolean): boolean {
  for (let at = from.getTime(); at < to.getTime(); at += DAY_MS) {
    if (isHoliday(new Date(at))) return true;
  }
  return isHoliday(to);
}

const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
});
const when = (at: Date) => LONDON.format(at);
