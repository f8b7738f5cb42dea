// What was written while nobody listened: chats that may be kept are read back to where we were.
import { setTimeout as delay } from 'node:timers/promises';
import type { Client, Message } from 'whatsapp-web.js';
import type { DeviceDelivery, DeviceNeeds } from '../../src/messaging/device.ts';
import type { Chats } from './chats.ts';
import type { Reader } from './reading.ts';

/** Messages asked for at a time; ten times more each time until the chat reaches back far enough. */
const FIRST_LOOK = 50;
const FURTHEST_LOOK = 50_000;
/** Between one chat and the next: WhatsApp's own people do not read faster. */
const PAUSE_MS = 100;

export async function* missedIn(
  client: Client,
  needs: DeviceNeeds,
  chats: Chats,
  reader: Reader,
  since: Date,
): AsyncGenerator<DeviceDelivery> {
  for (const { id, t } of await chats.list()) {
    const at = t === null ? since : new Date(t * 1000);
    if (at < since) continue;
    const who = await chats.who(id);
    if (who === null || !(await needs.wanted({ ...who, at }))) continue;
    const chat = await client.getChatById(id);
    if (!chat) continue;
    // Asks the phone itself for what this account does not hold yet; it comes a little later.
    await chat.syncHistory().catch(() => false);
    yield* reader.chat(await messagesSince(chat, since), since);
    await delay(PAUSE_MS);
  }
}

type Fetches = { fetchMessages(options: { limit: number }): Promise<Message[]> };

async function messagesSince(chat: Fetches, since: Date): Promise<Message[]> {
  for (let limit = FIRST_LOOK; ; limit *= 10) {
    const found = await chat.fetchMessages({ limit });
    const reachesBack = found.some(({ timestamp }) => timestamp * 1000 < since.getTime());
    if (reachesBack || found.length < limit || limit >= FURTHEST_LOOK) return found;
  }
}
