// App Home, and the words of /casethread that are not about recording.
import type { App } from '@slack/bolt';
import type { Desk, FoundChild, Home, Refusal } from '../../../src/messaging/surface.ts';
import type { SlackClient } from '../client.ts';
import { actions, type Block, bold, escaped, link, marking, section } from './elements.ts';
import { homeView, refusalBlocks, refusalHome } from './home-blocks.ts';

const RECORDING = new Set(['record', 'stop']);
const MOST_FOUND = 10;

const HELP = [
  '`/casethread record <name or case number>` has this conversation recorded for a child you are allocated to. Everybody in it is told.',
  '`/casethread stop` ends that.',
  '`/casethread find <name or case number>` finds a child you may see. Only you see the answer.',
  'What waits for you is on the Home tab. Nothing you type to Casethread goes to a family without *Send to* and their name.',
];

export function listenHome(app: App, desk: Desk): void {
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    await publishHome(client, event.user, await desk.home(event.user));
  });
  // Slack tells us of clicks on links too: there is nothing to do, and the button stops turning.
  app.action('open.page', async ({ ack }) => ack());
  app.command('/casethread', async ({ command, ack }) => {
    const [verb = '', ...rest] = (command.text ?? '').trim().split(/\s+/);
    if (RECORDING.has(verb.toLowerCase())) return;
    const words = rest.join(' ');
    if (verb.toLowerCase() !== 'find' || words === '') {
      await ack({
        response_type: 'ephemeral',
        text: HELP_TEXT,
        blocks: HELP.map((line) => section(line)),
      });
      return;
    }
    const found = await desk.findChildren(command.user_id, words, MOST_FOUND);
    await ack({ response_type: 'ephemeral', ...foundAnswer(found) });
  });
}

const HELP_TEXT = 'record, stop, find, help';

function foundAnswer(found: readonly FoundChild[] | Refusal): { text: string; blocks: Block[] } {
  if ('outcome' in found) return { text: found.heading, blocks: refusalBlocks(found) };
  if (found.length === 0) {
    const text = 'No child you can see has this name or case number.';
    return { text, blocks: [section(text)] };
  }
  return {
    text: `${found.length} found`,
    blocks: [
      ...found.flatMap(({ name, details, url }) => [
        section(`${bold(name)}\n${escaped(details)}`),
        actions([link('Open the record', url)]),
      ]),
      marking(),
    ],
  };
}

/** Draws a person's home. */
async function publishHome(
  client: SlackClient,
  userId: string,
  home: Home | Refusal,
): Promise<void> {
  const view = 'outcome' in home ? refusalHome(home) : homeView(home);
  await client.views.publish({ user_id: userId, view });
}
