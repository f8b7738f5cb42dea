// The pretend provider's ledger. Its rows are its own: the product never reads them.
import type { Queryable } from '../database/client.ts';

export type SimulatedChannel = 'sms' | 'whatsapp';

export type SimulatedMessage = {
  sid: string;
  kind: 'message' | 'call';
  channel: SimulatedChannel;
  direction: 'inbound' | 'outbound';
  officialNumber: string;
  counterpart: string;
  body: string;
  status: string;
  errorCode: number | null;
  at: Date;
  statusCallback: string | null;
  deliveries: number;
  answerStatus: number | null;
  answerMs: number | null;
  mediaSids: string[];
};

export type SimulatedMedia = { sid: string; contentType: string; bytes: Buffer };

export type Behaviour = { twice: boolean; outOfOrder: boolean; refuses: string[] };

const COLUMNS = `sid, kind, channel, direction, official_number AS "officialNumber", counterpart, body,
  status, error_code AS "errorCode", at, status_callback AS "statusCallback", deliveries,
  answer_status AS "answerStatus", answer_ms AS "answerMs",
  ARRAY(SELECT sid FROM simulator_media WHERE message_sid = simulator_message.sid ORDER BY sid) AS "mediaSids"`;

export type NewMessage = Omit<
  SimulatedMessage,
  'deliveries' | 'answerStatus' | 'answerMs' | 'mediaSids' | 'errorCode'
>;

/** Puts a message or call into the ledger, with what is attached. */
export async function insertMessage(
  connection: Queryable,
  message: NewMessage,
  media: SimulatedMedia | null = null,
): Promise<void> {
  if (media) {
    await connection.query(
      'INSERT INTO simulator_media (sid, message_sid, content_type, bytes) VALUES ($1, $2, $3, $4)',
      [media.sid, message.sid, media.contentType, media.bytes],
    );
  }
  await connection.query(
    `INSERT INTO simulator_message (sid, kind, channel, direction, official_number, counterpart, body,
       status, at, status_callback)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      message.sid,
      message.kind,
      message.channel,
      message.direction,
      message.officialNumber,
      message.counterpart,
      message.body,
      message.status,
      message.at,
      message.statusCallback,
    ],
  );
}

/** What Casethread answered to one more webhook about this message. */
export async function noteAnswer(
  connection: Queryable,
  sid: string,
  answer: { status: number | null; ms: number },
): Promise<void> {
  await connection.query(
    `UPDATE simulator_message SET deliveries = deliveries + 1, answer_status = $2, answer_ms = $3
     WHERE sid = $1`,
    [sid, answer.status, answer.ms],
  );
}

/** The status that the interface shows from now on; one that is final stays. */
export async function advanceStatus(
  connection: Queryable,
  sid: string,
  status: string,
  errorCode: number | null,
): Promise<void> {
  await connection.query(
    `UPDATE simulator_message SET status = $2, error_code = $3
     WHERE sid = $1 AND status IN ('queued', 'sent')`,
    [sid, status, errorCode],
  );
}

export async function readMessage(
  connection: Queryable,
  sid: string,
): Promise<SimulatedMessage | null> {
  const { rows } = await connection.query<SimulatedMessage>(
    `SELECT ${COLUMNS} FROM simulator_message WHERE sid = $1`,
    [sid],
  );
  return rows[0] ?? null;
}

/** Outbound messages whose statuses were not told to the end: we were stopped in between. */
export async function readUnfinished(connection: Queryable): Promise<SimulatedMessage[]> {
  const { rows } = await connection.query<SimulatedMessage>(
    `SELECT ${COLUMNS} FROM simulator_message
     WHERE direction = 'outbound' AND status IN ('queued', 'sent') ORDER BY at`,
  );
  return rows;
}

export type LedgerFilter = {
  officialNumber: string;
  channel: SimulatedChannel;
  direction: 'inbound' | 'outbound';
  kind: SimulatedMessage['kind'];
  after: Date;
  before: Date;
};

/** Messages of the ledger, newest first. */
export async function listMessages(
  connection: Queryable,
  filter: LedgerFilter,
  page: { size: number; number: number },
): Promise<SimulatedMessage[]> {
  const { rows } = await connection.query<SimulatedMessage>(
    `SELECT ${COLUMNS} FROM simulator_message
     WHERE kind = $8 AND channel = $1 AND direction = $2 AND official_number = $3
       AND at BETWEEN $4 AND $5
     ORDER BY at DESC, sid LIMIT $6 OFFSET $7`,
    [
      filter.channel,
      filter.direction,
      filter.officialNumber,
      filter.after,
      filter.before,
      page.size,
      page.size * page.number,
      filter.kind,
    ],
  );
  return rows;
}

/** When this family last wrote to this number; null: never. */
export async function readLastWrote(
  connection: Queryable,
  channel: SimulatedChannel,
  officialNumber: string,
  counterpart: string,
): Promise<Date | null> {
  const { rows } = await connection.query<{ at: Date | null }>(
    `SELECT max(at) AS at FROM simulator_message
     WHERE channel = $1 AND official_number = $2 AND counterpart = $3 AND direction = 'inbound'
       AND kind = 'message'`,
    [channel, officialNumber, counterpart],
  );
  return rows[0]?.at ?? null;
}

/** A photo by its own id and its message's. */
export async function readMedia(
  connection: Queryable,
  messageSid: string,
  sid: string,
): Promise<SimulatedMedia | null> {
  const { rows } = await connection.query<SimulatedMedia>(
    `SELECT sid, content_type AS "contentType", bytes FROM simulator_media
     WHERE message_sid = $1 AND sid = $2`,
    [messageSid, sid],
  );
  return rows[0] ?? null;
}

/** The last word of this family to this number that Twilio takes as stop or start. */
export async function readLastOptWord(
  connection: Queryable,
  officialNumber: string,
  counterpart: string,
  words: readonly string[],
): Promise<string | null> {
  const { rows } = await connection.query<{ word: string }>(
    `SELECT upper(trim(body)) AS word FROM simulator_message
     WHERE official_number = $1 AND counterpart = $2 AND channel = 'sms' AND direction = 'inbound'
       AND kind = 'message' AND upper(trim(body)) = ANY($3::text[])
     ORDER BY at DESC LIMIT 1`,
    [officialNumber, counterpart, words],
  );
  return rows[0]?.word ?? null;
}

export async function readBehaviour(connection: Queryable): Promise<Behaviour> {
  const { rows } = await connection.query<Behaviour>(
    'SELECT twice, out_of_order AS "outOfOrder", refuses FROM simulator_behaviour WHERE id = 1',
  );
  return rows[0] ?? { twice: false, outOfOrder: false, refuses: [] };
}

export async function writeBehaviour(connection: Queryable, behaviour: Behaviour): Promise<void> {
  await connection.query(
    `INSERT INTO simulator_behaviour (id, twice, out_of_order, refuses) VALUES (1, $1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET twice = $1, out_of_order = $2, refuses = $3`,
    [behaviour.twice, behaviour.outOfOrder, behaviour.refuses],
  );
}
