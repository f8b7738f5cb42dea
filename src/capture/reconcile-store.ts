import { raiseAlarm } from '../alarms/alarm-store.ts';
import type { Queryable } from '../database/client.ts';

/** The queue's task. */
export const RECONCILE_TASK = 'reconcile';

/**
 * The official numbers to compare on these channels: those that are registered, and those that
 * messages came to without being registered.
 */
export async function readOfficialNumbers(
  connection: Queryable,
  channels: readonly string[],
): Promise<string[]> {
  const { rows } = await connection.query<{ address: string }>(
    `SELECT address FROM official_number WHERE channel = ANY($1::text[])
       -- A phone that we read has its own history, and no provider's list.
       AND NOT EXISTS (SELECT FROM device WHERE device.number = official_number.address)
     UNION SELECT official_number FROM conversation WHERE channel = ANY($1::text[])
     UNION SELECT official_number FROM registered_conversation WHERE channel = ANY($1::text[])
     ORDER BY 1`,
    [channels],
  );
  return rows.map(({ address }) => address);
}

export type Progress = {
  /** From here on there is no gap; null: not known. */
  comparedFrom: Date | null;
  comparedTo: Date;
};

/** What of this number's ledger has been compared; null: nothing. */
export async function readProgress(
  connection: Queryable,
  provider: string,
  officialNumber: string,
): Promise<Progress | null> {
  const { rows } = await connection.query<Progress>(
    `SELECT compared_from AS "comparedFrom", compared_to AS "comparedTo" FROM reconcile_progress
     WHERE provider = $1 AND official_number = $2`,
    [provider, officialNumber],
  );
  return rows[0] ?? null;
}

export type Step = {
  provider: string;
  officialNumber: string;
  channels: readonly string[];
  /** Null: as it was. */
  comparedFrom: Date | null;
  comparedTo: Date;
  found: number;
  at: Date;
};

/** One more stretch is compared; progress never goes back. */
export async function saveProgress(connection: Queryable, step: Step): Promise<void> {
  await connection.query(
    `INSERT INTO reconcile_progress AS known
       (provider, official_number, channels, compared_from, compared_to, found, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (provider, official_number) DO UPDATE SET
       channels = EXCLUDED.channels,
       compared_from = LEAST(known.compared_from, EXCLUDED.compared_from),
       compared_to = GREATEST(known.compared_to, EXCLUDED.compared_to),
       found = known.found + EXCLUDED.found, changed_at = EXCLUDED.changed_at`,
    [
      step.provider,
      step.officialNumber,
      step.channels,
      step.comparedFrom,
      step.comparedTo,
      step.found,
      step.at,
    ],
  );
}

/** Which of these messages and events are kept already. */
export async function readKept(
  connection: Queryable,
  messageIds: readonly string[],
  dedupeKeys: readonly string[],
): Promise<{ messages: ReadonlySet<string>; events: ReadonlySet<string> }> {
  const messages = await connection.query<{ id: string }>(
    'SELECT id FROM message WHERE id = ANY($1::uuid[])',
    [messageIds],
  );
  const events = await connection.query<{ key: string }>(
    'SELECT dedupe_key AS key FROM message_event WHERE dedupe_key = ANY($1::text[])',
    [dedupeKeys],
  );
  return {
    messages: new Set(messages.rows.map(({ id }) => id)),
    events: new Set(events.rows.map(({ key }) => key)),
  };
}

/** Of these conversations, those to which something is being sent at this moment. */
export async function readBeingSentTo(
  connection: Queryable,
  conversationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT DISTINCT conversation_id AS id FROM send_state
     WHERE conversation_id = ANY($1::uuid[]) AND state IN ('waiting', 'attempted')`,
    [conversationIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Messages came to the provider and no webhook brought them. */
export async function raiseWebhookSilent(
  connection: Queryable,
  provider: string,
  missed: number,
  at: Date,
): Promise<void> {
  await raiseAlarm(connection, {
    kind: 'webhook-silent',
    subject: provider,
    words:
      `${missed === 1 ? '1 message' : `${missed} messages`} reached ${provider} but not us. They are kept now, because we ` +
      'asked for them. Either Casethread was not running, or the webhook address at the provider is ' +
      'wrong. Ask your IT team to check the address.',
    at,
  });
}

/** Clears the alarm once a webhook has come since it was last seen. */
export async function clearWebhookSilent(
  connection: Queryable,
  provider: string,
  at: Date,
): Promise<void> {
  await connection.query(
    `UPDATE alarm SET cleared_at = $2
     WHERE kind = 'webhook-silent' AND subject = $1 AND cleared_at IS NULL
       AND EXISTS (SELECT FROM provider_health
         WHERE provider = $1 AND last_accepted_at > alarm.last_seen_at)`,
    [provider, at],
  );
}

/** Asks for a run now, and not only at the next full five minutes. */
export async function wakeReconcile(connection: Queryable): Promise<void> {
  await connection.query(
    `SELECT graphile_worker.add_job($1, '{}'::json, job_key := $1, max_attempts := 3)`,
    [RECONCILE_TASK],
  );
}
