// The machine under the product: room on its disk, and a clock that says what others' clocks say.
import { statfs } from 'node:fs/promises';
import type { Queryable } from '../database/client.ts';
import { clearAlarm, raiseAlarm } from './alarm-store.ts';

const GIB = 2 ** 30;
/** Below this nothing more may be kept soon, however large the disk is. */
const LEAST_FREE = GIB;
/** Below both of these it will not last long. */
const LOW_SHARE = 0.05;
const LOW_FREE = 10 * GIB;
/** Signatures and due times go by the clock; half a minute is more than any network takes. */
const MOST_SKEW_MS = 30_000;

export type Room = { free: number; total: number };

/** Room in this folder's file system, in bytes. Throws when the folder is not there. */
export async function readRoom(folder: string): Promise<Room> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, total: blocks * bsize };
}

/** Raises or clears the alarm for a disk that runs full. */
export async function watchDisk(connection: Queryable, room: Room, at: Date): Promise<void> {
  if (!isLow(room)) return clearAlarm(connection, 'disk-full', 'data', at);
  await raiseAlarm(connection, {
    kind: 'disk-full',
    subject: 'data',
    words:
      `The disk that holds attachments has ${gib(room.free)} GB of ${gib(room.total)} GB left. What is ` +
      'kept is safe. When it is full, attachments can no longer be kept. Ask your IT team to add room today.',
    at,
  });
}

export function isLow({ free, total }: Room): boolean {
  return free < LEAST_FREE || (free < LOW_FREE && free < total * LOW_SHARE);
}

const gib = (bytes: number) => (bytes / GIB).toFixed(1);

/** Raises or clears the alarm for clocks that differ; `aheadMs` by whose clock it is, null: not known. */
export async function watchClocks(
  connection: Queryable,
  aheadMs: Readonly<Record<string, number | null>>,
  at: Date,
): Promise<void> {
  for (const [whose, ahead] of Object.entries(aheadMs)) {
    if (ahead === null) continue;
    if (Math.abs(ahead) <= MOST_SKEW_MS) {
      await clearAlarm(connection, 'clock-skew', whose, at);
      continue;
    }
    const seconds = Math.round(Math.abs(ahead) / 1_000);
    await raiseAlarm(connection, {
      kind: 'clock-skew',
      subject: whose,
      words:
        `The clock of ${whose} is ${seconds} seconds ${ahead > 0 ? 'ahead of' : 'behind'} this machine’s. ` +
        'Messages are kept, but their times and due times may be wrong. Ask your IT team to set the clocks ' +
        'by a time server today.',
      at,
    });
  }
}
