// Where chats of Teams are written to: the port in src/messaging/reference.ts, in this database.
import type { Database } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import type { ChatReference, ChatReferences } from '../messaging/reference.ts';

const FIELDS = `conversation_id AS "conversationId", service_url AS "serviceUrl", tenant_id AS "tenantId",
  kind, bot_id AS "botId", user_id AS "userId"`;
/** How many are remembered as written: a row that stays the same is not written again. */
const REMEMBERED = 10_000;

export function createChatReferences({
  database: { pool },
  clock,
}: {
  database: Database;
  clock: Clock;
}): ChatReferences {
  const written = new Map<string, string>();
  const one = async (where: string, value: string): Promise<ChatReference | null> => {
    const { rows } = await pool.query<ChatReference>(
      `SELECT ${FIELDS} FROM chat_reference WHERE ${where} = $1 ORDER BY changed_at DESC LIMIT 1`,
      [value],
    );
    return rows[0] ?? null;
  };
  return {
    async save(reference) {
      const { conversationId, serviceUrl, tenantId, kind, botId, userId } = reference;
      const row = JSON.stringify(reference);
      if (written.get(conversationId) === row) return;
      await pool.query(
        `INSERT INTO chat_reference (conversation_id, service_url, tenant_id, kind, bot_id, user_id, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (conversation_id) DO UPDATE SET service_url = excluded.service_url,
           tenant_id = excluded.tenant_id, kind = excluded.kind, bot_id = excluded.bot_id,
           user_id = coalesce(excluded.user_id, chat_reference.user_id), changed_at = excluded.changed_at`,
        [conversationId, serviceUrl, tenantId, kind, botId, userId, clock()],
      );
      if (written.size >= REMEMBERED) written.clear();
      written.set(conversationId, row);
    },
    ofConversation: (conversationId) => one('conversation_id', conversationId),
    ofPerson: (userId) => one('user_id', userId),
    ofTenant: (tenantId) => one('tenant_id', tenantId),
    async remove(conversationId) {
      written.delete(conversationId);
      await pool.query('DELETE FROM chat_reference WHERE conversation_id = $1', [conversationId]);
    },
  };
}

const unasked = async (): Promise<never> => {
  throw new Error('Nothing is said by this command.');
};

/** For a command that says nothing. */
export const NO_REFERENCES: ChatReferences = {
  save: unasked,
  ofConversation: unasked,
  ofPerson: unasked,
  ofTenant: unasked,
  remove: unasked,
};
