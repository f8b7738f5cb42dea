// What a provider's ledger held of a number, day by day (Europe/London), beside what we hold.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Queryable } from '../database/client.ts';
import type { Difference } from './completeness-why.ts';

/** A number of ours whose ledger is compared. */
export type ComparedNumber = {
  provider: string;
  officialNumber: string;
  channels: string[];
  comparedFrom: Date | null;
  comparedTo: Date;
};

/** Every number that was compared, or only this one. */
export async function readComparedNumbers(
  connection: Queryable,
  only: { provider: string; officialNumber: string } | null = null,
): Promise<ComparedNumber[]> {
  const { rows } = await connection.query<ComparedNumber>(
    `SELECT provider, official_number AS "officialNumber", coalesce(channels, '{}') AS channels,
       compared_from AS "comparedFrom", compared_to AS "comparedTo"
     FROM reconcile_progress
     WHERE $1::text IS NULL OR (provider = $1 AND official_number = $2)
     ORDER BY provider, official_number`,
    [only?.provider ?? null, only?.officialNumber ?? null],
  );
  return rows;
}

/** Days as 2026-03-12, both ends inclusive. */
export type DayRange = { first: string; last: string };

const LONDON_DAY = (time: string) => `(${time} AT TIME ZONE 'Europe/London')::date`;
const WITHIN = (time: string) =>
  `${time} >= ($3::date)::timestamp AT TIME ZONE 'Europe/London'
   AND ${time} < ($4::date + 1)::timestamp AT TIME ZONE 'Europe/London'`;

export type DayCounts = { day: string; held: number; here: number; found: number };

/** Days on which the ledger held something: how much, how much of it is here, and found by comparing. */
export async function readCounts(
  connection: Queryable,
  { provider, officialNumber }: ComparedNumber,
  { first, last }: DayRange,
): Promise<DayCounts[]> {
  const { rows } = await connection.query<DayCounts>(
    `SELECT ${LONDON_DAY('l.at')}::text AS day, count(*)::int AS held, count(m.id)::int AS here,
       (count(*) FILTER (WHERE m.origin = 'reconciled'))::int AS found
     FROM ledger_entry l LEFT JOIN message m ON m.id = l.message_id
     WHERE l.provider = $1 AND l.official_number = $2 AND ${WITHIN('l.at')}
     GROUP BY 1`,
    [provider, officialNumber, first, last],
  );
  return rows;
}

export type Different = {
  day: string;
  side: 'missing' | 'extra' | 'attachment';
  externalId: string;
  kind: 'message' | 'call';
  direction: 'inbound' | 'outbound';
  at: Date;
  /** How an extra one came: live, sent. */
  origin: string | null;
  /** Why an attachment could not be fetched; 'deleted': the sender took an extra one back. */
  reason: string | null;
};

const DIFFERENT = `
SELECT ${LONDON_DAY('l.at')}::text AS day, 'missing' AS side, l.external_id AS "externalId", l.kind,
  l.direction, l.at, NULL AS origin, NULL AS reason
FROM ledger_entry l
WHERE l.provider = $1 AND l.official_number = $2 AND ${WITHIN('l.at')}
  AND NOT EXISTS (SELECT FROM message m WHERE m.id = l.message_id)
UNION ALL
SELECT ${LONDON_DAY('l.at')}::text, 'attachment', l.external_id, l.kind, l.direction, l.at, NULL,
  min(f.reason)
FROM ledger_entry l JOIN media_fetch f ON f.message_id = l.message_id AND f.state = 'unavailable'
WHERE l.provider = $1 AND l.official_number = $2 AND ${WITHIN('l.at')}
GROUP BY l.external_id, l.kind, l.direction, l.at
UNION ALL
SELECT ${LONDON_DAY('m.occurred_at')}::text, 'extra', m.external_id, m.kind, m.direction,
  m.occurred_at, m.origin,
  (SELECT min(e.type) FROM message_event e WHERE e.message_id = m.id AND e.type = 'deleted')
FROM message m
WHERE m.official_number = $2 AND ${WITHIN('m.occurred_at')} AND m.channel = ANY($5::text[])
  AND m.occurred_at >= $6 AND m.occurred_at < $7
  -- What was imported never passed the provider, and what was reconciled came from its ledger.
  AND m.origin IN ('live', 'sent')
  AND NOT EXISTS (SELECT FROM ledger_entry l WHERE l.provider = $1 AND l.message_id = m.id)
ORDER BY 1, 6`;

/** Each message or call that one side has and the other has not, and each attachment that is missing. */
export async function readDifferent(
  connection: Queryable,
  { provider, officialNumber, channels, comparedFrom, comparedTo }: ComparedNumber,
  { first, last }: DayRange,
): Promise<Different[]> {
  const { rows } = await connection.query<Different>(DIFFERENT, [
    provider,
    officialNumber,
    first,
    last,
    channels,
    comparedFrom ?? comparedTo,
    comparedTo,
  ]);
  return rows;
}

const differencesSchema: z.ZodType<Difference[]> = z.array(
  z.object({
    externalId: z.string(),
    side: z.enum(['missing', 'extra', 'attachment']),
    kind: z.enum(['message', 'call']),
    direction: z.enum(['inbound', 'outbound']),
    at: z.string(),
    why: z.string(),
  }),
);

export type Statement = {
  day: string;
  providerCount: number;
  ourCount: number;
  foundCount: number;
  differences: Difference[];
  at: Date;
};

/** The statement that holds for each day of the range that has one. */
export async function readStatements(
  connection: Queryable,
  { provider, officialNumber }: ComparedNumber,
  { first, last }: DayRange,
): Promise<Statement[]> {
  const { rows } = await connection.query(
    `SELECT DISTINCT ON (day) day::text AS day, provider_count AS "providerCount",
       our_count AS "ourCount", found_count AS "foundCount", differences, at
     FROM completeness_statement
     WHERE provider = $1 AND official_number = $2 AND day BETWEEN $3::date AND $4::date
     ORDER BY day, sequence DESC`,
    [provider, officialNumber, first, last],
  );
  return rows.map((row) => ({ ...row, differences: differencesSchema.parse(row.differences) }));
}

/** One more statement about a day; the earlier ones stay. */
export async function insertStatement(
  connection: Queryable,
  { provider, officialNumber }: ComparedNumber,
  statement: Statement,
): Promise<void> {
  await connection.query(
    `INSERT INTO completeness_statement (id, provider, official_number, day, provider_count,
       our_count, found_count, differences, at)
     VALUES ($1, $2, $3, $4::date, $5, $6, $7, $8, $9)`,
    [
      randomUUID(),
      provider,
      officialNumber,
      statement.day,
      statement.providerCount,
      statement.ourCount,
      statement.foundCount,
      JSON.stringify(statement.differences),
      statement.at,
    ],
  );
}

/** The day of this moment in Europe/London, and when it ends. */
export async function readLondonDays(
  connection: Queryable,
  moments: readonly Date[],
): Promise<string[]> {
  const { rows } = await connection.query<{ day: string }>(
    `SELECT ${LONDON_DAY('moment')}::text AS day
     FROM unnest($1::timestamptz[]) WITH ORDINALITY AS given (moment, place) ORDER BY place`,
    [moments],
  );
  return rows.map(({ day }) => day);
}
