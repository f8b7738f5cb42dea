// `/casethread record <child>` and `/casethread stop`: what a worker types in the conversation itself.
import type { App } from '@slack/bolt';
import type { ChatConversation, Registrations } from '../../src/messaging/registration.ts';
import type { SlackClient } from './client.ts';

export type CommandNeeds = {
  registrations: Registrations;
  /** Opens the form that asks which child; absent: the worker is told what to type. */
  askWhichChild?: WhichChildForm;
};

/** Called with the command's fresh trigger, which lives three seconds. */
export type WhichChildForm = (asking: {
  /** Speaks with our token. */
  client: SlackClient;
  conversation: ChatConversation;
  userId: string;
  triggerId: string;
}) => Promise<void>;

/** Words that this file answers; others are left to other listeners. */
const OURS = new Set(['record', 'stop']);

export function recordCommand({ registrations, askWhichChild }: CommandNeeds) {
  return (app: App): void => {
    app.command('/casethread', async ({ command, ack, client }) => {
      const [verb = '', ...rest] = command.text?.trim().split(/\s+/) ?? [];
      if (!OURS.has(verb.toLowerCase())) return;
      const conversation: ChatConversation = {
        channel: 'slack',
        officialNumber: command.team_id,
        counterpart: command.channel_id,
      };
      const asking = { ...conversation, userId: command.user_id };
      if (verb.toLowerCase() === 'stop') {
        const { words } = await registrations.stop(asking);
        return ack(privately(words));
      }
      const { children, historyFrom } = wordsOf(rest.join(' '));
      const outcome = await registrations.register({ ...asking, children, historyFrom });
      if (outcome.outcome === 'which-child' && askWhichChild) {
        await ack();
        const { trigger_id: triggerId, user_id: userId } = command;
        return askWhichChild({ client, conversation, userId, triggerId });
      }
      await ack(privately(outcome.words));
    });
  };
}

/** Only the worker who typed it sees it. */
function privately(words: string) {
  return { response_type: 'ephemeral' as const, text: words };
}

/** "C1 from 2026-10-01": also what was said since that day. */
function wordsOf(text: string): { children: string; historyFrom: Date | null } {
  const from = /^(.*?)\s*\bfrom (\d{4}-\d{2}-\d{2})$/i.exec(text);
  const day = new Date(`${from?.[2] ?? ''}T00:00:00Z`);
  if (!from || Number.isNaN(day.getTime())) return { children: text, historyFrom: null };
  return { children: from[1] ?? '', historyFrom: day };
}
