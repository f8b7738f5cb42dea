// A text to the duty phone, on the same road as a message to a family: committed first, sent once,
// and looked up in the provider's ledger after a crash. Without content, because phones lie about.
import type { Queryable } from '../database/client.ts';
import { conversationIdOf } from '../messaging/identity.ts';
import { BY_ITSELF } from './intent.ts';
import { insertIntent, wakeSending } from './intent-store.ts';

export type DutyText = {
  /** E.164 */
  phone: string;
  /** The number to send from; null, or one that cannot text: any of the authority's own. */
  officialNumber: string | null;
  words: string;
  idempotencyKey: string;
  at: Date;
};

/** Commits with the caller's transaction. Null: the authority has no number that can text. */
export async function textDutyPhone(
  connection: Queryable,
  { phone, officialNumber, words, idempotencyKey, at }: DutyText,
): Promise<string | null> {
  const { rows } = await connection.query<{ address: string }>(
    `SELECT address FROM official_number WHERE channel = 'sms'
     ORDER BY address = $1 DESC NULLS LAST, worker_id IS NOT NULL, address LIMIT 1`,
    [officialNumber],
  );
  const [sender] = rows;
  if (sender === undefined) return null;
  const conversationId = conversationIdOf('sms', sender.address, phone);
  await connection.query(
    `INSERT INTO conversation (id, channel, official_number, counterpart) VALUES ($1, 'sms', $2, $3)
     ON CONFLICT DO NOTHING`,
    [conversationId, sender.address, phone],
  );
  const intentId = await insertIntent(connection, {
    conversationId,
    kind: 'duty-text',
    workerId: BY_ITSELF,
    contactId: '',
    caseNumbers: [],
    body: words,
    checks: [],
    idempotencyKey,
    at,
  });
  await wakeSending(connection);
  return intentId;
}
