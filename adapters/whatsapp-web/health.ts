// Whether the phone's account is connected and would tell us: a heartbeat into the page.
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'whatsapp-web.js';
import type { DeviceHealth } from '../../src/messaging/device.ts';

const ANSWER_WITHIN_MS = 10_000;

export async function healthOf(client: Client): Promise<DeviceHealth> {
  const answer = await within(ANSWER_WITHIN_MS, look(client));
  if (answer === null) return 'no-answer';
  if (answer.state !== 'CONNECTED') return 'not-connected';
  return answer.hears ? 'well' : 'deaf';
}

async function look(client: Client): Promise<{ state: string | null; hears: boolean } | null> {
  if (!client.pupPage || client.pupPage.isClosed()) return null;
  return client.pupPage.evaluate(() => {
    const read: (module: string) => { Socket?: { state?: string } } = Reflect.get(
      window,
      'require',
    );
    const hears = 'WWebJS' in window && 'onAddMessageEvent' in window;
    return { state: read('WAWebSocketModel').Socket?.state ?? null, hears };
  });
}

/** What comes in time; null: nothing did, or it failed. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | null> {
  const patience = new AbortController();
  const { signal } = patience;
  try {
    return await Promise.race([
      work.catch(() => null),
      delay(milliseconds, null, { signal, ref: false }).catch(() => null),
    ]);
  } finally {
    patience.abort();
  }
}
