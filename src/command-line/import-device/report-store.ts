// What a staged file holds, counted.
import type { Queryable } from '../../database/client.ts';

export type Conversation = { counterpart: string; messages: number; isKnown: boolean };
export type Gap = { from: Date; to: Date };

export type StagedReport = {
  messages: number;
  newMessages: number;
  keptBefore: number;
  captured: number;
  media: number;
  missingMedia: number;
  firstAt: Date | null;
  lastAt: Date | null;
};

export async function countStaged(connection: Queryable): Promise<StagedReport> {
  const { rows } = await connection.query<StagedReport>(
    `SELECT count(*)::int AS messages,
       count(*) FILTER (WHERE how = 'new')::int AS "newMessages",
       count(*) FILTER (WHERE how = 'kept-before')::int AS "keptBefore",
       count(*) FILTER (WHERE how = 'captured')::int AS captured,
       coalesce(sum(jsonb_array_length(media)), 0)::int AS media,
       coalesce(sum((SELECT count(*) FROM jsonb_array_elements(media) AS one
         WHERE one->>'missing' IS NOT NULL)), 0)::int AS "missingMedia",
       min(at) AS "firstAt", max(at) AS "lastAt"
     FROM past_message`,
  );
  const [counted] = rows;
  if (!counted) throw new Error('The database counted nothing.');
  return counted;
}

/** Attachments that the file does not hold, of messages that are not on the record with them. */
export async function readMissingMedia(
  connection: Queryable,
  limit: number,
): Promise<{ line: number; reason: string }[]> {
  const { rows } = await connection.query<{ line: number; reason: string }>(
    `SELECT line, one->>'missing' AS reason FROM past_message, jsonb_array_elements(media) AS one
     WHERE how <> 'captured' AND one->>'missing' IS NOT NULL ORDER BY line LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Everybody that the file has messages with, and whether the record knows them. */
export async function readConversations(
  connection: Queryable,
  channel: string,
): Promise<Conversation[]> {
  const { rows } = await connection.query<Conversation>(
    `SELECT counterpart, count(*)::int AS messages,
       EXISTS (SELECT FROM contact_identifier AS known
         WHERE known.channel = $1 AND known.address = counterpart) AS "isKnown"
     FROM past_message GROUP BY counterpart ORDER BY counterpart`,
    [channel],
  );
  return rows;
}

/** The longest times without any message, longest first. */
export async function readGaps(
  connection: Queryable,
  longerThanDays: number,
  limit: number,
): Promise<Gap[]> {
  const { rows } = await connection.query<Gap>(
    `SELECT before AS "from", at AS "to" FROM (
       SELECT at, lag(at) OVER (ORDER BY at) AS before FROM past_message) AS neighbours
     WHERE at - before > $1 * interval '1 day' ORDER BY at - before DESC LIMIT $2`,
    [longerThanDays, limit],
  );
  return rows;
}

/** How the file's messages stand now, by state of attribution. */
export async function countImportedStates(
  connection: Queryable,
  importId: string,
): Promise<Map<string, number>> {
  const { rows } = await connection.query<{ state: string; count: string }>(
    `SELECT state, count(*) FROM device_import_message
     JOIN current_attribution USING (message_id) WHERE import_id = $1 GROUP BY state`,
    [importId],
  );
  return new Map(rows.map(({ state, count }) => [state, Number(count)]));
}
