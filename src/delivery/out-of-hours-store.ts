// Who wrote while the office is closed, who was told, and the authority's hours and words.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';
import { type OutOfHours, outOfHoursSchema } from './out-of-hours.ts';

export type OutOfHoursVersion = { on: boolean; settings: OutOfHours; setBy: string; setAt: Date };

/** What holds now; null: nobody has ever entered any. */
export async function readOutOfHours(connection: Queryable): Promise<OutOfHoursVersion | null> {
  const { rows } = await connection.query(
    `SELECT "on", days, opens_at AS "opensAt", closes_at AS "closesAt", duty_number AS "dutyNumber",
       words_en AS "wordsEn", coalesce(words_cy, '') AS "wordsCy",
       coalesce(cy_checked_by, '') AS "cyCheckedBy", set_by AS "setBy", set_at AS "setAt"
     FROM out_of_hours_version ORDER BY sequence DESC LIMIT 1`,
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { on, setBy, setAt, ...settings } = row;
  return { on, settings: outOfHoursSchema.parse(settings), setBy, setAt };
}

/** Keeps a new version beside the ones before. */
export async function saveOutOfHours(
  connection: Queryable,
  { on, settings, setBy, setAt }: OutOfHoursVersion,
): Promise<void> {
  await connection.query(
    `INSERT INTO out_of_hours_version (id, "on", days, opens_at, closes_at, duty_number, words_en,
       words_cy, cy_checked_by, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      randomUUID(),
      on,
      settings.days,
      settings.opensAt,
      settings.closesAt,
      settings.dutyNumber,
      settings.wordsEn,
      settings.wordsCy,
      settings.cyCheckedBy,
      setBy,
      setAt,
    ],
  );
}

export type LateMessage = { messageId: string; conversationId: string };

/**
 * The first message of each conversation that families wrote since `since`, about whom nothing was
 * decided in this closed period. Imported messages are no part of tonight. A message waits here
 * until the stages have read it: what it says may mean that nothing is sent.
 */
export async function readUntold(
  connection: Queryable,
  { since, closedAt }: { since: Date; closedAt: Date },
): Promise<LateMessage[]> {
  const { rows } = await connection.query<LateMessage>(
    `SELECT DISTINCT ON (m.conversation_id) m.id AS "messageId", m.conversation_id AS "conversationId"
     FROM message m
     WHERE m.received_at >= $1 AND m.occurred_at >= $1 AND m.direction = 'inbound'
       AND m.kind = 'message' AND m.origin IN ('live', 'reconciled')
       AND EXISTS (SELECT FROM current_attribution t WHERE t.message_id = m.id)
       AND NOT EXISTS (SELECT FROM stage_work w WHERE w.conversation_id = m.conversation_id
         AND w.set_aside_at IS NULL AND w.stage IN ('attribution', 'oversight'))
       AND NOT EXISTS (SELECT FROM out_of_hours_notice n
         WHERE n.conversation_id = m.conversation_id AND n.closed_at = $2)
     ORDER BY m.conversation_id, m.occurred_at, m.sequence`,
    [since, closedAt],
  );
  return rows;
}

/** Whether what they wrote says that a phone may be looked at by whoever they are afraid of. */
export async function mayBeWatched(
  connection: Queryable,
  conversationId: string,
  since: Date,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `SELECT 1 FROM flag WHERE conversation_id = $1 AND at >= $2 AND category = 'domestic-abuse' LIMIT 1`,
    [conversationId, since],
  );
  return (rowCount ?? 0) > 0;
}

export type OutOfHoursDecision = LateMessage & {
  closedAt: Date;
  contactId: string | null;
  intentId: string | null;
  whyNot: string | null;
  at: Date;
};

/** Once per conversation and closed period. False when somebody was first. */
export async function insertDecision(
  connection: Queryable,
  decision: OutOfHoursDecision,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `INSERT INTO out_of_hours_notice (conversation_id, closed_at, contact_id, message_id, intent_id,
       why_not, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
    [
      decision.conversationId,
      decision.closedAt,
      decision.contactId,
      decision.messageId,
      decision.intentId,
      decision.whyNot,
      decision.at,
    ],
  );
  return (rowCount ?? 0) > 0;
}

/** Whether this contact was told in this closed period, on whichever channel. */
export async function wasToldTonight(
  connection: Queryable,
  contactId: string,
  closedAt: Date,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `SELECT 1 FROM out_of_hours_notice
     WHERE contact_id = $1 AND closed_at = $2 AND intent_id IS NOT NULL LIMIT 1`,
    [contactId, closedAt],
  );
  return (rowCount ?? 0) > 0;
}

/** The children that a message is about, as decided now. */
export async function readCasesOf(connection: Queryable, messageId: string): Promise<string[]> {
  const { rows } = await connection.query<{ cases: string[] }>(
    'SELECT case_numbers AS cases FROM current_attribution WHERE message_id = $1',
    [messageId],
  );
  return rows[0]?.cases ?? [];
}

/** The provider's id of the message that a notice answers: with it, it is put where that one is. */
export async function readAnswered(
  connection: Queryable,
  intentId: string,
): Promise<string | null> {
  const { rows } = await connection.query<{ externalId: string }>(
    `SELECT m.external_id AS "externalId" FROM out_of_hours_notice n JOIN message m ON m.id = n.message_id
     WHERE n.intent_id = $1`,
    [intentId],
  );
  return rows[0]?.externalId ?? null;
}
