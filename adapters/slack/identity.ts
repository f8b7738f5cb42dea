// Which posts are Casethread's own: they are never taken for somebody's words.
import { z } from 'zod';
import type { SlackClient } from './client.ts';
import type { Envelope, SlackMessage } from './parse.ts';

export type Self = { userId: string | null; botId: string | null };

const answer = z.looseObject({
  user_id: z.string().nullish().catch(null),
  bot_id: z.string().nullish().catch(null),
});

const WAIT_MS = 1_000;
const PAUSE_MS = 30_000;

/** Asks Slack once who we are, and again after a pause while it has not said. Never rejects. */
export function createIdentity(client: () => Promise<SlackClient | null>): () => Promise<Self> {
  let known: Self | undefined;
  let quietUntil = 0;
  const ask = async (): Promise<void> => {
    const slack = await client();
    if (slack === null) return;
    const { user_id, bot_id } = answer.parse(await slack.auth.test());
    known = { userId: user_id ?? null, botId: bot_id ?? null };
  };
  return async () => {
    if (known === undefined && performance.now() >= quietUntil) {
      quietUntil = performance.now() + PAUSE_MS;
      await Promise.race([ask().catch(() => {}), pause()]);
    }
    return known ?? { userId: null, botId: null };
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, WAIT_MS).unref());
}

/** True when what Slack says of a message shows that this app wrote it. */
export function isOwn(message: SlackMessage, envelope: Envelope | null, self: Self): boolean {
  const { user, bot_id, app_id, bot_profile } = message;
  const app = envelope?.api_app_id;
  if (app && (app_id === app || bot_profile?.app_id === app)) return true;
  const bots = (envelope?.authorizations ?? []).filter(({ is_bot }) => is_bot === true);
  if (user && bots.some(({ user_id }) => user_id === user)) return true;
  if (user && user === self.userId) return true;
  return Boolean(bot_id) && bot_id === self.botId;
}
