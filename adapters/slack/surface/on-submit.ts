// A listener of submitted views; of views that were closed there are few, and they stand by themselves.
import type { App, ViewSubmitAction } from '@slack/bolt';
import type { SlackClient } from '../client.ts';
import { readSubmission, type Submission } from './payload.ts';
import type { Ack } from './screen.ts';

export function onSubmit(
  app: App,
  callback: string,
  handle: (submitted: Submission & { ack: Ack; client: SlackClient }) => Promise<void>,
): void {
  app.view<ViewSubmitAction>(callback, async ({ ack, body, client }) => {
    await handle({ ...readSubmission(body), ack, client });
  });
}
