// What a family is told while the office is closed: when messages are read, and where to turn now.
// Once per closed period, in their language where it is set, and never to somebody at risk from its
// being seen (issue 8, "Out of hours").
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { isWorkingDay, type Nation } from '../record/working-days.ts';
import type { Recipient } from './recipient.ts';
import { recipientStop } from './stops.ts';

const LONDON = 'Europe/London';
/** Longer than any row of days on which an office that opens every week is closed. */
const LOOKS_DAYS = 30;
/** Four texts; the authority's words are its own. */
const LONGEST = 480;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time such as 09:00');
const words = z.string().trim();

/** When messages are read. Bank holidays of the nation are closed. */
export type OpeningHours = {
  /** 1 Monday … 7 Sunday */
  days: readonly number[];
  /** 24-hour "09:00", on the clock on the wall. */
  opensAt: string;
  closesAt: string;
};

/** The authority's own words and hours; without them nobody is told anything. */
export const outOfHoursSchema = z
  .object({
    days: z
      .array(z.number().int().min(1).max(7))
      .min(1, 'Select the days on which messages are read'),
    opensAt: clockTime,
    closesAt: clockTime,
    dutyNumber: words.min(1, 'Enter the number that a family can call'),
    wordsEn: words
      .min(1, 'Enter what a family is told')
      .max(LONGEST, `What a family is told must be ${LONGEST} characters or fewer`),
    wordsCy: words
      .max(LONGEST, `The Welsh must be ${LONGEST} characters or fewer`)
      .transform((text) => (text === '' ? null : text)),
    cyCheckedBy: words.transform((text) => (text === '' ? null : text)),
  })
  .superRefine((value, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (value.closesAt <= value.opensAt) {
      refuse('closesAt', 'The time messages stop being read must be after they start');
    }
    for (const [path, text] of [
      ['wordsEn', value.wordsEn],
      ['wordsCy', value.wordsCy],
    ] as const) {
      if (!text) continue;
      if (!text.includes('999')) refuse(path, 'Say that they can call 999');
      else if (!digitsOf(text).includes(digitsOf(value.dutyNumber))) {
        refuse(path, 'Say the number that a family can call, as you entered it');
      }
    }
    if (value.wordsCy !== null && value.cyCheckedBy === null) {
      refuse('cyCheckedBy', 'Enter who checked the Welsh');
    }
  });

export type OutOfHours = z.infer<typeof outOfHoursSchema>;

const digitsOf = (text: string) => text.replace(/\D/g, '');

/** From an instant up to another: closed, or on one day open. */
export type ClosedPeriod = { from: Date; to: Date };

/** The closed period in which `at` lies; null while the office is open. */
export function closedPeriod(at: Date, hours: OpeningHours, nation: Nation): ClosedPeriod | null {
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(LONDON)
    .toPlainDate();
  const open = windowOf(today, hours, nation);
  if (open !== null && open.from <= at && at < open.to) return null;
  const before = nearest(today, -1, hours, nation, ({ to }) => to <= at);
  const after = nearest(today, 1, hours, nation, ({ from }) => from > at);
  return before && after ? { from: before.to, to: after.from } : null;
}

/** The first day from `day` on, or back, whose opening fits; null: none within a month. */
function nearest(
  day: Temporal.PlainDate,
  step: 1 | -1,
  hours: OpeningHours,
  nation: Nation,
  fits: (window: ClosedPeriod) => boolean,
): ClosedPeriod | null {
  for (let days = 0; days <= LOOKS_DAYS; days += 1) {
    const window = windowOf(day.add({ days: step * days }), hours, nation);
    if (window !== null && fits(window)) return window;
  }
  return null;
}

function windowOf(day: Temporal.PlainDate, hours: OpeningHours, nation: Nation) {
  const isWeekday = day.dayOfWeek <= 5;
  const isHoliday = isWeekday && !isWorkingDay(day, nation);
  if (isHoliday || !hours.days.includes(day.dayOfWeek)) return null;
  const at = (time: string) =>
    new Date(
      day.toZonedDateTime({ timeZone: LONDON, plainTime: Temporal.PlainTime.from(time) })
        .epochMilliseconds,
    );
  return { from: at(hours.opensAt), to: at(hours.closesAt) };
}

/** Why this person is told nothing by itself, for the record; null: they may be told. */
export function whyNotTold(recipient: Recipient): string | null {
  const { arrangement, contact, holders, children } = recipient;
  if (holders.length > 1) return 'More than one person uses this phone.';
  if (arrangement?.quiet) return 'It was agreed that nothing goes to this phone by itself.';
  if (children.some(({ contactPermitted }) => contactPermitted === 'no')) {
    return `${contact?.name ?? 'This person'} is not permitted to have contact about every child.`;
  }
  const stop = recipientStop(recipient, true);
  return stop === null ? null : stop.why;
}

/** The authority's words in the contact's language. Welsh only where somebody checked it. */
export function wordsFor(settings: OutOfHours, language: string | null): string {
  const readsWelsh = /^\s*(cy|welsh|cymraeg)\b/i.test(language ?? '');
  return readsWelsh && settings.cyCheckedBy !== null && settings.wordsCy !== null
    ? settings.wordsCy
    : settings.wordsEn;
}
