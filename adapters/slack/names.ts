// The names that Slack shows for the people and conversations mentioned in a message. Asked for
// briefly and remembered; a message never waits long for a name and never fails for want of one.
import { z } from 'zod';
import type { SlackClient } from './client.ts';
import { type NameOf, unnamedIn } from './text.ts';

export type Names = {
  /** Resolves with what is known after at most a moment. Never rejects. */
  of(texts: readonly string[]): Promise<NameOf>;
};

/** Well within the three seconds in which Slack must be answered. */
const WAIT_MS = 800;
/** After Slack failed to tell, messages do not wait for it for a while. */
const PAUSE_MS = 30_000;
const REMEMBERED = 10_000;
const AT_MOST = 20;

const userAnswer = z.looseObject({
  user: z.looseObject({
    name: z.string().optional(),
    real_name: z.string().optional(),
    profile: z
      .looseObject({ display_name: z.string().optional(), real_name: z.string().optional() })
      .optional(),
  }),
});
const conversationAnswer = z.looseObject({ channel: z.looseObject({ name: z.string() }) });

const NOBODY_KNOWN: NameOf = () => null;

export function createNames(client: () => Promise<SlackClient | null>): Names {
  const known = new Map<string, string>();
  let quietUntil = 0;

  const ask = async (id: string): Promise<void> => {
    const slack = await client();
    if (slack === null) return;
    const name = /^[UW]/.test(id)
      ? userName(await slack.users.info({ user: id }))
      : conversationAnswer.safeParse(await slack.conversations.info({ channel: id })).data?.channel
          .name;
    if (!name) return;
    if (known.size >= REMEMBERED) known.clear();
    known.set(id, name);
  };

  return {
    async of(texts) {
      const ids = [...new Set(texts.flatMap(unnamedIn))];
      if (ids.length === 0) return NOBODY_KNOWN;
      const unknown = ids.filter((id) => !known.has(id)).slice(0, AT_MOST);
      if (unknown.length > 0 && performance.now() >= quietUntil) {
        const asked = Promise.allSettled(unknown.map(ask));
        const answers = await Promise.race([asked, pause()]);
        const failed = answers === undefined || answers.some(({ status }) => status === 'rejected');
        if (failed) quietUntil = performance.now() + PAUSE_MS;
      }
      return (id) => known.get(id) ?? null;
    },
  };
}

function userName(answer: unknown): string | undefined {
  const user = userAnswer.safeParse(answer).data?.user;
  return user?.profile?.display_name || user?.profile?.real_name || user?.real_name || user?.name;
}

function pause(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), WAIT_MS).unref());
}
