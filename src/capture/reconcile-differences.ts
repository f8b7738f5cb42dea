// What stays different after comparing: for the report of one run, and for somebody who must look.
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Queryable } from '../database/client.ts';
import { readComparedNumbers, readDifferent, readLondonDays } from './completeness-store.ts';
import { type Difference, explain, isSettled, isTakenBack, nameOf } from './completeness-why.ts';

const WEEK_MS = 7 * 86_400_000;

/** What this number's two sides still differ in, from the day of `from` on. */
export async function readDifferences(
  connection: Queryable,
  only: { provider: string; officialNumber: string },
  from: Date,
  now: Date,
): Promise<Difference[]> {
  const [number] = await readComparedNumbers(connection, only);
  if (!number) return [];
  const [first = '', last = ''] = await readLondonDays(connection, [from, number.comparedTo]);
  const different = await readDifferent(connection, number, { first, last });
  return different.map((each) => explain(each, number.provider, now));
}

/** Raises or clears the alarm for what a week's comparing left different. */
export async function watchDifferences(
  connection: Queryable,
  provider: string,
  now: Date,
): Promise<void> {
  const [first = '', last = ''] = await readLondonDays(connection, [
    new Date(now.getTime() - WEEK_MS),
    now,
  ]);
  const count = { missing: 0, extra: 0, attachment: 0 };
  for (const number of await readComparedNumbers(connection)) {
    if (number.provider !== provider) continue;
    for (const different of await readDifferent(connection, number, { first, last })) {
      if (isSettled(different, now) && !isTakenBack(different)) count[different.side] += 1;
    }
  }
  if (count.missing === 0 && count.extra === 0) {
    return clearAlarm(connection, 'reconcile-differences', provider, now);
  }
  const name = nameOf(provider);
  await raiseAlarm(connection, {
    kind: 'reconcile-differences',
    subject: provider,
    words:
      `${name} and Casethread still differ after comparing: ${many(count.missing)} only ${name} has, ` +
      `${many(count.extra)} only Casethread has. Nothing was removed. ` +
      'The page “Completeness” lists each with its reason. Ask your IT team to look today.',
    at: now,
  });
}

const many = (count: number) => (count === 1 ? '1 message that' : `${count} messages that`);
