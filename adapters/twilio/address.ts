// Twilio prefixes the addresses of channels other than SMS: "whatsapp:+44…", "whatsapp:GB.…", "rcs:…".
import type { Channel } from '../../src/messaging/message.ts';

export const CHANNELS_OF_TWILIO = ['sms', 'whatsapp'] as const satisfies Channel[];
export type TwilioChannel = (typeof CHANNELS_OF_TWILIO)[number];

const PREFIX = /^([a-z][a-z0-9_-]*):(.*)$/s;

/** The channel and the bare, opaque address; null for a channel that we do not know. */
export function readAddress(address: string): { channel: TwilioChannel; address: string } | null {
  const prefixed = PREFIX.exec(address);
  if (!prefixed) return { channel: 'sms', address };
  const [, prefix, rest = ''] = prefixed;
  return prefix === 'whatsapp' && rest !== '' ? { channel: 'whatsapp', address: rest } : null;
}

/** The address as Twilio wants it. */
export function writeAddress(channel: Channel, address: string): string {
  return channel === 'whatsapp' ? `whatsapp:${address}` : address;
}
