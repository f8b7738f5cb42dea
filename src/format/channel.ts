import type { Channel } from '../messaging/message.ts';
import { plural } from './words.ts';

type Words = { one: string; several: string };

const MESSAGE: Record<Channel, Words> = {
  sms: { one: 'text', several: 'texts' },
  whatsapp: { one: 'WhatsApp message', several: 'WhatsApp messages' },
  'whatsapp-device': { one: 'WhatsApp message', several: 'WhatsApp messages' },
  slack: { one: 'Slack message', several: 'Slack messages' },
  teams: { one: 'Teams message', several: 'Teams messages' },
};

/** 4 texts, 1 WhatsApp message. */
export function messageCount(channel: Channel, count: number): string {
  return plural(count, MESSAGE[channel].one, MESSAGE[channel].several);
}

/** What one message of the channel is called: text, WhatsApp message. */
export function channelName(channel: Channel): string {
  return MESSAGE[channel].one;
}

const BY: Record<Channel, string> = {
  sms: 'text',
  whatsapp: 'WhatsApp',
  'whatsapp-device': 'WhatsApp',
  slack: 'Slack',
  teams: 'Teams',
};

/** by text, by WhatsApp */
export const byChannel = (channel: Channel): string => `by ${BY[channel]}`;
