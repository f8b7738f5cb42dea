// Which message is meant: by Casethread's id, the provider's, or the reference on a receipt (K123).
import type { Queryable } from '../database/client.ts';

/** The ids of the messages that `name` can mean; a provider's id may stand on several channels. */
export async function findMessageIds(connection: Queryable, name: string): Promise<string[]> {
  const reference = /^K(\d{1,15})$/.exec(name)?.[1] ?? null;
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM message WHERE external_id = $1 OR id::text = $1 OR sequence = $2::bigint
     ORDER BY sequence`,
    [name, reference],
  );
  return rows.map(({ id }) => id);
}
