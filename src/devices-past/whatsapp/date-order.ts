// Which number of a date is the day. Found out from the whole file, or asked; never guessed.
import { type WallTime, wallMilliseconds } from '../local-time.ts';
import type { ChatEntry } from './read-chat.ts';

export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

export type OrderFinding =
  | { outcome: 'sure'; order: DateOrder }
  /** Several orders make sense of every line. */
  | { outcome: 'ambiguous'; orders: DateOrder[] };

const DAY_MS = 86_400_000;
const CENTURY = 2000;
/** WhatsApp began in 2009. */
const FIRST_YEAR = 2009;

/** An iPhone writes into a file's name when its message was sent: 00000012-PHOTO-2025-03-04-… */
const DATED_FILE = /\d{8}-[A-Z]+-(\d{4})-(\d{2})-(\d{2})-\d{2}-\d{2}-\d{2}\./;

/** The wall time of an entry in this order (milliseconds), or null when there is no such date. */
export function wallOf({ head }: ChatEntry, order: DateOrder): number | null {
  const { first, second, third, yearFirst } = head.date;
  if (yearFirst !== (order === 'ymd') && (yearFirst || first > 99 || third > 99)) return null;
  const [year, month, day] =
    order === 'ymd'
      ? [first, second, third]
      : order === 'dmy'
        ? [third, second, first]
        : [third, first, second];
  const wall: WallTime = {
    year: year < 100 ? CENTURY + year : year,
    month,
    day,
    hour: head.hour,
    minute: head.minute,
    second: head.second,
  };
  return wall.year < FIRST_YEAR ? null : wallMilliseconds(wall);
}

/**
 * The order in which the file's dates are written. An order is out when dates would not exist or
 * lie after `now`, when the entries would jump back by more than a day, or when a file that names
 * its own date says otherwise.
 */
export function findDateOrder(entries: readonly ChatEntry[], now: Date): OrderFinding {
  const tried = DATE_ORDERS.map((order) => ({ order, ...tryOrder(entries, order, now) }));
  const fewestFaults = Math.min(...tried.map(({ impossible }) => impossible));
  const possible = tried.filter(({ impossible }) => impossible === fewestFaults);
  const fewestJumps = Math.min(...possible.map(({ contradicted }) => contradicted));
  const left = possible.filter(({ contradicted }) => contradicted === fewestJumps);
  const [only] = left;
  if (only && left.every(({ walls }) => sameTimes(walls, only.walls))) {
    return { outcome: 'sure', order: only.order };
  }
  return { outcome: 'ambiguous', orders: left.map(({ order }) => order) };
}

type Trial = { walls: (number | null)[]; impossible: number; contradicted: number };

function tryOrder(entries: readonly ChatEntry[], order: DateOrder, now: Date): Trial {
  const walls = entries.map((entry) => wallOf(entry, order));
  let impossible = 0;
  let contradicted = 0;
  let latest = Number.NEGATIVE_INFINITY;
  for (const [place, wall] of walls.entries()) {
    if (wall === null || wall > now.getTime() + DAY_MS) {
      impossible += 1;
      continue;
    }
    if (wall < latest - DAY_MS) contradicted += 1;
    else latest = Math.max(latest, wall);
    const named = dayNamedBy(entries[place]?.rest ?? '');
    if (named !== null && Math.abs(wall - named) > 2 * DAY_MS) contradicted += 1;
  }
  return { walls, impossible, contradicted };
}

function dayNamedBy(rest: string): number | null {
  const match = DATED_FILE.exec(rest);
  return match ? Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : null;
}

function sameTimes(some: readonly (number | null)[], others: readonly (number | null)[]): boolean {
  return some.every((wall, place) => wall === others[place]);
}
