// What a phone's account tells becomes deliveries: committed first, attachments fetched at once.
import { setTimeout as delay } from 'node:timers/promises';
import { raiseAlarm } from '../alarms/alarm-store.ts';
import type { Capture } from '../capture/capture.ts';
import { fetchDueMedia } from '../capture/media.ts';
import type { MediaFiles } from '../capture/media-files.ts';
import type { Database } from '../database/client.ts';
import type { ChannelAdapter, MediaOutcome } from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';
import type { DeviceDelivery } from '../messaging/device.ts';

export const PROVIDER = 'whatsapp-device';

export type KeepingNeeds = {
  database: Database;
  capture: Pick<Capture, 'keep'>;
  files: MediaFiles;
  clock: Clock;
  onTrouble(error: unknown): void;
};

export type Keeping = {
  /** Resolves with the ids of messages that were not there before, once they are committed. */
  keep(delivery: DeviceDelivery): Promise<readonly string[]>;
  /** Asks the database until it answers: nobody tells us again what we could not look up. */
  untilAnswered<T>(question: () => Promise<T>): Promise<T>;
  /** Fetches what attachments are due, one run at a time. */
  fetchMedia(): Promise<void>;
  stop(): void;
};

const TRY_AGAIN_MS = 1_000;

/** `fetch` gets the bytes of an attachment from whichever phone has it. */
export function createKeeping(
  needs: KeepingNeeds,
  fetch: (source: string) => Promise<MediaOutcome>,
): Keeping {
  const { capture, clock, onTrouble } = needs;
  const phones: ChannelAdapter = {
    provider: PROVIDER,
    channels: ['whatsapp-device'],
    webhooks: [],
    fetchMedia: fetch,
  };
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;

  async function fetchMedia(): Promise<void> {
    again = true;
    running ??= (async () => {
      while (again && !stopped) {
        again = false;
        await fetchDueMedia({ ...needs, adapters: [phones], backlogOf: PROVIDER }).catch(onTrouble);
      }
    })().finally(() => {
      running = null;
    });
    return running;
  }

  async function untilAnswered<T>(question: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await question();
      } catch (error) {
        onTrouble(error);
        if (stopped) throw error;
        await delay(TRY_AGAIN_MS);
      }
    }
  }

  return {
    fetchMedia,
    untilAnswered,
    stop: () => {
      stopped = true;
    },
    keep: async (delivery) => {
      const { messageIds } = await untilAnswered(() =>
        capture.keep(asNewDelivery(delivery, clock())),
      );
      if (delivery.messages.some(({ media }) => media.length > 0)) void fetchMedia();
      return messageIds;
    },
  };
}

function asNewDelivery(delivery: DeviceDelivery, receivedAt: Date) {
  const { found, kind, raw, messages, events } = delivery;
  return {
    provider: PROVIDER,
    kind: found === 'live' ? kind : 'reconciled',
    contentType: 'application/json',
    raw,
    receivedAt,
    origin: found === 'live' ? ('live' as const) : ('reconciled' as const),
    messages,
    events,
    optChanges: [],
  };
}

/** A message in a chat that may be kept could not be read. */
export async function raiseUnreadable(
  { database, clock }: Pick<KeepingNeeds, 'database' | 'clock'>,
  sequence: number,
): Promise<void> {
  await raiseAlarm(database.pool, {
    kind: 'not-understood',
    subject: `Phone ${sequence}`,
    words:
      `A message on Phone ${sequence} could not be read, so it is not kept. ` +
      'Whoever holds the phone must not delete it: its words have to be written on the record by hand.',
    at: clock(),
  });
}
