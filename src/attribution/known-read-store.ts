// Reads what is already decided around new events of a conversation.
import type { Queryable } from '../database/client.ts';
import { LOOKS_BACK } from './conversation.ts';
import type { KnownEvent } from './replay.ts';
import type { Decision } from './types.ts';
import {
  CHOICE_COLUMNS,
  type ChoiceRow,
  type ConversationWork,
  choiceEvent,
  messageEvent,
  SCOPE_COLUMNS,
  type ScopeRow,
  scopeEvent,
} from './work-read-store.ts';

/** A scope that every message keeps open lives on; older than this, it is taken as lapsed. */
const SCOPE_LOOKS_BACK = 30 * 24 * 3_600_000;

/**
 * What is already decided around the new events of each conversation: a day back, further where a
 * scope may still be open, and whatever is quoted, answered or waits in an answered question.
 */
export async function readKnown(
  connection: Queryable,
  work: readonly ConversationWork[],
): Promise<Map<string, KnownEvent[]>> {
  const freshScopes = new Set<string>();
  const freshChoices = new Set(
    work.flatMap(({ fresh }) => fresh.flatMap(({ choiceId }) => choiceId ?? [])),
  );
  const known = new Map<string, KnownEvent[]>(work.map((one) => [one.conversationId, []]));
  const firstAt = new Map(
    work.map((one) => [one.conversationId, Math.min(...one.fresh.map(({ event }) => event.at))]),
  );
  for (const one of work) {
    for (const { event } of one.fresh) {
      if (event.type === 'scope-opened' || event.type === 'scope-closed')
        freshScopes.add(`${one.conversationId} ${event.type} ${event.workerId} ${event.at}`);
    }
  }
  const ids = work.map((one) => one.conversationId);
  const starts = (back: number) =>
    ids.map((id) => {
      const first = firstAt.get(id) ?? 0;
      return new Date((Number.isFinite(first) ? first : 0) - back);
    });
  const scopes = await connection.query<ScopeRow>(
    `SELECT ${SCOPE_COLUMNS} FROM scope_event
     JOIN unnest($1::uuid[], $2::timestamptz[]) AS around (conversation_id, since)
       USING (conversation_id)
     WHERE at >= since ORDER BY at, recorded_at`,
    [ids, starts(SCOPE_LOOKS_BACK)],
  );
  const since = new Map(ids.map((id, place) => [id, starts(LOOKS_BACK)[place] ?? new Date(0)]));
  for (const row of scopes.rows) {
    const event = scopeEvent(row);
    const key = `${row.conversation_id} ${event.type} ${event.workerId} ${event.at}`;
    if (freshScopes.has(key)) continue;
    known.get(row.conversation_id)?.push({ event });
    const start = since.get(row.conversation_id);
    if (start && row.at < start) since.set(row.conversation_id, row.at);
  }
  const choices = await connection.query<ChoiceRow>(
    `SELECT ${CHOICE_COLUMNS} FROM attribution_choice
     JOIN unnest($1::uuid[], $2::timestamptz[]) AS around (conversation_id, since)
       USING (conversation_id)
     WHERE at >= since AND kind IN ('answer', 'correction') ORDER BY at, recorded_at`,
    [ids, starts(LOOKS_BACK)],
  );
  for (const row of choices.rows) {
    if (freshChoices.has(row.id)) continue;
    known.get(row.conversation_id)?.push({ event: choiceEvent(row) });
  }
  const decided = await readDecided(connection, work, since);
  for (const { conversationId, entry } of decided) known.get(conversationId)?.push(entry);
  return known;
}

/** Messages named by what is new: quoted by a message, or looked at by a choice. */
function namedIn(work: readonly ConversationWork[]): string[] {
  return work.flatMap(({ fresh }) =>
    fresh.flatMap(({ event }) => {
      if (event.type === 'choice') return [...event.messageIds];
      return event.type === 'message' && event.quotes !== null ? [event.quotes] : [];
    }),
  );
}

async function readDecided(
  connection: Queryable,
  work: readonly ConversationWork[],
  since: ReadonlyMap<string, Date>,
): Promise<{ conversationId: string; entry: KnownEvent }[]> {
  const named = namedIn(work);
  const { rows } = await connection.query(
    `WITH wanted AS (
       SELECT message_id FROM current_attribution
       JOIN unnest($1::uuid[], $2::timestamptz[]) AS around (conversation_id, since)
         USING (conversation_id)
       WHERE occurred_at >= since
       UNION
       SELECT message_id FROM current_attribution WHERE message_id = ANY($3::uuid[])
       UNION
       SELECT message_id FROM current_attribution WHERE question_id IN (
         SELECT question_id FROM current_attribution
         WHERE message_id = ANY($3::uuid[]) AND question_id IS NOT NULL)
     )
     SELECT message.id, message.conversation_id, message.occurred_at, message.channel,
       message.direction, message.body, message.worker_id, message.in_reply_to,
       attribution.state, attribution.case_numbers, attribution.method, attribution.reasons,
       attribution.cues, attribution.candidates, attribution.question_id,
       attribution.question_asked_at, attribution.contact_id, attribution.decided_by,
       attribution.decided_at, attribution.rule_version
     FROM wanted
     JOIN current_attribution USING (message_id)
     JOIN attribution ON attribution.id = current_attribution.attribution_id
     JOIN message ON message.id = wanted.message_id
     ORDER BY message.occurred_at, message.sequence`,
    [[...since.keys()], [...since.values()], named],
  );
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    entry: { event: messageEvent(row), decision: decisionOf(row) },
  }));
}

type DecisionRow = {
  id: string;
  state: Decision['state'];
  case_numbers: string[];
  method: Decision['method'];
  reasons: string[];
  cues: Decision['cues'];
  candidates: string[][];
  question_id: string | null;
  question_asked_at: Date | null;
  contact_id: string | null;
  decided_by: string;
  decided_at: Date;
  rule_version: string;
};

function decisionOf(row: DecisionRow): Decision {
  return {
    messageId: row.id,
    state: row.state,
    caseNumbers: row.case_numbers,
    method: row.method,
    reasons: row.reasons,
    cues: row.cues,
    candidates: row.candidates,
    question:
      row.question_id === null || row.question_asked_at === null
        ? null
        : { id: row.question_id, askedAt: row.question_asked_at.getTime() },
    contactId: row.contact_id,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at.getTime(),
    ruleVersion: row.rule_version,
  };
}
