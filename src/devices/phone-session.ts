// One opening of a phone's account, from the first connection to its end.
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import type { DeviceConnection, DeviceSignal, OpenDevice } from '../messaging/device.ts';
import { mayKeep } from './chat-store.ts';
import { sessionFolderOf } from './folders.ts';
import { type Keeping, raiseUnreadable } from './keeping.ts';
import { noteCompared, noteLinkEvent, noteWell, READER, setLinkState } from './link-store.ts';
import { clearSilent, lookAtPhone, raiseSilent } from './look.ts';
import type { Pace } from './pace.ts';

export type SessionNeeds = {
  database: Database;
  clock: Clock;
  pace: Pace;
  dataDir: string;
  open: OpenDevice;
  keeping: Keeping;
  onTrouble(error: unknown): void;
};

export type SessionPhone = {
  deviceId: string;
  sequence: number;
  number: string;
  workerId: string | null;
  /** Everything up to then is kept; null: nothing was read yet. */
  comparedTo: Date | null;
  purpose: 'link' | 'read' | 'unlink';
};

/** lost: to be opened anew. The others are the end of the link, or of this reading. */
export type SessionEnd = 'lost' | 'link-ended' | 'other-phone' | 'told-to-stop' | 'unlinked';

export type Session = {
  connection: DeviceConnection;
  isLinked(): boolean;
  /** How it ended; the account is closed by then. */
  ended: Promise<SessionEnd>;
  end(how: SessionEnd): void;
};

/** What the phone has not passed on yet may come for this long after it is there again. */
const CATCH_UP_MS = 10 * 60_000;
const REMEMBERED = 5_000;

export async function openSession(phone: SessionPhone, needs: SessionNeeds): Promise<Session> {
  const { database, clock, pace, keeping, onTrouble } = needs;
  const { pool } = database;
  const over = Promise.withResolvers<SessionEnd>();
  const told = new Set<string>();
  let how: SessionEnd | null = null;
  let linkedAt: Date | null = null;
  let heardAt: Date | null = null;
  let toldAt: Date | null = null;
  let showsCode = false;

  function end(reason: SessionEnd): void {
    how ??= reason;
    over.resolve(how);
  }

  /** Link states are written one after the other, in the order in which they came about. */
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = (work: () => Promise<unknown>) => {
    last = last.then(work).catch(onTrouble);
  };

  function onSignal(signal: DeviceSignal): void {
    switch (signal.signal) {
      case 'code':
        onCode(signal.code);
        break;
      case 'linked':
        inOrder(onLinked);
        break;
      case 'unreadable':
        inOrder(() => raiseUnreadable(needs, phone.sequence));
        break;
      case 'other-phone':
        end('other-phone');
        break;
      case 'unlinked':
        end('link-ended');
        break;
      case 'lost':
        end('lost');
        break;
      default:
        signal satisfies never;
    }
  }

  /** A link that is asked to be made again has ended; nobody is shown a code unasked. */
  function onCode(code: string): void {
    if (phone.purpose !== 'link' || linkedAt !== null) {
      end('link-ended');
      return;
    }
    showsCode = true;
    inOrder(() => setLinkState(pool, phone.deviceId, 'code', code, clock()));
  }

  async function onLinked(): Promise<void> {
    const at = clock();
    if (phone.purpose === 'unlink') {
      end('unlinked');
      return;
    }
    if (phone.purpose === 'link') await noteLinkEvent(pool, phone.deviceId, 'linked', READER, at);
    await setLinkState(pool, phone.deviceId, 'open', null, at);
    // What was on the phone before it was linked is not taken: it is imported, if at all.
    if (phone.comparedTo === null) await noteCompared(pool, phone.deviceId, at);
    await noteWell(pool, phone.deviceId, at, heardAt);
    linkedAt = at;
    showsCode = false;
  }

  const connection = await needs.open({
    number: phone.number,
    workerId: phone.workerId,
    sessionFolder: sessionFolderOf(needs.dataDir, phone.deviceId),
    wanted: (chat) => keeping.untilAnswered(() => mayKeep(pool, phone.deviceId, chat)),
    keep: async (delivery) => {
      heardAt = clock();
      if (delivery.messages.length > 0) toldAt = heardAt;
      for (const { externalId } of delivery.messages) told.add(externalId);
      if (told.size > REMEMBERED) told.clear();
      await keeping.keep(delivery);
    },
    signal: onSignal,
  });

  async function beat(): Promise<void> {
    const openedAt = clock();
    let wellAt = openedAt;
    while (how === null) {
      await Promise.race([delay(pace.heartbeat, null, { ref: false }), over.promise]);
      if (how !== null) return;
      const now = clock();
      const health = linkedAt === null ? 'not-connected' : await connection.health();
      if (health === 'well') {
        wellAt = now;
        await noteWell(pool, phone.deviceId, now, heardAt).catch(onTrouble);
      }
      const patience = linkedAt === null ? pace.readyWithin : pace.openAnewAfter;
      if (!showsCode && now.getTime() - wellAt.getTime() > patience) end('lost');
      if (health === 'deaf') end('lost');
    }
  }

  async function lookAgain(): Promise<void> {
    let comparedTo = phone.comparedTo;
    let silentAt: Date | null = null;
    while (how === null) {
      const openedAt = linkedAt;
      if (openedAt !== null) {
        const began = clock();
        const isCatchingUp = began.getTime() - openedAt.getTime() < CATCH_UP_MS;
        const since = (isCatchingUp ? phone.comparedTo : comparedTo) ?? openedAt;
        const look = { ...needs, wasTold: (id: string) => told.has(id) };
        try {
          const silent = await lookAtPhone(phone, connection, { since, openedAt }, look);
          if (silent > 0) {
            silentAt = clock();
            await raiseSilent(needs, phone, silent);
          } else if (toldAt !== null && (silentAt === null || toldAt > silentAt)) {
            await clearSilent(needs, phone);
          }
          comparedTo = began;
          await noteCompared(pool, phone.deviceId, began);
          void keeping.fetchMedia();
        } catch (error) {
          if (how === null) onTrouble(error);
        }
      }
      const pause = linkedAt === null ? pace.heartbeat / 10 : pace.look;
      await Promise.race([delay(pause, null, { ref: false }), over.promise]);
    }
  }

  const ended = (async () => {
    await setLinkState(pool, phone.deviceId, 'opening', null, clock()).catch(onTrouble);
    const looking = Promise.all([beat(), lookAgain()]);
    await connection.start().catch((error: unknown) => {
      if (how === null) onTrouble(error);
      end('lost');
    });
    const reason = await over.promise;
    if (reason === 'unlinked') await connection.unlink();
    else await connection.close();
    await looking;
    await last;
    await setLinkState(pool, phone.deviceId, 'closed', null, clock()).catch(onTrouble);
    return reason;
  })();
  return { connection, isLinked: () => linkedAt !== null, ended, end };
}
