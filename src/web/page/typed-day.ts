// A day as people type it into one box: 12/3/2026.
import { z } from 'zod';

const TYPED = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/;

/** The day as 2026-03-12; null when it is none. */
export function readTypedDay(text: string): string | null {
  const [, day = '', month = '', year = ''] = TYPED.exec(text.trim()) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return z.iso.date().safeParse(iso).success ? iso : null;
}

/** 2026-03-12 as it is typed: 12/3/2026. */
export function typedDay(iso: string): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  return `${Number(day)}/${Number(month)}/${year}`;
}

/** What is wrong with a review date on the day `today`; null: nothing. At most a year ahead. */
export function reviewDayError(iso: string | null, today: string): string | null {
  if (iso === null) return 'Enter a review date like 12/6/2026';
  if (iso <= today) return 'Review date must be in the future';
  const limit = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  return iso > limit ? 'Review date must be within a year' : null;
}
