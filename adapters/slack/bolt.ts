// Bolt behind our own door: the door verifies, and answers with what a listener acknowledged. Loaded
// on first use, because it takes a moment.
import { App, type Receiver } from '@slack/bolt';
import type { WebhookAnswer } from '../../src/messaging/adapter.ts';
import { answerOf, HEARD } from './answers.ts';
import { clientOptions } from './client.ts';
import type { Envelope } from './parse.ts';
import type { SlackSettings } from './settings.ts';

/** What is registered on Bolt's App; listeners act for workers, and are told nothing of recorded talk. */
export type Listeners = (app: App) => void;

export type Bolt = {
  /** A command, click, submission or request for options; resolves with what was acknowledged. */
  act(body: Record<string, unknown>): Promise<WebhookAnswer>;
  /** An event; resolves when its listeners are done, or after a while. Rejects when one failed before. */
  hear(envelope: Envelope): Promise<void>;
};

export type Behaviour = {
  /** What failed after Slack was answered. */
  onTrouble(error: unknown): void;
  /** Slack waits three seconds. */
  answerWithinMs?: number;
};

/** Slack waits three seconds. What is not done by then goes on; its failure is told to `onTrouble`. */
const ANSWER_WITHIN_MS = 2_500;

/** The door does what a receiver does. */
const RECEIVER: Receiver = {
  init() {},
  start: async () => undefined,
  stop: async () => undefined,
};

export function openBolt(
  settings: SlackSettings,
  listeners: readonly Listeners[],
  { onTrouble, answerWithinMs = ANSWER_WITHIN_MS }: Behaviour,
): Bolt {
  const options = clientOptions(settings);
  const app = new App({
    receiver: RECEIVER,
    // One app per workspace, and Slack is not asked before every click.
    authorize: async () => ({ botToken: settings.botToken }),
    convoStore: false,
    ignoreSelf: false,
    clientOptions: options,
    ...(options.logger ? { logger: options.logger } : {}),
  });
  app.error(async (error) => {
    throw error.original ?? error;
  });
  for (const listen of listeners) listen(app);

  /** `answered` is the first of: acknowledged, done, or out of time. */
  const run = (body: object, acknowledges: boolean): Promise<WebhookAnswer> =>
    new Promise((resolve, reject) => {
      let answered = false;
      const answer = (response?: unknown) => {
        answered = true;
        clearTimeout(late);
        resolve(answerOf(response));
      };
      const late = setTimeout(answer, answerWithinMs);
      const ack = async (response?: unknown) => {
        if (acknowledges) answer(response);
      };
      app.processEvent({ body: { ...body }, ack }).then(
        () => answer(HEARD.body),
        (error: unknown) => {
          clearTimeout(late);
          if (answered) onTrouble(error);
          else reject(error);
        },
      );
    });

  return {
    act: (body) => run(body, true),
    hear: async (envelope) => {
      await run(envelope, false);
    },
  };
}
