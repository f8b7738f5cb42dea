// Writes what an import accepted: one statement a file and few thousand rows, all in one transaction.
import pg from 'pg';
import type { Queryable } from '../../database/client.ts';
import type { PeopleFile, PersonRow, Registry } from './files.ts';

const LOCK = 6_274_005; // any number that nothing else in this database locks
const ROWS_A_STATEMENT = 5_000;

const ID_COLUMN: Record<Registry, string> = {
  worker: 'worker_id',
  child: 'case_number',
  contact: 'contact_id',
};

/** PostgreSQL types of the columns that are not text. */
const TYPES: Readonly<Record<string, string>> = {
  valid_from: 'date',
  valid_to: 'date',
  date_of_birth: 'date',
  opened: 'date',
  closed: 'date',
  verified: 'boolean',
  parental_responsibility: 'boolean',
  also_known_as: 'text[]',
};

export type Upserted = { added: number; changed: number; unchanged: number };

/** Of these ids, the ones the database does not know. */
export async function unknownIds(
  connection: Queryable,
  registry: Registry,
  ids: readonly string[],
): Promise<Set<string>> {
  const column = ID_COLUMN[registry];
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM unnest($1::text[]) AS id
     WHERE NOT EXISTS (SELECT FROM ${registry} WHERE ${column} = id)`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Adds rows and changes those whose key is there with other values; touches no other row. */
export async function upsertPeople(
  connection: Queryable,
  file: PeopleFile,
  rows: readonly PersonRow[],
): Promise<Upserted> {
  const counts: Upserted = { added: 0, changed: 0, unchanged: rows.length };
  const columns = Object.entries(rows[0] ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  const statement = upsertStatement(file, columns);
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const some = rows.slice(start, start + ROWS_A_STATEMENT);
    const result = await connection.query<{ added: boolean }>(statement, [JSON.stringify(some)]);
    for (const { added } of result.rows) {
      if (added) counts.added += 1;
      else counts.changed += 1;
      counts.unchanged -= 1;
    }
  }
  return counts;
}

function upsertStatement(file: PeopleFile, names: readonly string[]): string {
  const quoted = names.map((name) => pg.escapeIdentifier(name));
  const typed = names.map((name) => `${pg.escapeIdentifier(name)} ${TYPES[name] ?? 'text'}`);
  const others = names
    .filter((name) => !file.key.includes(name))
    .map((name) => pg.escapeIdentifier(name));
  return `
    INSERT INTO ${file.table} AS kept (${quoted.join(', ')})
    SELECT ${quoted.join(', ')} FROM jsonb_to_recordset($1::jsonb) AS given (${typed.join(', ')})
    ON CONFLICT (${file.key.join(', ')}) DO UPDATE
      SET ${others.map((name) => `${name} = EXCLUDED.${name}`).join(', ')}
      WHERE (${others.map((name) => `kept.${name}`).join(', ')})
        IS DISTINCT FROM (${others.map((name) => `EXCLUDED.${name}`).join(', ')})
    RETURNING (kept.xmax = 0) AS added`; // xmax is 0 in a row version that replaced none
}

type ChildNames = {
  caseNumber: string;
  name: string;
  preferredName: string | null;
  /** As imported, and as workers added them. */
  alsoKnownAs: string[];
};

/** Every name of these children. */
export async function readChildNames(
  connection: Queryable,
  caseNumbers: readonly string[],
): Promise<ChildNames[]> {
  const { rows } = await connection.query<ChildNames>(
    `SELECT case_number AS "caseNumber", name, preferred_name AS "preferredName",
       also_known_as || ARRAY(SELECT name FROM child_alias
                              WHERE child_alias.case_number = child.case_number) AS "alsoKnownAs"
     FROM child WHERE case_number = ANY($1)`,
    [caseNumbers],
  );
  return rows;
}

export type NameToken = { caseNumber: string; token: string };

/** Makes the tokens of these children exactly the given ones. */
export async function replaceNameTokens(
  connection: Queryable,
  caseNumbers: readonly string[],
  tokens: readonly NameToken[],
): Promise<void> {
  const given = [tokens.map(({ token }) => token), tokens.map(({ caseNumber }) => caseNumber)];
  await connection.query(
    `DELETE FROM child_name_token AS kept
     WHERE case_number = ANY($3) AND NOT EXISTS (
       SELECT FROM unnest($1::text[], $2::text[]) AS given (token, case_number)
       WHERE given.token = kept.token AND given.case_number = kept.case_number)`,
    [...given, caseNumbers],
  );
  await connection.query(
    `INSERT INTO child_name_token (token, case_number)
     SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
    given,
  );
}

/** One import at a time; waits for another to end. Held to the end of the transaction. */
export async function lockPeople(connection: Queryable): Promise<void> {
  await connection.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
}
