// Who is asked next. Pure: the facts are read beforehand.

import type { Nation } from '../record/working-days.ts';
import { LINE_MANAGER, NEXT_MANAGER, onRota, type Rota } from './rota.ts';

export type ChainFacts = {
  /** Managers of the children's workers, or of the author: the nearest first, level by level. */
  upwards: readonly (readonly string[])[];
  /** Managers of the official number's team, then all others: when nobody else is there. */
  anyManager: readonly string[];
  /** Everybody who holds a post today. */
  inPost: ReadonlySet<string>;
  /** About our own words: the author, and everyone below them. They are never asked. */
  goesAround: ReadonlySet<string>;
  /** About our own words: upwards from the author, whatever the rota says. */
  isConduct: boolean;
};

/** Everybody who is asked at this instant, in order. Empty only where the authority has no manager. */
export function peopleAsked(facts: ChainFacts, rota: Rota, at: Date, nation: Nation): string[] {
  const { upwards, anyManager, inPost, goesAround, isConduct } = facts;
  const asRota = onRota(rota, at, nation).flatMap((person) => {
    if (person === LINE_MANAGER) return upwards[0] ?? [];
    return person === NEXT_MANAGER ? (upwards[1] ?? []) : [person];
  });
  const may = (person: string) => inPost.has(person) && !goesAround.has(person);
  const people = [...new Set(isConduct ? [...upwards.flat(), ...asRota] : asRota)].filter(may);
  if (people.length > 0) return people;
  return [...new Set([...upwards.flat(), ...anyManager])].filter(may).slice(0, 3);
}

export type Told = { people: ReadonlySet<string>; dutyTeam: boolean };

export type Next = { to: 'person'; workerId: string } | { to: 'duty-team' } | { to: 'nobody-left' };

/** The first who was not asked in this round; then the duty team; then everybody was. */
export function nextAsked(people: readonly string[], hasDutyTeam: boolean, told: Told): Next {
  const workerId = people.find((person) => !told.people.has(person));
  if (workerId !== undefined) return { to: 'person', workerId };
  if (hasDutyTeam && !told.dutyTeam) return { to: 'duty-team' };
  return { to: 'nobody-left' };
}
