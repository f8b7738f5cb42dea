import type { Queryable } from '../../../database/client.ts';

/** What the authority calls these of its numbers. */
export async function readLabels(
  connection: Queryable,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await connection.query<{ address: string; label: string }>(
    `SELECT address, string_agg(DISTINCT label, ' and ' ORDER BY label) AS label
     FROM official_number WHERE address = ANY($1::text[]) GROUP BY address`,
    [addresses],
  );
  return new Map(rows.map(({ address, label }) => [address, label]));
}
