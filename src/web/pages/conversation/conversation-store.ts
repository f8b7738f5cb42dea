// One conversation, newest page first: messages with what was decided about them and became of them.
import type { Queryable } from '../../../database/client.ts';

/** The newest first; "Show earlier messages" goes on from the oldest shown. */
export const PAGE_SIZE = 50;

export type Cursor = { at: Date; sequence: bigint };

export type MessageEvent = {
  type: 'edited' | 'deleted' | 'undeleted' | 'status';
  at: Date;
  body: string | null;
  status: string | null;
};

export type MessageMedia = {
  id: string;
  contentType: string;
  state: 'stored' | 'pending' | 'unavailable';
  reason: string | null;
};

export type ConversationMessage = {
  id: string;
  sequence: bigint;
  kind: 'message' | 'call';
  direction: 'inbound' | 'outbound';
  body: string;
  profileName: string | null;
  occurredAt: Date;
  /** Who wrote it, when it was one of ours. */
  workerId: string | null;
  workerName: string | null;
  contactName: string | null;
  /** Null while nothing is decided yet. */
  state: 'attributed' | 'awaiting-worker' | 'unmatched' | 'not-casework' | null;
  caseNumbers: string[];
  method: string | null;
  reasons: string[];
  decidedBy: string | null;
  decidedByName: string | null;
  questionId: string | null;
  /** Whether its question still waits. */
  questionOpen: boolean;
  /** Whether Casethread itself sent it. */
  sentHere: boolean;
  /** What Casethread sent by itself: that messages are kept, or when they are read. */
  isNotice: boolean;
  /** Why sending failed, in words. */
  sendWords: string | null;
  /** Who brought it in from a device, and under which reference; null: it did not come that way. */
  imported: { reference: string; by: string | null; at: Date } | null;
  events: MessageEvent[];
  flags: { severity: string; evidence: string[] }[];
  media: MessageMedia[];
};

const nameOf = (worker: string) =>
  `(SELECT p.name FROM worker p WHERE p.worker_id = ${worker} ORDER BY p.valid_from DESC LIMIT 1)`;

const READ_PAGE = `
WITH page AS (
  SELECT m.* FROM message m
  WHERE m.conversation_id = $1
    AND m.occurred_at <= coalesce($2::timestamptz, 'infinity')
    AND ($2::timestamptz IS NULL OR (m.occurred_at, m.sequence) < ($2, $3::bigint))
  ORDER BY m.occurred_at DESC, m.sequence DESC LIMIT ${PAGE_SIZE + 1}
)
SELECT m.id, m.sequence, m.kind, m.direction, m.body, m.profile_name AS "profileName",
  m.occurred_at AS "occurredAt", coalesce(m.worker_id, i.worker_id) AS "workerId",
  ${nameOf('coalesce(m.worker_id, i.worker_id)')} AS "workerName",
  (SELECT k.name FROM contact k WHERE k.contact_id = t.contact_id) AS "contactName",
  t.state, coalesce(t.case_numbers, '{}') AS "caseNumbers", t.method,
  coalesce(d.reasons, '{}') AS reasons, d.decided_by AS "decidedBy",
  ${nameOf('d.decided_by')} AS "decidedByName", t.question_id AS "questionId",
  q.id IS NOT NULL AS "questionOpen",
  i.id IS NOT NULL AS "sentHere", coalesce(i.kind <> 'reply', false) AS "isNotice", s.words AS "sendWords",
  (SELECT json_build_object('reference', 'D' || di.sequence, 'at', di.at,
     'by', ${nameOf('di.imported_by')})
   FROM device_import_message dm JOIN device_import di ON di.id = dm.import_id
   WHERE dm.message_id = m.id AND dm.how = 'imported' ORDER BY di.sequence LIMIT 1) AS imported,
  (SELECT coalesce(json_agg(json_build_object('type', e.type, 'at', e.at, 'body', e.body,
     'status', e.status) ORDER BY e.at, e.sequence), '[]')
   FROM message_event e WHERE e.message_id = m.id) AS events,
  (SELECT coalesce(json_agg(json_build_object('severity', f.severity, 'evidence', f.evidence)), '[]')
   FROM flag f WHERE f.message_id = m.id) AS flags,
  CASE WHEN m.media_count = 0 THEN '[]' ELSE (
    SELECT coalesce(json_agg(json_build_object('id', a.id, 'contentType', a.content_type,
      'state', coalesce(b.state, 'pending'), 'reason', b.reason) ORDER BY a.position), '[]')
    FROM message_media a LEFT JOIN media_fetch b ON b.media_id = a.id
    WHERE a.message_id = m.id) END AS media
FROM page m
LEFT JOIN current_attribution t ON t.message_id = m.id
LEFT JOIN attribution d ON d.id = t.attribution_id
LEFT JOIN open_question q ON q.id = t.question_id
LEFT JOIN send_state s ON s.message_id = m.id
LEFT JOIN send_intent i ON i.id = s.intent_id
ORDER BY m.occurred_at, m.sequence`;

/** Oldest first, at most a page before `before`; `earlier` where there are more. */
export async function readMessages(
  connection: Queryable,
  conversationId: string,
  before: Cursor | null,
): Promise<{ messages: ConversationMessage[]; earlier: boolean }> {
  const { rows } = await connection.query(READ_PAGE, [
    conversationId,
    before?.at ?? null,
    before?.sequence ?? null,
  ]);
  const messages: ConversationMessage[] = rows.map((row) => ({
    ...row,
    sequence: BigInt(row.sequence),
    imported: row.imported && { ...row.imported, at: new Date(row.imported.at) },
    events: row.events.map((event: MessageEvent) => ({ ...event, at: new Date(event.at) })),
  }));
  const earlier = messages.length > PAGE_SIZE;
  return { messages: earlier ? messages.slice(1) : messages, earlier };
}

export type UnsentMessage = {
  intentId: string;
  workerId: string;
  workerName: string | null;
  caseNumbers: string[];
  body: string;
  at: Date;
  state: 'waiting' | 'attempted' | 'failed' | 'seen-failed';
  words: string | null;
};

/** What a worker decided to send and no provider has taken, since `since`; oldest first. */
export async function readUnsent(
  connection: Queryable,
  conversationId: string,
  since: Date,
): Promise<UnsentMessage[]> {
  const { rows } = await connection.query<UnsentMessage>(
    `SELECT i.id AS "intentId", i.worker_id AS "workerId", ${nameOf('i.worker_id')} AS "workerName",
       i.case_numbers AS "caseNumbers", i.body, i.at, s.state, s.words
     FROM send_intent i JOIN send_state s ON s.intent_id = i.id
     WHERE i.conversation_id = $1 AND i.at >= $2 AND s.message_id IS NULL
       AND (i.kind = 'reply' OR s.state IN ('waiting', 'attempted'))
     ORDER BY i.sequence`,
    [conversationId, since],
  );
  return rows;
}

export type NamedChild = { caseNumber: string; name: string; dateOfBirth: Date };

/** Names and dates of birth; ask only for children whom the viewer may see. */
export async function readChildren(
  connection: Queryable,
  caseNumbers: readonly string[],
): Promise<Map<string, NamedChild>> {
  const { rows } = await connection.query<{ caseNumber: string; name: string; born: string }>(
    `SELECT case_number AS "caseNumber", name, to_char(date_of_birth, 'YYYY-MM-DD') AS born
     FROM child WHERE case_number = ANY($1)`,
    [caseNumbers],
  );
  return new Map(
    rows.map(({ caseNumber, name, born }) => [
      caseNumber,
      { caseNumber, name, dateOfBirth: new Date(born) },
    ]),
  );
}

/** Somebody else who is writing, or wrote in the last day; null: nobody. */
export async function readOtherWriter(
  connection: Queryable,
  conversationId: string,
  workerId: string,
  now: Date,
): Promise<{ name: string; writing: boolean; at: Date } | null> {
  const { rows } = await connection.query<{ name: string; writing: boolean; at: Date }>(
    `SELECT ${nameOf('other.worker_id')} AS name, other.writing, other.at FROM (
       SELECT worker_id, true AS writing, changed_at AS at FROM draft
       WHERE form = 'reply' AND subject_id = $1 AND worker_id <> $2
         AND changed_at > $3::timestamptz - interval '30 minutes'
       UNION ALL
       SELECT worker_id, false, at FROM scope_event
       WHERE conversation_id = $1 AND worker_id <> $2 AND kind = 'opened'
         AND at > $3::timestamptz - interval '1 day'
     ) other ORDER BY other.writing DESC, other.at DESC LIMIT 1`,
    [conversationId, workerId, now],
  );
  return rows[0] ?? null;
}

/** When the contact was told on this channel that messages are kept, and whether it arrived. */
export async function readNoticeGiven(
  connection: Queryable,
  contactId: string,
  channel: string,
): Promise<{ at: Date; state: string } | null> {
  const { rows } = await connection.query<{ at: Date; state: string }>(
    `SELECT i.at, s.state FROM send_intent i JOIN send_state s ON s.intent_id = i.id
     JOIN conversation c ON c.id = i.conversation_id
     WHERE i.contact_id = $1 AND c.channel = $2 AND i.kind = 'notice' AND s.state <> 'seen-failed'
     ORDER BY i.at DESC LIMIT 1`,
    [contactId, channel],
  );
  return rows[0] ?? null;
}

export type FormerHolder = { name: string; until: string; caseNumbers: string[] };

/** Whose number it was before, newest first, with their children of then. */
export async function readFormerHolders(
  connection: Queryable,
  channel: string,
  address: string,
  today: string,
): Promise<FormerHolder[]> {
  const { rows } = await connection.query<FormerHolder>(
    `SELECT k.name, to_char(i.valid_to, 'YYYY-MM-DD') AS until,
       ARRAY(SELECT r.case_number FROM relationship r WHERE r.contact_id = i.contact_id) AS "caseNumbers"
     FROM contact_identifier i JOIN contact k USING (contact_id)
     WHERE i.channel = replace($1, '-device', '') AND i.address = $2 AND i.valid_to < $3::date
     ORDER BY i.valid_to DESC LIMIT 3`,
    [channel, address, today],
  );
  return rows;
}

/** What a reader would see change: for the live token. Says nothing of the content. */
export async function readLiveMarks(
  connection: Queryable,
  conversationId: string,
): Promise<{ marks: string; newestInboundAt: Date | null }> {
  const { rows } = await connection.query<{ marks: string; newestInboundAt: Date | null }>(
    `WITH newest AS (
       SELECT id, direction, received_at FROM message WHERE conversation_id = $1
       ORDER BY occurred_at DESC, sequence DESC LIMIT ${PAGE_SIZE}
     )
     SELECT concat_ws('/',
         (SELECT count(*) FROM newest), (SELECT id FROM newest LIMIT 1),
         (SELECT count(*) FROM message_event e WHERE e.message_id IN (SELECT id FROM newest)),
         (SELECT sum(t.version) FROM current_attribution t WHERE t.message_id IN (SELECT id FROM newest)),
         (SELECT count(*) FROM recording_message r WHERE r.message_id IN (SELECT id FROM newest)),
         (SELECT max(f.changed_at) FROM media_fetch f WHERE f.message_id IN (SELECT id FROM newest)),
         (SELECT max(s.changed_at) FROM send_state s WHERE s.conversation_id = $1)) AS marks,
       (SELECT max(received_at) FROM newest WHERE direction = 'inbound') AS "newestInboundAt"`,
    [conversationId],
  );
  return rows[0] ?? { marks: '', newestInboundAt: null };
}

export type StoredMedia = {
  contentType: string;
  bytes: number;
  sha256: string;
  caseNumbers: string[];
};

/** A stored attachment of this conversation; null where there is none. */
export async function readStoredMedia(
  connection: Queryable,
  conversationId: string,
  mediaId: string,
): Promise<StoredMedia | null> {
  const { rows } = await connection.query<StoredMedia>(
    `SELECT a.content_type AS "contentType", b.bytes::float8 AS bytes, b.sha256,
       coalesce(t.case_numbers, '{}') AS "caseNumbers"
     FROM message_media a JOIN message m ON m.id = a.message_id
     JOIN media_fetch b ON b.media_id = a.id
     LEFT JOIN current_attribution t ON t.message_id = m.id
     WHERE a.id = $2 AND m.conversation_id = $1 AND b.state = 'stored'`,
    [conversationId, mediaId],
  );
  return rows[0] ?? null;
}
