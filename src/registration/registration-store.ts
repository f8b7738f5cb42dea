// Registered conversations: the log, and each one as it stands.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';
import { conversationIdOf } from '../messaging/identity.ts';
import type {
  ChatChannel,
  ChatConversation,
  RecordedConversation,
} from '../messaging/registration.ts';

/** A registered conversation as it stands; `stoppedAt` null: it is recorded now. */
export type Registered = RecordedConversation & {
  conversationId: string;
  workerId: string;
  historyFrom: Date | null;
  historyTo: Date | null;
};

const REGISTERED = `channel, counterpart, official_number AS "officialNumber", conversation_id AS "conversationId",
  worker_id AS "workerId", case_numbers AS "caseNumbers", registered_at AS "registeredAt",
  stopped_at AS "stoppedAt", history_from AS "historyFrom", history_to AS "historyTo"`;

export type PlaceQuery = {
  channel: ChatChannel;
  counterpart: string;
  author: string | null;
  /** The Europe/London day on which the author's post counts. */
  day: string;
};

export type Place = {
  officialNumber: string | null;
  registeredAt: Date | null;
  stoppedAt: Date | null;
  historyFrom: Date | null;
  workerId: string | null;
};

const PLACES = `
SELECT DISTINCT ON (asked.place) r.official_number AS "officialNumber", r.registered_at AS "registeredAt",
  r.stopped_at AS "stoppedAt", r.history_from AS "historyFrom", post.worker_id AS "workerId"
FROM unnest($1::text[], $2::text[], $3::text[], $4::date[]) WITH ORDINALITY
  AS asked (channel, counterpart, author, day, place)
LEFT JOIN registered_conversation r ON r.channel = asked.channel AND r.counterpart = asked.counterpart
LEFT JOIN (
  SELECT 'slack' AS channel, slack_user_id AS author, worker_id, valid_from, valid_to
  FROM worker WHERE slack_user_id IS NOT NULL
  UNION ALL
  SELECT 'teams', teams_user_id, worker_id, valid_from, valid_to
  FROM worker WHERE teams_user_id IS NOT NULL
) AS post ON post.channel = asked.channel AND post.author = asked.author
  AND post.valid_from <= asked.day AND (post.valid_to IS NULL OR post.valid_to >= asked.day)
ORDER BY asked.place, post.valid_from DESC`;

/** Where each of these was written, and by whom of ours, in the order asked. */
export async function readPlaces(
  connection: Queryable,
  asked: readonly PlaceQuery[],
): Promise<Place[]> {
  const { rows } = await connection.query<Place>({
    name: 'chat-places',
    text: PLACES,
    values: [
      asked.map(({ channel }) => channel),
      asked.map(({ counterpart }) => counterpart),
      asked.map(({ author }) => author),
      asked.map(({ day }) => day),
    ],
  });
  return rows;
}

/** One conversation as it stands, locked until the transaction ends; null: never registered. */
export async function lockRegistered(
  connection: Queryable,
  { channel, counterpart }: ChatConversation,
): Promise<Registered | null> {
  // Two workers who register the same conversation at once wait for each other.
  await connection.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `registration:${channel}:${counterpart}`,
  ]);
  const { rows } = await connection.query<Registered>(
    `SELECT ${REGISTERED} FROM registered_conversation WHERE channel = $1 AND counterpart = $2`,
    [channel, counterpart],
  );
  return rows[0] ?? null;
}

/** Those of a workspace or tenant that are recorded now or were after `since`, the oldest first. */
export async function listRecorded(
  connection: Queryable,
  channel: ChatChannel,
  officialNumber: string,
  since: Date,
): Promise<Registered[]> {
  const { rows } = await connection.query<Registered>(
    `SELECT ${REGISTERED} FROM registered_conversation
     WHERE channel = $1 AND official_number = $2 AND (stopped_at IS NULL OR stopped_at > $3)
     ORDER BY registered_at, counterpart`,
    [channel, officialNumber, since],
  );
  return rows;
}

/** Those with earlier messages that are still to be read. */
export async function listHistoryToRead(
  connection: Queryable,
  channels: readonly string[],
): Promise<Registered[]> {
  const { rows } = await connection.query<Registered>(
    `SELECT ${REGISTERED} FROM registered_conversation
     WHERE channel = ANY($1::text[]) AND stopped_at IS NULL AND history_from IS NOT NULL
       AND (history_to IS NULL OR history_to < registered_at)
     ORDER BY registered_at, counterpart`,
    [channels],
  );
  return rows;
}

/** The earlier messages have been read up to `historyTo`; never goes back. */
export async function saveHistoryTo(
  connection: Queryable,
  { channel, counterpart }: ChatConversation,
  historyTo: Date,
): Promise<void> {
  await connection.query(
    `UPDATE registered_conversation SET history_to = GREATEST(history_to, $3)
     WHERE channel = $1 AND counterpart = $2`,
    [channel, counterpart, historyTo],
  );
}

export type NewRegistrationEvent = ChatConversation & {
  kind: 'registered' | 'stopped';
  workerId: string;
  caseNumbers: readonly string[];
  at: Date;
  historyFrom: Date | null;
};

/** Writes the event, its notice and how the conversation stands now. Call in a transaction. */
export async function insertRegistrationEvent(
  connection: Queryable,
  event: NewRegistrationEvent,
): Promise<void> {
  const { channel, officialNumber, counterpart, kind, workerId, caseNumbers, at } = event;
  const id = randomUUID();
  const conversationId = conversationIdOf(channel, officialNumber, counterpart);
  await connection.query(
    `INSERT INTO registration_event (id, channel, official_number, counterpart, conversation_id, kind,
       worker_id, case_numbers, at, history_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      channel,
      officialNumber,
      counterpart,
      conversationId,
      kind,
      workerId,
      [...caseNumbers],
      at,
      event.historyFrom,
    ],
  );
  if (kind === 'stopped') await markStopped(connection, event);
  else await markRegistered(connection, event, conversationId);
  await connection.query(
    `INSERT INTO registration_notice (event_id, state, next_attempt_at, changed_at)
     VALUES ($1, 'waiting', $2, $2)`,
    [id, at],
  );
}

async function markStopped(
  connection: Queryable,
  { channel, counterpart, at }: NewRegistrationEvent,
): Promise<void> {
  await connection.query(
    'UPDATE registered_conversation SET stopped_at = $3 WHERE channel = $1 AND counterpart = $2',
    [channel, counterpart, at],
  );
}

/** Registered again while it is recorded, it is recorded since the first time. */
async function markRegistered(
  connection: Queryable,
  event: NewRegistrationEvent,
  conversationId: string,
): Promise<void> {
  await connection.query(
    `INSERT INTO registered_conversation AS known (channel, counterpart, registered_at, official_number,
       conversation_id, worker_id, case_numbers, history_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (channel, counterpart) DO UPDATE SET
       official_number = EXCLUDED.official_number, conversation_id = EXCLUDED.conversation_id,
       worker_id = EXCLUDED.worker_id, case_numbers = EXCLUDED.case_numbers,
       registered_at = CASE WHEN known.stopped_at IS NULL THEN known.registered_at
         ELSE EXCLUDED.registered_at END,
       history_to = CASE WHEN EXCLUDED.history_from IS NULL THEN known.history_to END,
       history_from = LEAST(known.history_from, EXCLUDED.history_from), stopped_at = NULL`,
    [
      event.channel,
      event.counterpart,
      event.at,
      event.officialNumber,
      conversationId,
      event.workerId,
      [...event.caseNumbers],
      event.historyFrom,
    ],
  );
}

/** Whether this conversation is recorded now. */
export async function isRecordedNow(
  connection: Queryable,
  channel: ChatChannel,
  counterpart: string,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `SELECT 1 FROM registered_conversation
     WHERE channel = $1 AND counterpart = $2 AND stopped_at IS NULL`,
    [channel, counterpart],
  );
  return rowCount !== 0;
}
