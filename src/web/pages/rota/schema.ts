// The rota's form: rows of hours with flat names, read into the rota or into what is wrong with it.
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import { firstGap, type Rota, shiftSchema } from '../../../escalation/rota.ts';
import type { Entered, FormError } from '../../page/index.ts';
import { content } from './content.ts';

/** As many hours as the page has room for. */
export const MOST_HOURS = 8;
export const PLACES = ['first', 'second', 'third', 'fourth'] as const;
export const BANK_HOLIDAY = 'bank-holiday';

export const rotaForm = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

export type RotaReading = { rota: Rota | null; errors: FormError[] };

/** What was entered; `known` are the people who can be chosen. */
export function readRotaForm(entered: Entered, known: ReadonlySet<string>): RotaReading {
  const errors: FormError[] = [];
  const shifts = Array.from({ length: MOST_HOURS }, (_, index) => index + 1).flatMap((row) => {
    const reading = readHours(entered, row, known);
    if (reading === null) return [];
    errors.push(...reading.errors);
    return reading.shift === null ? [] : [reading.shift];
  });
  const dutyTeam = readDutyTeam(entered, errors);
  if (errors.length > 0) return { rota: null, errors };
  if (shifts.length === 0)
    return { rota: null, errors: [{ field: 'name-1', text: content.empty }] };
  const rota = { shifts, dutyTeam };
  const gap = firstGap(rota);
  if (gap === null) return { rota, errors };
  return { rota: null, errors: [{ field: 'name-1', text: content.gap(gap.day, gap.from) }] };
}

function readHours(entered: Entered, row: number, known: ReadonlySet<string>) {
  const people = PLACES.map((place) => textOf(entered, `${place}-${row}`)).filter(
    (person) => person !== '' && known.has(person),
  );
  const days = listOf(entered, `days-${row}`);
  const [name, from, to] = ['name', 'from', 'to'].map((field) =>
    textOf(entered, `${field}-${row}`),
  );
  if (!name && people.length === 0 && days.length === 0 && !from && !to) return null;
  const reading = shiftSchema.safeParse({
    name,
    days: days.map(Number).filter((day) => day >= 1 && day <= 7),
    bankHolidays: days.includes(BANK_HOLIDAY),
    from,
    to,
    people: [...new Set(people)],
  });
  if (!reading.success) {
    const fields = new Map(
      reading.error.issues.map(({ path, message }) => [String(path[0]), message]),
    );
    const errors = [...fields].map(([field, text]) => ({
      field: `${field === 'people' ? 'first' : field}-${row}`,
      text: `${text} (${content.hours(row)})`,
    }));
    return { shift: null, errors };
  }
  if (days.length === 0) {
    const text = `Select the days (${content.hours(row)})`;
    return { shift: null, errors: [{ field: `days-${row}`, text }] };
  }
  return { shift: reading.data, errors: [] };
}

function readDutyTeam(entered: Entered, errors: FormError[]): Rota['dutyTeam'] {
  const [team, typed] = [textOf(entered, 'duty-team'), textOf(entered, 'duty-phone')];
  if (team === '' && typed === '') return null;
  const phone = parsePhoneNumberFromString(typed, 'GB');
  if (team === '') errors.push({ field: 'duty-team', text: content.team });
  if (!phone?.isPossible()) {
    errors.push({ field: 'duty-phone', text: content.phone });
    return null;
  }
  return { team, phone: phone.number };
}

export function textOf(entered: Entered, name: string): string {
  const value = entered[name];
  return typeof value === 'string' ? value.trim() : (value?.[0] ?? '').trim();
}

export function listOf(entered: Entered, name: string): readonly string[] {
  const value = entered[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** A saved rota as its form would send it. */
export function enteredOf({ shifts, dutyTeam }: Rota): Entered {
  const rows = shifts.flatMap((shift, index) => {
    const row = index + 1;
    return [
      [`name-${row}`, shift.name],
      [`days-${row}`, [...shift.days.map(String), ...(shift.bankHolidays ? [BANK_HOLIDAY] : [])]],
      [`from-${row}`, shift.from],
      [`to-${row}`, shift.to],
      ...PLACES.map((place, position) => [`${place}-${row}`, shift.people[position] ?? '']),
    ] as [string, string | string[]][];
  });
  const team: [string, string][] =
    dutyTeam === null
      ? []
      : [
          ['duty-team', dutyTeam.team],
          ['duty-phone', dutyTeam.phone],
        ];
  return Object.fromEntries([...rows, ...team]);
}
