// Messages with everything known about them, a page at a time and as they stood at one moment.
import { z } from 'zod';
import type { Database, Queryable } from '../../database/client.ts';
import { readPages } from '../../database/cursor.ts';
import { withoutSteppingBack } from '../../delivery/status.ts';
import type { ExportFilter } from './filter.ts';
import type { MessageLine } from './message-line.ts';

/** In the order in which they were kept. */
const MESSAGES = `
  SELECT message.id, message.channel, external_id AS "externalId", direction,
    official_number AS "officialNumber", counterpart, author, decided.contact_id AS "contactId",
    worker_id AS "workerId", body, sent_at AS "sentAt", received_at AS "receivedAt",
    recorded_at AS "recordedAt", encode(sha256, 'hex') AS sha256
  FROM message
  LEFT JOIN current_attribution AS decided ON decided.message_id = message.id
  WHERE ($1::text IS NULL OR (decided.state = 'attributed' AND $1 = ANY(decided.case_numbers)))
    AND ($2::timestamptz IS NULL OR message.occurred_at >= $2)
    AND ($3::timestamptz IS NULL OR message.occurred_at < $3)
  ORDER BY message.sequence`;

const DECISIONS = `
  SELECT message_id AS "messageId", state, case_numbers AS "caseNumbers", method, reasons, candidates,
    question_id AS "questionId", question_asked_at AS "askedAt", decided_by AS "decidedBy",
    decided_at AS "decidedAt"
  FROM attribution WHERE message_id = ANY($1::uuid[]) ORDER BY version`;

const FLAGS = `
  SELECT message_id AS "messageId", category, severity, evidence, rule
  FROM flag WHERE message_id = ANY($1::uuid[]) ORDER BY at, rule`;

const MEDIA = `
  SELECT media.message_id AS "messageId", content_type AS "contentType", bytes::float8 AS bytes, sha256,
    coalesce(state, 'pending') AS state
  FROM message_media AS media LEFT JOIN media_fetch ON media_id = media.id
  WHERE media.message_id = ANY($1::uuid[]) ORDER BY position`;

const EVENTS = `
  SELECT message_id AS "messageId", type, at, body, status
  FROM message_event WHERE message_id = ANY($1::uuid[]) ORDER BY at, sequence`;

type BaseRow = Omit<MessageLine, 'attribution' | 'flags' | 'media' | 'events'>;
type Of = { messageId: string };
type DecisionRow = Of & {
  state: string;
  caseNumbers: string[];
  method: string | null;
  reasons: string[];
  candidates: unknown;
  questionId: string | null;
  askedAt: Date | null;
  decidedBy: string;
  decidedAt: Date;
};

const candidateSets = z.array(z.array(z.string()));

/** The messages, whole, in the order in which they were kept. */
export async function* readMessageLines(
  database: Database,
  { caseNumber, since, until }: ExportFilter,
): AsyncGenerator<MessageLine> {
  const pages = readPages<BaseRow>(database, MESSAGES, [caseNumber, since, until]);
  for await (const { rows, connection } of pages) {
    const ids = rows.map(({ id }) => id);
    const decisions = await grouped<DecisionRow>(connection, DECISIONS, ids);
    const flags = await grouped<Of & MessageLine['flags'][number]>(connection, FLAGS, ids);
    const media = await grouped<Of & MessageLine['media'][number]>(connection, MEDIA, ids);
    const events = await grouped<Of & MessageLine['events'][number]>(connection, EVENTS, ids);
    for (const { sha256, ...message } of rows) {
      yield {
        ...message,
        attribution: attributionOf(message, decisions.get(message.id) ?? []),
        flags: (flags.get(message.id) ?? []).map(withoutMessageId),
        media: (media.get(message.id) ?? []).map(withoutMessageId),
        events: withoutSteppingBack((events.get(message.id) ?? []).map(withoutMessageId)),
        sha256,
      };
    }
  }
}

/** True when there is a child with this case number. */
export async function isCase(connection: Queryable, caseNumber: string): Promise<boolean> {
  const { rowCount } = await connection.query('SELECT FROM child WHERE case_number = $1', [
    caseNumber,
  ]);
  return rowCount === 1;
}

async function grouped<Row extends Of>(
  connection: Queryable,
  sql: string,
  messageIds: readonly string[],
): Promise<Map<string, Row[]>> {
  const { rows } = await connection.query<Row>(sql, [messageIds]);
  return Map.groupBy(rows, ({ messageId }) => messageId);
}

function withoutMessageId<Row extends Of>({ messageId: _, ...rest }: Row): Omit<Row, 'messageId'> {
  return rest;
}

/** The newest decision; what was offered, and when it was asked, stay after the answer. */
function attributionOf(
  { receivedAt }: { receivedAt: Date },
  decisions: readonly DecisionRow[],
): MessageLine['attribution'] {
  const newest = decisions.at(-1);
  if (!newest) return notYetDecided(receivedAt);
  const offered = decisions.map((row) => candidateSets.parse(row.candidates));
  const asked = decisions.findLast((row) => row.questionId !== null);
  return {
    state: newest.state,
    caseNumbers: newest.caseNumbers,
    method: newest.method,
    reasons: newest.reasons,
    candidates: offered.findLast((sets) => sets.length > 0) ?? [],
    question:
      asked?.questionId && asked.askedAt ? { id: asked.questionId, askedAt: asked.askedAt } : null,
    decidedBy: newest.decidedBy,
    decidedAt: newest.decidedAt,
  };
}

/** It arrived while the export began: on nobody's record yet, which is what it says. */
function notYetDecided(receivedAt: Date): MessageLine['attribution'] {
  return {
    state: 'awaiting-worker',
    caseNumbers: [],
    method: null,
    reasons: ['This message has only just arrived. Casethread has not looked at it yet.'],
    candidates: [],
    question: null,
    decidedBy: 'system',
    decidedAt: receivedAt,
  };
}
