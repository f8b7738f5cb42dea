// Reads what a batch of work is about: each conversation's new events.
import type { Queryable } from '../database/client.ts';
import type { StageWorkItem } from '../jobs/stage.ts';
import { messageIdOf } from '../messaging/identity.ts';
import type { Channel, Direction } from '../messaging/message.ts';
import type { NewEvent } from './replay.ts';
import type { MessageEvent } from './types.ts';

export type ConversationWork = {
  conversationId: string;
  channel: Channel;
  officialNumber: string;
  counterpart: string;
  fresh: NewEvent[];
};

type MessageRow = {
  id: string;
  occurred_at: Date;
  channel: Channel;
  direction: Direction;
  body: string;
  worker_id: string | null;
  in_reply_to: string | null;
};

export function messageEvent(row: MessageRow): MessageEvent {
  return {
    type: 'message',
    id: row.id,
    at: row.occurred_at.getTime(),
    channel: row.channel,
    direction: row.direction,
    body: row.body,
    workerId: row.worker_id,
    quotes: row.in_reply_to === null ? null : messageIdOf(row.channel, row.in_reply_to),
    namesakes: [],
  };
}

/** The work by conversation, each conversation's events in the order they were queued. */
export async function readWork(
  connection: Queryable,
  items: readonly StageWorkItem[],
): Promise<ConversationWork[]> {
  const events = new Map<string, NewEvent>();
  const idsOf = (kind: string) =>
    items.filter((item) => item.subjectKind === kind).map((item) => item.subjectId);
  for (const { id, event } of await readMessages(connection, idsOf('message'))) {
    events.set(id, { event, choiceId: null });
  }
  for (const { id, event } of await readScopes(connection, idsOf('scope'))) {
    events.set(id, { event, choiceId: null });
  }
  for (const { id, event } of await readChoices(connection, idsOf('choice'))) {
    events.set(id, { event, choiceId: id });
  }
  const conversations = await readConversations(connection, items);
  for (const item of items) {
    const event = events.get(item.subjectId);
    if (event) conversations.get(item.conversationId)?.fresh.push(event);
  }
  return [...conversations.values()];
}

async function readConversations(
  connection: Queryable,
  items: readonly StageWorkItem[],
): Promise<Map<string, ConversationWork>> {
  const { rows } = await connection.query(
    `SELECT id, channel, official_number, counterpart FROM conversation WHERE id = ANY($1::uuid[])`,
    [[...new Set(items.map((item) => item.conversationId))]],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        conversationId: row.id,
        channel: row.channel,
        officialNumber: row.official_number,
        counterpart: row.counterpart,
        fresh: [],
      },
    ]),
  );
}

/** Messages that nobody decided yet: work that comes twice decides once. */
async function readMessages(connection: Queryable, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const { rows } = await connection.query<MessageRow>(
    `SELECT id, occurred_at, channel, direction, body, worker_id, in_reply_to FROM message
     WHERE id = ANY($1::uuid[])
       AND NOT EXISTS (SELECT FROM current_attribution WHERE message_id = message.id)`,
    [ids],
  );
  return rows.map((row) => ({ id: row.id, event: messageEvent(row) }));
}

/** One message, unless it is decided already. */
export async function readUndecided(
  connection: Queryable,
  messageId: string,
): Promise<MessageEvent | undefined> {
  return (await readMessages(connection, [messageId]))[0]?.event;
}

export const SCOPE_COLUMNS = 'id, conversation_id, worker_id, kind, case_numbers, at';
export type ScopeRow = {
  id: string;
  conversation_id: string;
  worker_id: string;
  kind: string;
  case_numbers: string[];
  at: Date;
};

export function scopeEvent(row: ScopeRow) {
  const common = { at: row.at.getTime(), workerId: row.worker_id };
  return row.kind === 'opened'
    ? { type: 'scope-opened' as const, ...common, caseNumbers: row.case_numbers }
    : { type: 'scope-closed' as const, ...common };
}

async function readScopes(connection: Queryable, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const { rows } = await connection.query<ScopeRow>(
    `SELECT ${SCOPE_COLUMNS} FROM scope_event WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return rows.map((row) => ({ id: row.id, event: scopeEvent(row) }));
}

export const CHOICE_COLUMNS = `id, conversation_id, kind, worker_id, message_ids, case_numbers, reason, at`;
export type ChoiceRow = {
  id: string;
  conversation_id: string;
  kind: string;
  worker_id: string;
  message_ids: string[];
  case_numbers: string[];
  reason: string | null;
  at: Date;
};

export function choiceEvent(row: ChoiceRow) {
  return {
    type: 'choice' as const,
    kind: row.kind === 'correction' ? ('correction' as const) : ('answer' as const),
    at: row.at.getTime(),
    workerId: row.worker_id,
    messageIds: row.message_ids,
    caseNumbers: row.case_numbers,
    reason: row.reason,
  };
}

async function readChoices(connection: Queryable, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const { rows } = await connection.query<ChoiceRow>(
    `SELECT ${CHOICE_COLUMNS} FROM attribution_choice
     WHERE id = ANY($1::uuid[]) AND kind IN ('answer', 'correction')`,
    [ids],
  );
  return rows.map((row) => ({ id: row.id, event: choiceEvent(row) }));
}
