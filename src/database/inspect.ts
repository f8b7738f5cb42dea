// What `casethread doctor` looks at in a database. Changes nothing.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { APPEND_ONLY_TABLES } from './append-only.ts';
import { readMigrations } from './migrate.ts';

export type Inspection = {
  /** Such as 18.4. */
  version: string;
  /** 18, for comparing. */
  majorVersion: number;
  /** Migrations of this version that were not applied yet. */
  pending: string[];
  /** Migrations that were applied in another wording, or that this version does not know. */
  foreign: string[];
  /**
   * Append-only tables that the application's role could change, or whose triggers are off.
   * null: the role cannot log in.
   */
  unprotected: string[] | null;
  /** The database's clock less ours, in milliseconds. */
  clockSkewMs: number;
  /** Work that waits for a stage, and work that was set aside. */
  waiting: number;
  setAside: { stage: string; problem: string; count: number }[];
  openAlarms: string[];
};

const UNDEFINED_TABLE = '42P01';
const NOT_AUTHORISED = '28';

/** Looks at the database as its owner and as the application. Throws when the owner cannot connect. */
export async function inspectDatabase(ownerUrl: string, appUrl: string): Promise<Inspection> {
  const owner = await connect(ownerUrl);
  try {
    return { ...(await readState(owner)), unprotected: await findUnprotected(appUrl) };
  } finally {
    await owner.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  return client;
}

async function readState(owner: pg.Client): Promise<Omit<Inspection, 'unprotected'>> {
  const { rows } = await owner.query<{ version: string; number: number }>(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
       current_setting('server_version_num')::int AS number`,
  );
  const applied = await rowsOrNone<{ name: string; checksum: string }>(
    owner,
    'SELECT name, checksum FROM "_migrations" ORDER BY name',
  );
  const migrations = await readMigrations();
  const ours = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  const there = new Set(applied.map(({ name }) => name));
  const work = await rowsOrNone<{ stage: string; problem: string | null; count: number }>(
    owner,
    `SELECT stage, CASE WHEN set_aside_at IS NOT NULL THEN coalesce(problem, 'unknown') END AS problem,
       count(*)::int AS count FROM stage_work GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const alarms = await rowsOrNone<{ words: string }>(
    owner,
    'SELECT words FROM alarm WHERE cleared_at IS NULL ORDER BY raised_at',
  );
  return {
    version: rows[0]?.version ?? 'unknown',
    majorVersion: Math.floor((rows[0]?.number ?? 0) / 10_000),
    pending: migrations.map(({ name }) => name).filter((name) => !there.has(name)),
    foreign: applied
      .filter(({ name, checksum }) => ours.get(name) !== checksum)
      .map(({ name }) => name),
    clockSkewMs: await readClockSkew(owner),
    waiting: work.reduce((sum, { problem, count }) => sum + (problem === null ? count : 0), 0),
    setAside: work.flatMap(({ stage, problem, count }) =>
      problem === null ? [] : { stage, problem, count },
    ),
    openAlarms: alarms.map(({ words }) => words),
  };
}

/** A database that no `start` has prepared yet has none of our tables. */
async function rowsOrNone<Row extends pg.QueryResultRow>(
  client: pg.Client,
  sql: string,
): Promise<Row[]> {
  try {
    return (await client.query<Row>(sql)).rows;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

/** The best of three: half of the way there and back is the error. */
async function readClockSkew(client: pg.Client): Promise<number> {
  let best = { roundTrip: Number.POSITIVE_INFINITY, skew: 0 };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = Date.now();
    const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const after = Date.now();
    const roundTrip = after - before;
    const skew = (rows[0]?.now.getTime() ?? 0) - (before + roundTrip / 2);
    if (roundTrip < best.roundTrip) best = { roundTrip, skew };
    await delay(20);
  }
  return best.skew;
}

async function findUnprotected(appUrl: string): Promise<string[] | null> {
  let app: pg.Client;
  try {
    app = await connect(appUrl);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code?.startsWith(NOT_AUTHORISED)) return null;
    throw error;
  }
  try {
    const { rows } = await app.query<{ table: string }>(UNPROTECTED, [APPEND_ONLY_TABLES]);
    return rows.map(({ table }) => table);
  } finally {
    await app.end();
  }
}

const UNPROTECTED = `
  SELECT name AS table FROM unnest($1::text[]) AS name
  WHERE to_regclass('public.' || name) IS NOT NULL AND (
    has_table_privilege('public.' || name, 'UPDATE')
    OR has_table_privilege('public.' || name, 'DELETE')
    OR has_table_privilege('public.' || name, 'TRUNCATE')
    OR (SELECT count(*) FROM pg_trigger
        WHERE tgrelid = to_regclass('public.' || name) AND tgenabled IN ('O', 'A')
          AND tgname IN ('append_only_rows', 'append_only_table')) < 2)
  ORDER BY name`;
