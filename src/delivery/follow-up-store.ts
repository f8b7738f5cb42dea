// What follows a send: the provider's statuses, and sends that nobody hears of again.
import type { Queryable } from '../database/client.ts';
import type { Channel } from '../messaging/message.ts';
import type { IntentKind } from './intent.ts';

export type FollowedSend = {
  intentId: string;
  conversationId: string;
  channel: Channel;
  kind: IntentKind;
  statuses: (string | null)[];
  errorCode: string | null;
};

/** Sends on their way about which the provider said something since `since`. */
export async function readSendsWithStatuses(
  connection: Queryable,
  since: Date,
): Promise<FollowedSend[]> {
  const { rows } = await connection.query<FollowedSend>(
    `SELECT s.intent_id AS "intentId", s.conversation_id AS "conversationId", c.channel, i.kind,
       e.statuses, e."errorCode"
     FROM send_state s
     JOIN send_intent i ON i.id = s.intent_id
     JOIN conversation c ON c.id = s.conversation_id
     JOIN LATERAL (
       SELECT array_agg(e.status) AS statuses, max(e.error_code) AS "errorCode"
       FROM message_event e WHERE e.message_id = s.message_id AND e.type = 'status'
     ) e ON e.statuses IS NOT NULL
     WHERE s.state = 'accepted' AND s.changed_at >= $1`,
    [since],
  );
  return rows;
}

/** How many sends have waited since before `before` without arriving anywhere, by channel. */
export async function countStuckSends(
  connection: Queryable,
  before: Date,
): Promise<Map<string, number>> {
  const { rows } = await connection.query<{ channel: string; count: number }>(
    `SELECT c.channel, count(*)::int AS count
     FROM send_state s JOIN send_intent i ON i.id = s.intent_id
     JOIN conversation c ON c.id = s.conversation_id
     WHERE s.state IN ('waiting', 'attempted') AND i.at < $1 GROUP BY c.channel`,
    [before],
  );
  return new Map(rows.map(({ channel, count }) => [channel, count]));
}
