import type { Channel } from '../messaging/message.ts';
import { phone } from './phone.ts';
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

/**
 * Unknown number 07700 900377. In chat platforms an address is a conversation's id, which says nothing
 * to a person: Somebody on Slack whom no record names.
 */
export function unknownSender(channel: string, counterpart: string): string {
  if (channel === 'slack' || channel === 'teams') {
    return `Somebody on ${BY[channel]} whom no record names`;
  }
  return `Unknown number ${phone(counterpart)}`;
}
