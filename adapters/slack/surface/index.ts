// Slack as a worker surface: cards in workers' own chats, modals, App Home, and what is typed.
import type { App } from '@slack/bolt';
import type { Registrations } from '../../../src/messaging/registration.ts';
import type { Desk, WorkerSurface } from '../../../src/messaging/surface.ts';
import type { SlackClient } from '../client.ts';
import { failureOf } from '../failure.ts';
import { homeView } from './home-blocks.ts';
import { listenContext } from './listen-context.ts';
import { listenCorrect } from './listen-correct.ts';
import { listenHome } from './listen-home.ts';
import { listenQuestion } from './listen-question.ts';
import { listenRecord } from './listen-record.ts';
import { listenReply, listenTyped } from './listen-reply.ts';
import { postCard } from './post.ts';

export { askWhichChild } from './listen-record.ts';

/** Everything that a worker can do in Slack, registered on Bolt's App. */
export function listenForWorkers(desk: Desk, registrations: Registrations): (app: App) => void {
  return (app) => {
    listenQuestion(app, desk);
    listenCorrect(app, desk);
    listenContext(app, desk);
    listenReply(app, desk);
    listenTyped(app, desk);
    listenHome(app, desk);
    listenRecord(app, registrations);
  };
}

/** Where the product's prompts go. */
export function slackSurface(client: () => Promise<SlackClient>): WorkerSurface {
  return {
    kind: 'slack',
    post: async (post) => postCard(await client(), post),
    refreshHome: async (userId, home) => {
      try {
        const slack = await client();
        await slack.views.publish({ user_id: userId, view: homeView(home) });
        return { outcome: 'posted', reference: userId, thread: userId };
      } catch (error) {
        const { kind } = failureOf(error);
        const words = `Slack did not take it (${kind}).`;
        return { outcome: 'not-now', words, retryAfterMs: null, credentials: false };
      }
    },
  };
}
