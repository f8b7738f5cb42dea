// What `export completeness` writes: each official number and day, and where the two sides differ.
import { type CompletenessDay, readCompleteness } from '../../capture/completeness.ts';
import type { Database } from '../../database/client.ts';
import type { ExportFilter } from './filter.ts';

const LONDON = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });
const BEGINNING = '2000-01-01';

export const COMPLETENESS_COLUMNS = [
  'officialNumber',
  'provider',
  'day',
  'state',
  'providerCount',
  'ourCount',
  'foundByReconciliation',
  'missing',
  'extra',
  'attachments',
  'comparedTo',
  'statedAt',
] as const;

/** Days that lie wholly or partly between `since` and `until`. */
export async function* readCompletenessLines(
  database: Database,
  { since, until }: ExportFilter,
  now: Date,
): AsyncGenerator<object> {
  const first = since === null ? BEGINNING : LONDON.format(since);
  const last = LONDON.format(until === null ? now : new Date(until.getTime() - 1));
  for await (const day of readCompleteness(database.pool, { first, last }, now)) yield lineOf(day);
}

function lineOf(day: CompletenessDay) {
  const on = (wanted: string) =>
    day.differences
      .filter(({ side }) => side === wanted)
      .map(({ externalId, kind, direction, at, why }) => ({
        externalId,
        kind,
        direction,
        at,
        why,
      }));
  return {
    officialNumber: day.officialNumber,
    provider: day.provider,
    day: day.day,
    state: day.state,
    providerCount: day.providerCount,
    ourCount: day.ourCount,
    foundByReconciliation: day.foundCount,
    missing: on('missing'),
    extra: on('extra'),
    attachments: on('attachment'),
    comparedTo: day.comparedTo,
    statedAt: day.statedAt,
  };
}
