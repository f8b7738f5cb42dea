// Builders for what waits on people: questions as attribution asks them, and recordings made of messages.
import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/client.ts';
import { createRecordStage } from '../../src/record/stage.ts';
import { aDecision, aMessage, type BuiltMessage, workFor } from './records.ts';

type MessageChanges = Parameters<typeof aMessage>[2];

/** Messages about these children, on their records. */
export async function onRecord(
  database: Database,
  caseNumbers: string[],
  contactId: string | null,
  messages: { at: string; changes?: MessageChanges; flag?: string }[],
): Promise<BuiltMessage[]> {
  const built: BuiltMessage[] = [];
  for (const { at, changes, flag } of messages) {
    const message = await aMessage(database, at, changes);
    await aDecision(database, message, caseNumbers, contactId === null ? {} : { contactId });
    if (flag !== undefined) await aFlagOf(database, message, flag);
    built.push(message);
  }
  await record(database, built);
  return built;
}

/** Puts decided messages on records, as the record stage does. */
export async function record(database: Database, messages: BuiltMessage[]): Promise<void> {
  const stage = createRecordStage({
    clock: () => messages.at(-1)?.at ?? new Date(),
    nation: 'england-and-wales',
  });
  await database.transaction((connection) => stage.process(connection, messages.map(workFor)));
}

async function aFlagOf({ pool }: Database, message: BuiltMessage, words: string): Promise<void> {
  await pool.query(
    `INSERT INTO flag (id, message_id, conversation_id, category, severity, evidence, rule, at)
     VALUES ($1, $2, $3, 'harm-disclosure', 'urgent', $4, 'hit@1', $5)`,
    [randomUUID(), message.id, message.conversationId, [words], message.at],
  );
}

/** Messages that await a worker's choice: one question. */
export async function aQuestion(
  database: Database,
  messages: { at: string; changes?: MessageChanges; flag?: string }[],
  changes: {
    caseNumbers?: string[];
    contactId?: string | null;
    reasons?: string[];
    state?: 'awaiting-worker' | 'unmatched';
    candidates?: string[][];
    forManagerWhy?: string;
    cues?: unknown[];
  } = {},
): Promise<{ id: string; conversationId: string; messages: BuiltMessage[] }> {
  const id = randomUUID();
  const built: BuiltMessage[] = [];
  const caseNumbers = changes.caseNumbers ?? [];
  const contactId = changes.contactId ?? null;
  for (const { at, changes: message, flag } of messages) {
    const kept = await aMessage(database, at, message);
    built.push(kept);
    if (flag !== undefined) await aFlagOf(database, kept, flag);
    await database.pool.query(
      `WITH decided AS (
         INSERT INTO attribution (id, message_id, version, state, case_numbers, reasons, cues, candidates,
           question_id, question_asked_at, contact_id, decided_by, decided_at, rule_version)
         VALUES ($1, $2, 1, $3, '{}', $4, $5, $6, $7, $8, $9, 'system', $8, 'test')
         RETURNING *)
       INSERT INTO current_attribution (message_id, attribution_id, conversation_id, occurred_at,
         version, state, case_numbers, contact_id, question_id)
       SELECT message_id, id, $10, $8, 1, state, '{}', contact_id, question_id FROM decided`,
      [
        randomUUID(),
        kept.id,
        changes.state ?? (caseNumbers.length > 0 ? 'awaiting-worker' : 'unmatched'),
        changes.reasons ?? ['“Bear” is not a name on any record.'],
        JSON.stringify(changes.cues ?? []),
        JSON.stringify(changes.candidates ?? caseNumbers.map((caseNumber) => [caseNumber])),
        id,
        kept.at,
        contactId,
        kept.conversationId,
      ],
    );
  }
  const [first] = built;
  const last = built.at(-1);
  if (!first || !last) throw new Error('A question is about at least one message.');
  await database.pool.query(
    `INSERT INTO open_question (id, conversation_id, official_number, channel, counterpart, contact_id,
       case_numbers, asked_at, last_at, message_count, for_manager, for_manager_why)
     SELECT $1, id, official_number, channel, counterpart, $2, $3, $4, $5, $6, $7, $8
     FROM conversation WHERE id = $9`,
    [
      id,
      contactId,
      caseNumbers,
      first.at,
      last.at,
      built.length,
      changes.forManagerWhy !== undefined,
      changes.forManagerWhy ?? null,
      first.conversationId,
    ],
  );
  return { id, conversationId: first.conversationId, messages: built };
}

/** A message of a worker's, and what became of it. */
export async function aSend(
  { pool }: Database,
  conversationId: string,
  changes: {
    workerId?: string;
    contactId?: string;
    caseNumbers?: string[];
    body?: string;
    at?: string;
    state?: string;
    words?: string;
    kind?: string;
    messageId?: string;
  } = {},
): Promise<string> {
  const id = randomUUID();
  const at = new Date(changes.at ?? '2026-03-12T10:15:00Z');
  const workerId = changes.workerId ?? 'P';
  await pool.query(
    `INSERT INTO send_intent (id, conversation_id, kind, worker_id, contact_id, case_numbers, body,
       checks, idempotency_key, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, '[]', $8, $9)`,
    [
      id,
      conversationId,
      changes.kind ?? 'reply',
      workerId,
      changes.contactId ?? 'K',
      changes.caseNumbers ?? ['CT-1'],
      changes.body ?? 'I will call you at 4pm about Friday.',
      id,
      at,
    ],
  );
  await pool.query(
    `INSERT INTO send_state (intent_id, conversation_id, worker_id, state, words, message_id, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      conversationId,
      workerId,
      changes.state ?? 'failed',
      changes.words ?? "This number can't receive texts. Check the number, or ring instead.",
      changes.messageId ?? null,
      at,
    ],
  );
  return id;
}
