// Who is asked, when and in which order: data that a manager keeps, and what follows from it. Pure.
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { isBankHoliday, type Nation } from '../record/working-days.ts';

const LONDON = 'Europe/London';
const MINUTES = 1_440;
const MOST_SHIFTS = 12;
const MOST_PEOPLE = 8;

/** Stand for whoever manages the child's worker, and for whoever manages them. */
export const LINE_MANAGER = 'line-manager';
export const NEXT_MANAGER = 'next-manager';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time such as 17:00');

export const shiftSchema = z.object({
  name: z.string().trim().min(1, 'Enter a name for these hours').max(60),
  /** 1 Monday … 7 Sunday: the day on which it begins. */
  days: z.array(z.number().int().min(1).max(7)),
  /** A bank holiday is no Monday or Friday: it has hours of its own. */
  bankHolidays: z.boolean(),
  from: time,
  /** Not after `from`: on the next day. The same as `from`: a whole day. */
  to: time,
  /** Worker ids, or those that stand for a manager, in the order in which they are asked. */
  people: z.array(z.string().min(1)).min(1, 'Choose at least one person').max(MOST_PEOPLE),
});

export const rotaSchema = z.object({
  shifts: z.array(shiftSchema).max(MOST_SHIFTS),
  /** The team that has the duty phone, as workers.csv names it. */
  dutyTeam: z.object({ team: z.string().min(1), phone: z.string().min(1) }).nullable(),
});

export type Shift = z.infer<typeof shiftSchema>;
export type Rota = z.infer<typeof rotaSchema>;

/** While nobody has entered a rota: the line managers that workers.csv names. */
export const DEFAULT_ROTA: Rota = {
  shifts: [
    {
      name: 'Any time',
      days: [1, 2, 3, 4, 5, 6, 7],
      bankHolidays: true,
      from: '00:00',
      to: '00:00',
      people: [LINE_MANAGER, NEXT_MANAGER],
    },
  ],
  dutyTeam: null,
};

/** The people on the rota at this instant, in their order, each once. Stand-ins are not resolved. */
export function onRota(rota: Rota, at: Date, nation: Nation): string[] {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(LONDON);
  const day = local.toPlainDate();
  const minute = local.hour * 60 + local.minute;
  const today = kindOfDay(day, nation);
  const yesterday = kindOfDay(day.subtract({ days: 1 }), nation);
  const people = rota.shifts
    .filter((shift) => covers(shift, today, minute) || covers(shift, yesterday, minute + MINUTES))
    .flatMap(({ people }) => people);
  return [...new Set(people)];
}

type KindOfDay = number | 'bank-holiday';

function kindOfDay(day: Temporal.PlainDate, nation: Nation): KindOfDay {
  return isBankHoliday(day, nation) ? 'bank-holiday' : day.dayOfWeek;
}

/** Whether the shift that begins on such a day covers that minute, counted from the day's midnight. */
function covers({ days, bankHolidays, from, to }: Shift, day: KindOfDay, minute: number): boolean {
  const begins = day === 'bank-holiday' ? bankHolidays : days.includes(day);
  if (!begins) return false;
  const start = minutesOf(from);
  const end = minutesOf(to) > start ? minutesOf(to) : minutesOf(to) + MINUTES;
  return start <= minute && minute < end;
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export type RotaGap = { day: string; from: string };

/**
 * The first minute of a week, or of a bank holiday, at which nobody would be asked; null where
 * somebody always is. A rota with such a minute is refused when it is saved, not found empty at night.
 */
export function firstGap({ shifts, dutyTeam }: Rota): RotaGap | null {
  if (dutyTeam !== null) return null;
  const week: { day: KindOfDay; before: KindOfDay; name: string }[] = DAY_NAMES.map(
    (name, index) => ({ day: index + 1, before: index === 0 ? 7 : index, name }),
  );
  // A bank holiday may follow any day, another one included, and any day may follow it.
  const kinds: KindOfDay[] = [...week.map(({ day }) => day), 'bank-holiday'];
  const holidays = kinds.map((before) => ({
    day: 'bank-holiday' as const,
    before,
    name: 'a bank holiday',
  }));
  const after = week.map(({ day, name }) => ({
    day,
    before: 'bank-holiday' as const,
    name: `${name} after a bank holiday`,
  }));
  for (const { day, before, name } of [...week, ...holidays, ...after]) {
    for (let minute = 0; minute < MINUTES; minute += 1) {
      const isCovered = shifts.some(
        (shift) => covers(shift, day, minute) || covers(shift, before, minute + MINUTES),
      );
      if (!isCovered) return { day: name, from: textOf(minute) };
    }
  }
  return null;
}

function textOf(minute: number): string {
  const part = (value: number) => String(value).padStart(2, '0');
  return `${part(Math.floor(minute / 60))}:${part(minute % 60)}`;
}
