import type { Queryable } from '../database/client.ts';

export type NumberRhythm = {
  officialNumber: string;
  label: string | null;
  /** When it last got a message. */
  lastAt: Date;
  /** How many messages came in the same stretch of each earlier week, newest week first. */
  weeks: number[];
};

/** A message a moment ago is no silence; after a week nobody needs a rhythm to see one. */
const RHYTHMS = `
SELECT last.official_number AS "officialNumber", n.label, last.at AS "lastAt",
  ARRAY(
    SELECT count(m.id)::int
    FROM generate_series(1, $2) AS week
    LEFT JOIN message m ON m.official_number = last.official_number AND m.direction = 'inbound'
      AND m.channel IN ('sms', 'whatsapp') AND m.origin <> 'import'
      AND m.occurred_at > (last.at AT TIME ZONE 'Europe/London' - week * interval '7 days') AT TIME ZONE 'Europe/London'
      AND m.occurred_at <= ($1::timestamptz AT TIME ZONE 'Europe/London' - week * interval '7 days') AT TIME ZONE 'Europe/London'
    GROUP BY week ORDER BY week
  ) AS weeks
FROM (
  SELECT official_number, max(occurred_at) AS at FROM message
  WHERE direction = 'inbound' AND channel IN ('sms', 'whatsapp') AND origin <> 'import'
    AND occurred_at > $1::timestamptz - interval '7 days' AND occurred_at <= $1
  GROUP BY official_number
) AS last
LEFT JOIN LATERAL (
  SELECT label FROM official_number WHERE address = last.official_number ORDER BY channel LIMIT 1
) AS n ON true
WHERE last.at < $1::timestamptz - interval '30 minutes'`;

/** Numbers that got a message within a week, and not in the last half hour. */
export async function readRhythms(
  connection: Queryable,
  now: Date,
  weeks: number,
): Promise<NumberRhythm[]> {
  const { rows } = await connection.query<NumberRhythm>(RHYTHMS, [now, weeks]);
  return rows;
}
