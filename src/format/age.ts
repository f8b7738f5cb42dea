import { londonDay } from './dates.ts';

type Age = { years: number; months: number };

/** Whole years at `now`. */
export function age(dateOfBirth: Date, now: Date): number {
  return ageAt(dateOfBirth, now).years;
}

/** 9 years old; a baby's age in months; "not born yet" for a date to come. */
export function ageWords(dateOfBirth: Date, now: Date): string {
  const { years, months } = ageAt(dateOfBirth, now);
  if (years < 0) return 'not born yet';
  if (years > 0) return years === 1 ? '1 year old' : `${years} years old`;
  if (months > 0) return months === 1 ? '1 month old' : `${months} months old`;
  return 'less than 1 month old';
}

function ageAt(dateOfBirth: Date, now: Date): Age {
  const [bornYear = 0, bornMonth = 0, bornDay = 0] = parts(dateOfBirth);
  const [year = 0, month = 0, dayOfMonth = 0] = parts(now);
  const months = (year - bornYear) * 12 + (month - bornMonth) - (dayOfMonth < bornDay ? 1 : 0);
  return { years: Math.floor(months / 12), months };
}

function parts(at: Date): number[] {
  return londonDay(at).split('-').map(Number);
}
