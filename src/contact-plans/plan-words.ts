import type { PlanChannel } from './plan.ts';

/** Channels within a sentence. */
export const CHANNEL_WORDS: Readonly<Record<PlanChannel, string>> = {
  sms: 'texts',
  whatsapp: 'WhatsApp',
  slack: 'Slack',
  teams: 'Teams',
};
