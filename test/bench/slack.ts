// (f) Signed Slack events of recorded conversations, against the same number of texts.
import { CONNECTIONS, measureAgainstTexts } from './against-texts.ts';
import { BODIES } from './authority.ts';
import type { Target } from './capture.ts';
import { runClient } from './processes.ts';
import type { SlackLoad } from './slack-client.ts';

/** In a demonstration nothing is asked of Slack itself. */
export const SLACK = { SLACK_SIGNING_SECRET: 'bench', SLACK_BOT_TOKEN: 'xoxb-bench' };

const CONVERSATIONS = Array.from({ length: 500 }, (_, place) => `C0BENCH${place}`);

/** Prints both rates and their ratio. */
export async function measureSlack(target: Target): Promise<void> {
  await measureAgainstTexts(target, {
    part: 'f',
    platform: 'Slack',
    channel: 'slack',
    what: 'events',
    target: ' (target at least 0.8)',
    officialNumber: 'T0CASE001',
    conversations: CONVERSATIONS,
    parentAt: (place) => `U0PARENT${place}`,
    send(from, messages) {
      const load: SlackLoad = {
        url: target.url,
        secret: SLACK.SLACK_SIGNING_SECRET,
        from,
        messages,
        connections: CONNECTIONS,
        conversations: CONVERSATIONS,
        bodies: BODIES,
      };
      return runClient('slack-client.ts', load);
    },
  });
}
