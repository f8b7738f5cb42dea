// Looks at what the phone holds: what nobody told us is kept, and says that news do not work.
import { setTimeout as delay } from 'node:timers/promises';
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Database } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import type { DeviceConnection } from '../messaging/device.ts';
import { listGroups, matchGroup } from './group-store.ts';
import type { Keeping } from './keeping.ts';
import type { Pace } from './pace.ts';

export type LookNeeds = {
  database: Database;
  clock: Clock;
  pace: Pace;
  keeping: Pick<Keeping, 'keep'>;
  /** Whether the account told us of this message by itself. */
  wasTold(externalId: string): boolean;
};

export type Phone = { deviceId: string; sequence: number };

/** Messages are looked for again from a little before: clocks and deliveries are not exact. */
const OVERLAP_MS = 2 * 60_000;
const TOLD_AFTER_MS = 2_000;

/**
 * Keeps what was written since then and is not there yet. Gives how many of the messages were written
 * after `openedAt` and never told to us: with one, the phone's silence was not real.
 */
export async function lookAtPhone(
  phone: Phone,
  connection: DeviceConnection,
  { since, openedAt }: { since: Date; openedAt: Date },
  needs: LookNeeds,
): Promise<number> {
  const { clock, pace, keeping, wasTold } = needs;
  const earliest = await findGroups(phone, connection, since, needs);
  const untold: string[] = [];
  for await (const delivery of connection.missed(new Date(earliest.getTime() - OVERLAP_MS))) {
    const [message] = delivery.messages;
    const sentAt = message?.sentAt ?? null;
    const isNew = sentAt !== null && sentAt >= openedAt && earliest >= since;
    const age = clock().getTime() - (sentAt?.getTime() ?? 0);
    if (isNew && age >= 0 && age < pace.onItsWay) continue;
    const fresh = await keeping.keep(delivery);
    if (message && isNew && fresh.length > 0) untold.push(message.externalId);
  }
  if (untold.length > 0) await delay(Math.min(TOLD_AFTER_MS, pace.onItsWay));
  return untold.filter((id) => !wasTold(id)).length;
}

/** Messages came and nobody told us: found by looking, and said to whoever can mend it. */
export async function raiseSilent(
  { database, clock }: Pick<LookNeeds, 'database' | 'clock'>,
  { sequence }: Phone,
  count: number,
): Promise<void> {
  const subject = `Phone ${sequence}`;
  await raiseAlarm(database.pool, {
    kind: 'device-silent',
    subject,
    words:
      `${subject} was silent although messages came: ${count === 1 ? '1 message was' : `${count} messages were`} found by looking. ` +
      'They are kept. WhatsApp may have changed: messages come up to two minutes late, and edits and ' +
      'deletions may be missed. Ask your IT team to update Casethread.',
    at: clock(),
  });
}

/** We are told of messages again. */
export async function clearSilent(
  { database, clock }: Pick<LookNeeds, 'database' | 'clock'>,
  { sequence }: Phone,
): Promise<void> {
  await clearAlarm(database.pool, 'device-silent', `Phone ${sequence}`, clock());
}

/** Finds registered groups on the phone; gives the time from which they are to be read. */
async function findGroups(
  { deviceId }: Phone,
  connection: DeviceConnection,
  since: Date,
  { database, clock }: LookNeeds,
): Promise<Date> {
  const waiting = (await listGroups(database.pool, deviceId)).filter(({ isFound }) => !isFound);
  let earliest = since;
  for (const { id, name, registeredAt } of waiting) {
    const [chatId, ...others] = await connection.groupsNamed(name);
    // Of two groups with one name, neither is taken: one of them may be nobody's business.
    if (chatId === undefined || others.length > 0) continue;
    await matchGroup(database.pool, id, chatId, clock());
    if (registeredAt < earliest) earliest = registeredAt;
  }
  return earliest;
}
