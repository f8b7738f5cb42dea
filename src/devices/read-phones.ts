// Every phone whose link is to be open, read in this process. It captures by itself, commit first.
import { setTimeout as delay } from 'node:timers/promises';
import type { MediaOutcome } from '../messaging/adapter.ts';
import { prepareDevicesFolder } from './folders.ts';
import { createKeeping, type KeepingNeeds } from './keeping.ts';
import { readPhones } from './link-store.ts';
import { takeReadersLock } from './lock-store.ts';
import type { Pace } from './pace.ts';
import { type PhoneReader, readPhone } from './phone-reader.ts';
import type { SessionNeeds } from './phone-session.ts';

export type ReadersNeeds = KeepingNeeds &
  Pick<SessionNeeds, 'open' | 'dataDir'> & {
    pace: Pace;
    /** Told when the database went away with the right to read: this process must end. */
    onLost(): void;
  };

export type Readers = { stop(): Promise<void> };

const ASK_MS = 1_000;

const NOBODY: MediaOutcome = {
  outcome: 'not-yet',
  cause: 'unreachable',
  words: 'The phone is not read at present.',
  retryAfterMs: null,
};

/** Reads phones from now on, as soon as no other process does. Throws when the folder cannot be made. */
export async function startReaders(needs: ReadersNeeds): Promise<Readers> {
  const { database, clock, dataDir, onTrouble } = needs;
  await prepareDevicesFolder(dataDir);
  const readers = new Map<string, PhoneReader>();
  const numbers = new Map<string, string>();
  const stopping = new AbortController();
  const { signal } = stopping;

  const keeping = createKeeping(needs, async (source) => {
    const [number = ''] = source.split(' ');
    const reader = readers.get(numbers.get(number) ?? '') ?? readers.values().next().value;
    return reader?.fetchMedia(source) ?? NOBODY;
  });

  async function update(): Promise<void> {
    for (const phone of await readPhones(database.pool, clock())) {
      const known = readers.get(phone.deviceId);
      if (known) known.update(phone);
      else if (phone.wish !== 'nothing') {
        numbers.set(phone.number, phone.deviceId);
        readers.set(phone.deviceId, readPhone(phone, { ...needs, keeping }));
      }
    }
  }

  const pause = () => delay(ASK_MS, null, { signal }).catch(() => {});

  const life = (async () => {
    let lock = await takeReadersLock(database, needs.onLost).catch(onTrouble);
    while (!lock && !signal.aborted) {
      await pause();
      lock = await takeReadersLock(database, needs.onLost).catch(onTrouble);
    }
    while (!signal.aborted) {
      await update().catch(onTrouble);
      await pause();
    }
    keeping.stop();
    await Promise.all([...readers.values()].map((reader) => reader.stop()));
    lock?.release();
  })();

  return {
    stop: async () => {
      stopping.abort();
      await life;
    },
  };
}
