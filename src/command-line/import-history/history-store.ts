// What an import asks of the database beyond capture's own tables: the file's ids, in a table of
// the connection's own so that a long history does not fill the memory.
import type pg from 'pg';
import { z } from 'zod';
import type { Queryable } from '../../database/client.ts';
import { CHANNELS, type Channel } from '../../messaging/message.ts';

const channels = z.array(z.enum(CHANNELS));
const LOCK = 6_274_004; // any number that nothing else in this database locks

/** False when another import of a history runs. Held until `unlockImport`, or the connection closes. */
export async function lockImport(connection: Queryable): Promise<boolean> {
  const { rows } = await connection.query<{ locked: boolean }>(
    'SELECT pg_try_advisory_lock($1) AS locked',
    [LOCK],
  );
  return rows[0]?.locked === true;
}

/** Lets the next import begin. */
export async function unlockImport(connection: Queryable): Promise<void> {
  await connection.query('SELECT pg_advisory_unlock($1)', [LOCK]);
}

/** Makes the connection's own list of the messages in the file. */
export async function prepareFileMessages(connection: pg.PoolClient): Promise<void> {
  await connection.query(`
    CREATE TEMPORARY TABLE file_message (
      id text PRIMARY KEY, line int, message_id uuid, conversation_id uuid, channel text,
      official_number text, counterpart text, sha256 bytea)`);
  await connection.query('CREATE INDEX ON file_message (official_number, counterpart)');
}

export type FileMessage = {
  id: string;
  line: number;
  messageId: string;
  conversationId: string;
  channel: string;
  officialNumber: string;
  counterpart: string;
  sha256: Buffer;
};

/** Adds messages to the list; of several with one id the first stays. */
export async function listFileMessages(
  connection: Queryable,
  messages: readonly FileMessage[],
): Promise<void> {
  await connection.query(
    `INSERT INTO file_message
     SELECT * FROM unnest($1::text[], $2::int[], $3::uuid[], $4::uuid[], $5::text[], $6::text[],
                          $7::text[], $8::bytea[])
     ON CONFLICT DO NOTHING`,
    [
      messages.map((row) => row.id),
      messages.map((row) => row.line),
      messages.map((row) => row.messageId),
      messages.map((row) => row.conversationId),
      messages.map((row) => row.channel),
      messages.map((row) => row.officialNumber),
      messages.map((row) => row.counterpart),
      messages.map((row) => row.sha256),
    ],
  );
}

/** A message that an id in the file means. `line` is null when it was kept before. */
export type KnownMessage = {
  id: string;
  messageId: string;
  conversationId: string;
  channel: Channel;
  line: number | null;
  sha256: Buffer;
};

/** The messages these ids mean: the file's own, and those kept before where the file has none. */
export async function findMessages(
  connection: Queryable,
  ids: readonly string[],
): Promise<Map<string, KnownMessage>> {
  const { rows } = await connection.query<KnownMessage>(
    `SELECT id, message_id AS "messageId", conversation_id AS "conversationId", channel, line, sha256
     FROM file_message WHERE id = ANY($1)
     UNION ALL
     SELECT external_id, id, conversation_id, channel, NULL, sha256
     FROM message WHERE channel = ANY($2) AND external_id = ANY($1)
       AND external_id NOT IN (SELECT id FROM file_message WHERE id = ANY($1))`,
    [ids, CHANNELS],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Of these messages, what is kept already, and under which hash. */
export async function keptHashes(
  connection: Queryable,
  messageIds: readonly string[],
): Promise<Map<string, Buffer>> {
  const { rows } = await connection.query<{ id: string; sha256: Buffer }>(
    'SELECT id, sha256 FROM message WHERE id = ANY($1::uuid[])',
    [messageIds],
  );
  return new Map(rows.map(({ id, sha256 }) => [id, sha256]));
}

/** Of these ids, the ones the database does not know. */
export async function unknownPeople(
  connection: Queryable,
  workerIds: readonly string[],
  caseNumbers: readonly string[],
): Promise<{ workers: Set<string>; children: Set<string> }> {
  const { rows } = await connection.query<{ kind: string; id: string }>(
    `SELECT 'worker' AS kind, id FROM unnest($1::text[]) AS id
     WHERE NOT EXISTS (SELECT FROM worker WHERE worker_id = id)
     UNION ALL
     SELECT 'child', id FROM unnest($2::text[]) AS id
     WHERE NOT EXISTS (SELECT FROM child WHERE case_number = id)`,
    [workerIds, caseNumbers],
  );
  const of = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map(({ id }) => id));
  return { workers: of('worker'), children: of('child') };
}

/** Two addresses that a worker's scope is between; the file does not say on which channel. */
export type Between = { officialNumber: string; counterpart: string };

/**
 * The channels a scope between two addresses is about: the only one the official number is
 * registered on, else those the two have written on, else every one it is registered on. A number
 * that nobody knows and nobody has written to counts as one for texts.
 */
export async function channelsBetween(
  connection: Queryable,
  pairs: readonly Between[],
): Promise<Channel[][]> {
  const { rows } = await connection.query<{ registered: unknown; used: unknown }>(
    `SELECT
       ARRAY(SELECT channel FROM official_number WHERE address = pair.official_number
             ORDER BY channel) AS registered,
       ARRAY(SELECT channel FROM file_message
             WHERE official_number = pair.official_number AND counterpart = pair.counterpart
             UNION
             SELECT channel FROM conversation
             WHERE channel = ANY($3) AND counterpart = pair.counterpart
               AND official_number = pair.official_number
             ORDER BY channel) AS used
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY
       AS pair (official_number, counterpart, place) ORDER BY place`,
    [pairs.map((pair) => pair.officialNumber), pairs.map((pair) => pair.counterpart), CHANNELS],
  );
  return rows.map((row) => {
    const registered = channels.parse(row.registered);
    const used = channels.parse(row.used);
    if (registered.length === 1 || used.length === 0) {
      return registered.length > 0 ? registered : ['sms'];
    }
    return used;
  });
}

/** How the file's messages stand now, by state of attribution. */
export async function countStates(connection: Queryable): Promise<Map<string, number>> {
  const { rows } = await connection.query<{ state: string; count: string }>(
    `SELECT state, count(*) FROM current_attribution
     WHERE message_id IN (SELECT message_id FROM file_message) GROUP BY state`,
  );
  return new Map(rows.map(({ state, count }) => [state, Number(count)]));
}

/** How many of the file's messages a stage could not finish; they are kept. */
export async function countSetAside(connection: Queryable): Promise<number> {
  const { rows } = await connection.query<{ count: string }>(
    `SELECT count(DISTINCT subject_id) FROM stage_work
     WHERE set_aside_at IS NOT NULL AND subject_id IN (SELECT message_id FROM file_message)`,
  );
  return Number(rows[0]?.count ?? 0);
}
