// Rebuilds where conversations stand from what was decided: the last day's messages, what is quoted,
// open scopes, the latest choice, and what waits.
import type { Queryable } from '../database/client.ts';
import { messageIdOf } from '../messaging/identity.ts';
import type { Channel } from '../messaging/message.ts';
import { LOOKS_BACK } from './conversation.ts';
import { readRecordedScopes } from './room-facts-store.ts';
import type {
  AttributionState,
  ConversationState,
  Cue,
  OpenScope,
  PlacedMessage,
  WaitingMessage,
} from './types.ts';

export type Wanted = {
  conversationId: string;
  /** The first event that is to be decided (milliseconds). */
  from: number;
  /** Messages that are quoted or chosen for. */
  messageIds: readonly string[];
};

/** The state of each conversation as it stood before `from`, as far as a decision looks back. */
export async function readStates(
  connection: Queryable,
  wanted: readonly Wanted[],
): Promise<Map<string, ConversationState>> {
  const ids = wanted.map((each) => each.conversationId);
  const since = wanted.map((each) => new Date(each.from - LOOKS_BACK));
  const placed = await readPlaced(
    connection,
    ids,
    since,
    wanted.flatMap((each) => each.messageIds),
  );
  const waiting = await readWaiting(
    connection,
    ids,
    since,
    wanted.flatMap((each) => each.messageIds),
  );
  const scopes = await readScopes(connection, ids, since);
  const recorded = await readRecordedScopes(connection, ids);
  const choices = await readLatestChoices(connection, ids, since);
  return new Map(
    wanted.map(({ conversationId, from, messageIds }) => {
      const messages = (placed.get(conversationId) ?? []).concat(
        messageIds.flatMap((id) => placed.get('')?.find((message) => message.id === id) ?? []),
      );
      return [
        conversationId,
        {
          placed: new Map(messages.map((message) => [message.id, message])),
          recent: (placed.get(conversationId) ?? []).filter(
            (message) => from - message.at <= 3_600_000,
          ),
          scopes: [...(recorded.get(conversationId) ?? []), ...(scopes.get(conversationId) ?? [])],
          choice: choices.get(conversationId) ?? null,
          waiting: waiting.get(conversationId) ?? [],
        },
      ];
    }),
  );
}

type PlacedRow = Omit<PlacedMessage, 'at'> & { conversationId: string; occurredAt: Date };

/** Under their conversation the last day's messages; under "" the quoted ones, which may be of any age. */
async function readPlaced(
  connection: Queryable,
  conversationIds: readonly string[],
  since: readonly Date[],
  messageIds: readonly string[],
): Promise<Map<string, PlacedMessage[]>> {
  const columns = `ca.message_id AS id, ca.conversation_id AS "conversationId", ca.occurred_at AS "occurredAt",
    m.direction, m.worker_id AS "workerId", ca.state, ca.case_numbers AS "caseNumbers"`;
  const { rows } = await connection.query<PlacedRow>(
    `SELECT ${columns} FROM unnest($1::uuid[], $2::timestamptz[]) AS wanted (conversation_id, since)
     JOIN current_attribution ca ON ca.conversation_id = wanted.conversation_id AND ca.occurred_at >= wanted.since
     JOIN message m ON m.id = ca.message_id ORDER BY ca.occurred_at, m.sequence`,
    [conversationIds, since],
  );
  const found = Map.groupBy(rows.map(toPlaced), (_, place) => rows[place]?.conversationId ?? '');
  if (messageIds.length > 0) {
    const quoted = await connection.query<PlacedRow>(
      `SELECT ${columns} FROM current_attribution ca JOIN message m ON m.id = ca.message_id
       WHERE ca.message_id = ANY($1::uuid[])`,
      [messageIds],
    );
    found.set('', quoted.rows.map(toPlaced));
  }
  return found;
}

function toPlaced({
  id,
  occurredAt,
  direction,
  workerId,
  state,
  caseNumbers,
}: PlacedRow): PlacedMessage {
  return { id, at: occurredAt.getTime(), direction, workerId, state, caseNumbers };
}

type WaitingRow = PlacedRow & {
  channel: Channel;
  body: string;
  inReplyTo: string | null;
  reasons: string[];
  cues: Cue[];
  candidates: string[][];
  questionId: string;
  questionAskedAt: Date;
  contactId: string | null;
  decidedAt: Date;
  ruleVersion: string;
};

/** What waits of the last day, and whatever waits in the same questions as these messages. */
async function readWaiting(
  connection: Queryable,
  conversationIds: readonly string[],
  since: readonly Date[],
  messageIds: readonly string[],
): Promise<Map<string, WaitingMessage[]>> {
  const { rows } = await connection.query<WaitingRow>(
    // The few near ones by index, as an array: however little waits, the planner must not read the whole
    // table to find it.
    `WITH near AS (
       SELECT recent.message_id FROM unnest($1::uuid[], $2::timestamptz[]) AS wanted (conversation_id, since)
         JOIN current_attribution recent ON recent.conversation_id = wanted.conversation_id AND recent.occurred_at >= wanted.since
       UNION SELECT other.message_id FROM current_attribution chosen
         JOIN current_attribution other ON other.question_id = chosen.question_id
         WHERE chosen.message_id = ANY($3::uuid[]))
     SELECT m.id, m.conversation_id AS "conversationId", m.occurred_at AS "occurredAt", m.channel, m.direction,
       m.worker_id AS "workerId", m.body, m.in_reply_to AS "inReplyTo", a.state, a.case_numbers AS "caseNumbers",
       a.reasons, a.cues, a.candidates, a.question_id AS "questionId", a.question_asked_at AS "questionAskedAt",
       a.contact_id AS "contactId", a.decided_at AS "decidedAt", a.rule_version AS "ruleVersion"
     FROM current_attribution ca JOIN attribution a ON a.id = ca.attribution_id JOIN message m ON m.id = ca.message_id
     WHERE ca.message_id = ANY(ARRAY(SELECT message_id FROM near))
       AND ca.state IN ('awaiting-worker', 'unmatched') AND a.question_id IS NOT NULL
     ORDER BY m.occurred_at, m.sequence`,
    [conversationIds, since, messageIds],
  );
  return Map.groupBy(rows.map(toWaiting), (_, place) => rows[place]?.conversationId ?? '');
}

function toWaiting(row: WaitingRow): WaitingMessage {
  const at = row.occurredAt.getTime();
  return {
    event: {
      type: 'message',
      id: row.id,
      at,
      channel: row.channel,
      direction: row.direction,
      body: row.body,
      workerId: row.workerId,
      quotes: row.inReplyTo === null ? null : messageIdOf(row.channel, row.inReplyTo),
      // Filled in by the stage, which looks up every body of a batch at once.
      namesakes: [],
    },
    decision: {
      messageId: row.id,
      state: row.state satisfies AttributionState,
      caseNumbers: row.caseNumbers,
      method: null,
      reasons: row.reasons,
      cues: row.cues,
      candidates: row.candidates,
      question: { id: row.questionId, askedAt: row.questionAskedAt.getTime() },
      contactId: row.contactId,
      decidedBy: 'system',
      decidedAt: row.decidedAt.getTime(),
      ruleVersion: row.ruleVersion,
    },
  };
}

/**
 * Scopes that may be open: opened in the last day, or carried on since by messages in them never a
 * day apart.
 */
async function readScopes(
  connection: Queryable,
  conversationIds: readonly string[],
  since: readonly Date[],
): Promise<Map<string, OpenScope[]>> {
  const { rows } = await connection.query<{
    conversationId: string;
    workerId: string;
    caseNumbers: string[];
    openedAt: Date;
    closedAt: Date | null;
    times: Date[] | null;
  }>(
    `SELECT s.conversation_id AS "conversationId", s.worker_id AS "workerId", s.case_numbers AS "caseNumbers",
       s.at AS "openedAt", closed.at AS "closedAt", inside.times
     FROM unnest($1::uuid[], $2::timestamptz[]) AS wanted (conversation_id, since)
     JOIN scope_event s ON s.conversation_id = wanted.conversation_id AND s.kind = 'opened'
     LEFT JOIN LATERAL (SELECT min(c.at) AS at FROM scope_event c WHERE c.conversation_id = s.conversation_id
       AND c.worker_id = s.worker_id AND c.kind = 'closed' AND c.at >= s.at) AS closed ON true
     LEFT JOIN LATERAL (SELECT array_agg(ca.occurred_at ORDER BY ca.occurred_at) AS times
       FROM current_attribution ca WHERE ca.conversation_id = s.conversation_id AND ca.state = 'attributed'
         AND ca.occurred_at >= s.at AND ca.case_numbers @> s.case_numbers AND ca.case_numbers <@ s.case_numbers) AS inside ON true
     WHERE (closed.at IS NULL OR closed.at >= wanted.since)
       AND (s.at >= wanted.since OR inside.times[array_upper(inside.times, 1)] >= wanted.since)
     ORDER BY s.at`,
    [conversationIds, since],
  );
  return Map.groupBy(
    rows.map(({ workerId, caseNumbers, openedAt, closedAt, times }) => ({
      workerId,
      caseNumbers,
      openedAt: openedAt.getTime(),
      closedAt: closedAt?.getTime() ?? null,
      lastAt: carriedOn(
        openedAt.getTime(),
        (times ?? []).map((time) => time.getTime()),
      ),
    })),
    (_, place) => rows[place]?.conversationId ?? '',
  );
}

/** The last of the times that follow one another by no more than a day. */
function carriedOn(openedAt: number, times: readonly number[]): number {
  let last = openedAt;
  for (const time of times) if (time - last <= LOOKS_BACK) last = Math.max(last, time);
  return last;
}

/** The latest choice about messages not older than a day when it was made. */
async function readLatestChoices(
  connection: Queryable,
  conversationIds: readonly string[],
  since: readonly Date[],
): Promise<Map<string, NonNullable<ConversationState['choice']>>> {
  const { rows } = await connection.query<{
    conversationId: string;
    at: Date;
    caseNumbers: string[];
    messageId: string;
  }>(
    `SELECT DISTINCT ON (c.conversation_id) c.conversation_id AS "conversationId", c.at,
       c.case_numbers AS "caseNumbers", c.message_ids[1] AS "messageId"
     FROM unnest($1::uuid[], $2::timestamptz[]) AS wanted (conversation_id, since)
     JOIN attribution_choice c ON c.conversation_id = wanted.conversation_id AND c.at >= wanted.since
       AND c.at < wanted.since + interval '1 day' AND c.kind <> 'ask-manager'
     WHERE EXISTS (SELECT 1 FROM message m WHERE m.id = ANY(c.message_ids) AND m.occurred_at >= c.at - interval '1 day')
     ORDER BY c.conversation_id, c.at DESC, c.recorded_at DESC`,
    [conversationIds, since],
  );
  return new Map(
    rows.map(({ conversationId, at, caseNumbers, messageId }) => [
      conversationId,
      { at: at.getTime(), caseNumbers, messageId },
    ]),
  );
}
