// Children by name or case number, of those this person may see; what was found is audited.
import { searchChildren } from '../../attribution/question-store.ts';
import type { FoundChild } from '../../messaging/surface.ts';
import { readChildren } from '../../record/recording-store.ts';
import { childLine } from '../cards/lines.ts';
import type { Seat } from '../seat.ts';
import { auditBy } from './actor.ts';

const LONGEST = 100;

/** At most `limit`, oldest first. */
export async function findChildren(
  seat: Seat,
  words: string,
  limit: number,
): Promise<FoundChild[]> {
  const { database, access, now, page } = seat;
  const sought = words.replaceAll('\0', '').trim().slice(0, LONGEST);
  if (sought === '') return [];
  const cases = await searchChildren(database.pool, sought, await access.casesQuery(2));
  const children = await readChildren(database.pool, cases.slice(0, limit));
  await auditBy(seat, {
    action: 'find',
    subjectKind: 'child',
    subjectId: 'search',
    caseNumbers: children.map(({ caseNumber }) => caseNumber),
  });
  return children.map((child) => ({
    ...childLine(child, now),
    url: page(`/children/${encodeURIComponent(child.caseNumber)}`),
  }));
}
