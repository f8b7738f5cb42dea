// From the library's messages and calls to deliveries, once it is decided that they may be kept.
import type { Message } from 'whatsapp-web.js';
import type { DeviceDelivery, DeviceNeeds } from '../../src/messaging/device.ts';
import type { Chats } from './chats.ts';
import { type Between, messageDelivery } from './normalise.ts';
import {
  type PhoneCall,
  type PhoneMessage,
  phoneMessageSchema,
  whereSchema,
} from './phone-message.ts';

export type Reading = { message: PhoneMessage; between: Between; raw: unknown };

export type Reader = {
  /** The message and whom it is between; null when it is not to be kept. */
  message(message: Message): Promise<Reading | null>;
  call(call: PhoneCall, at: Date): Promise<Between | null>;
  /** What a chat holds since then, when it may be kept. */
  chat(found: readonly Message[], since: Date): AsyncIterable<DeviceDelivery>;
};

export function readerOf(needs: DeviceNeeds, chats: Chats): Reader {
  const { number, workerId } = needs;

  async function between(chatId: string, author: string | null, at: Date): Promise<Between | null> {
    const chat = await chats.who(chatId);
    if (chat === null || !(await needs.wanted({ ...chat, at }))) return null;
    const [counterpart = chatId] = chat.addresses;
    const writer = chat.kind === 'group' && author !== null ? await chats.who(author) : null;
    return { number, workerId, counterpart, author: writer?.addresses[0] ?? counterpart };
  }

  async function read(found: Message): Promise<Reading | null> {
    // Nothing more than whom it is with is read before that is decided.
    const { chatId, author, isStatus, t } = whereSchema.parse(found.rawData);
    if (isStatus) return null;
    const those = await between(chatId, author, t ? new Date(t * 1000) : new Date());
    if (those === null) return null;
    return { message: phoneMessageSchema.parse(found.rawData), between: those, raw: found.rawData };
  }

  return {
    message: read,
    call: async (call, at) =>
      call.from === null || call.isGroup ? null : between(call.from, null, at),
    async *chat(found, since) {
      const inOrder = found
        .filter(({ timestamp }) => timestamp * 1000 >= since.getTime())
        .sort((a, b) => a.timestamp - b.timestamp);
      for (const one of inOrder) {
        const reading = await read(one);
        const delivery =
          reading && messageDelivery(reading.message, reading.between, 'missed', reading.raw);
        if (delivery) yield delivery;
      }
    },
  };
}
