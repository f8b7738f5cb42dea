// "Is everything here?", answered per official number and day from what the provider's ledger held.
import type { Queryable } from '../database/client.ts';
import {
  type ComparedNumber,
  type DayCounts,
  type DayRange,
  type Different,
  insertStatement,
  readComparedNumbers,
  readCounts,
  readDifferent,
  readLondonDays,
  readStatements,
  type Statement,
} from './completeness-store.ts';
import { type Difference, explain, SETTLED_AFTER_MS } from './completeness-why.ts';

export type CompletenessDay = {
  provider: string;
  officialNumber: string;
  /** 2026-03-12, Europe/London. */
  day: string;
  /** stated: the day is over and compared whole; open: it goes on; partly: not compared whole. */
  state: 'stated' | 'open' | 'partly-compared';
  providerCount: number;
  ourCount: number;
  /** Of ours: found by comparing, because no webhook brought them. */
  foundCount: number;
  differences: Difference[];
  comparedTo: Date;
  statedAt: Date | null;
};

const DAY_MS = 86_400_000;

/**
 * Makes a statement of every day of the range that is over and compared whole, where it says
 * something new; what was stated before stays. For use after a number was compared.
 */
export async function stateDays(
  connection: Queryable,
  only: { provider: string; officialNumber: string },
  from: Date,
  now: Date,
): Promise<void> {
  const [number] = await readComparedNumbers(connection, only);
  if (!number) return;
  const range = await finishedDays(connection, number, from);
  if (range === null) return;
  const before = new Map(
    (await readStatements(connection, number, range)).map((made) => [made.day, made]),
  );
  for (const made of await computeDays(connection, number, range, now)) {
    if (!isSame(before.get(made.day), made)) await insertStatement(connection, number, made);
  }
}

/** Days from that of `from` on that are over, and of which the whole ledger has been compared. */
async function finishedDays(
  connection: Queryable,
  { comparedFrom, comparedTo }: ComparedNumber,
  from: Date,
): Promise<DayRange | null> {
  const moments = [
    new Date((comparedFrom ?? comparedTo).getTime() - 1),
    from,
    new Date(comparedTo.getTime() - SETTLED_AFTER_MS),
  ];
  const [beginning = '', wanted = '', unfinished = ''] = await readLondonDays(connection, moments);
  // The day on which comparing began counts when it began with the day.
  const first = later(nextDay(beginning), wanted);
  const last = dayBefore(unfinished);
  return first <= last ? { first, last } : null;
}

/** Every day of the range, oldest first, as the two sides stand now. */
async function computeDays(
  connection: Queryable,
  number: ComparedNumber,
  range: DayRange,
  now: Date,
): Promise<Statement[]> {
  const counts = await readCounts(connection, number, range);
  const different = await readDifferent(connection, number, range);
  return daysOf(range).map((day) => statementOf(day, number, counts, different, now));
}

function statementOf(
  day: string,
  { provider }: ComparedNumber,
  counts: readonly DayCounts[],
  different: readonly Different[],
  now: Date,
): Statement {
  const { held, here, found } = counts.find((count) => count.day === day) ?? NOTHING;
  const own = different.filter((each) => each.day === day);
  const extra = own.filter(({ side }) => side === 'extra').length;
  return {
    day,
    providerCount: held,
    ourCount: here + extra,
    foundCount: found,
    differences: own.map((each) => explain(each, provider, now)),
    at: now,
  };
}

const NOTHING = { held: 0, here: 0, found: 0 };

function isSame(before: Statement | undefined, made: Statement): boolean {
  if (!before) return false;
  const { at: _before, ...one } = before;
  const { at: _now, ...other } = made;
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** The database gives a difference's fields back in an order of its own. */
const sorted = (statement: Omit<Statement, 'at'>) => [
  statement.day,
  statement.providerCount,
  statement.ourCount,
  statement.foundCount,
  statement.differences.map(({ externalId, side, why }) => [externalId, side, why]),
];

/**
 * Every number and day of the range, newest day first: as stated, and where nothing is stated yet,
 * as the two sides stand now. Only days that were compared at all. Without `numbers`: all of them.
 */
export async function* readCompleteness(
  connection: Queryable,
  range: DayRange,
  now: Date,
  numbers?: readonly ComparedNumber[],
): AsyncGenerator<CompletenessDay> {
  for (const number of numbers ?? (await readComparedNumbers(connection))) {
    const { provider, officialNumber, comparedTo } = number;
    const [first = '', today = ''] = await readLondonDays(connection, [
      number.comparedFrom ?? comparedTo,
      comparedTo,
    ]);
    const within = { first: later(range.first, first), last: earlier(range.last, today) };
    const stated = new Map(
      (await readStatements(connection, number, within)).map((made) => [made.day, made]),
    );
    for (const day of daysOf(within).reverse()) {
      const made = stated.get(day);
      const [shown] = made ? [made] : await computeDays(connection, number, one(day), now);
      if (!shown) continue;
      const { at, ...rest } = shown;
      yield {
        provider,
        officialNumber,
        ...rest,
        state: made ? 'stated' : day === today ? 'open' : 'partly-compared',
        comparedTo,
        statedAt: made ? at : null,
      };
    }
  }
}

const one = (day: string): DayRange => ({ first: day, last: day });
const later = (a: string, b: string) => (a > b ? a : b);
const earlier = (a: string, b: string) => (a < b ? a : b);

function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
const nextDay = (day: string) => shifted(day, 1);
const dayBefore = (day: string) => shifted(day, -1);

/** Both ends included; none when the range is empty. */
function daysOf({ first, last }: DayRange): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = nextDay(day)) days.push(day);
  return days;
}
