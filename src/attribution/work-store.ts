// Reads the messages and choices that wait for attribution.
import type { Queryable } from '../database/client.ts';
import { messageIdOf } from '../messaging/identity.ts';
import type { Channel, Direction } from '../messaging/message.ts';
import type { ScopeClosedEvent, ScopeOpenedEvent } from './types.ts';

export type MessageRow = {
  id: string;
  conversationId: string;
  channel: Channel;
  direction: Direction;
  officialNumber: string;
  counterpart: string;
  /** The address whose holder this is: who wrote, or was written to. */
  address: string;
  workerId: string | null;
  body: string;
  quotes: string | null;
  occurredAt: Date;
  origin: string;
  kind: string;
};

type RawMessage = Omit<MessageRow, 'address' | 'quotes'> & {
  author: string;
  inReplyTo: string | null;
};

const COLUMNS = `m.id, m.conversation_id AS "conversationId", m.channel, m.direction,
  m.official_number AS "officialNumber", m.counterpart, m.author, m.worker_id AS "workerId", m.body,
  m.in_reply_to AS "inReplyTo", m.occurred_at AS "occurredAt", m.origin, m.kind`;

export async function readMessages(
  connection: Queryable,
  ids: readonly string[],
): Promise<MessageRow[]> {
  const { rows } = await connection.query<RawMessage>(
    `SELECT ${COLUMNS} FROM message m WHERE m.id = ANY($1::uuid[])`,
    [ids],
  );
  return rows.map(messageRow);
}

/** Every message of a conversation, in the order in which they were kept. */
export async function readConversation(
  connection: Queryable,
  conversationId: string,
): Promise<MessageRow[]> {
  const { rows } = await connection.query<RawMessage>(
    `SELECT ${COLUMNS} FROM message m WHERE m.conversation_id = $1 ORDER BY m.sequence`,
    [conversationId],
  );
  return rows.map(messageRow);
}

/** For each address of these messages, the chat platforms' conversations they were written in. */
export function roomsOf(messages: readonly MessageRow[]): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>();
  for (const { channel, address, counterpart } of messages) {
    if (channel !== 'slack' && channel !== 'teams') continue;
    rooms.set(address, (rooms.get(address) ?? new Set()).add(counterpart));
  }
  return rooms;
}

function messageRow({ author, inReplyTo, ...row }: RawMessage): MessageRow {
  // In a chat the counterpart is a room; whoever wrote is the contact.
  const inRoom =
    (row.channel === 'slack' || row.channel === 'teams') && row.direction === 'inbound';
  return {
    ...row,
    address: inRoom ? author : row.counterpart,
    quotes: inReplyTo === null ? null : messageIdOf(row.channel, inReplyTo),
  };
}

export type ChoiceRow = {
  id: string;
  conversationId: string;
  kind: 'answer' | 'correction' | 'ask-manager';
  questionId: string | null;
  messageIds: string[];
  workerId: string;
  caseNumbers: string[];
  reason: string | null;
  at: Date;
  origin: string;
};

const CHOICE_COLUMNS = `id, conversation_id AS "conversationId", kind, question_id AS "questionId",
  message_ids AS "messageIds", worker_id AS "workerId", case_numbers AS "caseNumbers", reason, at, origin`;

export async function readChoices(
  connection: Queryable,
  ids: readonly string[],
): Promise<ChoiceRow[]> {
  const { rows } = await connection.query<ChoiceRow>(
    `SELECT ${CHOICE_COLUMNS} FROM attribution_choice WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return rows;
}

/** Every choice of a conversation, in time order. */
export async function readConversationChoices(
  connection: Queryable,
  conversationId: string,
): Promise<ChoiceRow[]> {
  const { rows } = await connection.query<ChoiceRow>(
    `SELECT ${CHOICE_COLUMNS} FROM attribution_choice WHERE conversation_id = $1 ORDER BY at, recorded_at`,
    [conversationId],
  );
  return rows;
}

/** Workers who own these official numbers. */
export async function readNumberOwners(
  connection: Queryable,
  numbers: readonly string[],
): Promise<string[]> {
  const { rows } = await connection.query<{ workerId: string }>(
    'SELECT DISTINCT worker_id AS "workerId" FROM official_number WHERE address = ANY($1::text[]) AND worker_id IS NOT NULL',
    [numbers],
  );
  return rows.map(({ workerId }) => workerId);
}

/** Every opening and closing of scopes in a conversation, in time order. */
export async function readConversationScopes(
  connection: Queryable,
  conversationId: string,
): Promise<(ScopeOpenedEvent | ScopeClosedEvent)[]> {
  const { rows } = await connection.query<{
    kind: string;
    workerId: string;
    caseNumbers: string[];
    at: Date;
  }>(
    `SELECT kind, worker_id AS "workerId", case_numbers AS "caseNumbers", at, recorded_at
     FROM scope_event WHERE conversation_id = $1
     UNION ALL SELECT kind, worker_id, case_numbers, least(at, history_from), recorded_at
     FROM registration_event WHERE conversation_id = $1 AND kind = 'registered'
     ORDER BY at, recorded_at`,
    [conversationId],
  );
  return rows.map(({ kind, workerId, caseNumbers, at }) => {
    const opened = { type: 'scope-opened', at: at.getTime(), workerId, caseNumbers } as const;
    if (kind === 'registered') return { ...opened, recorded: true };
    return kind === 'opened' ? opened : { type: 'scope-closed', at: at.getTime(), workerId };
  });
}
