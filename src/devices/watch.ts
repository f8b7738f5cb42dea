// Notices within two minutes that a phone is not read, whatever the cause: the heartbeat's own
// process may be the one that died (contracts section 8).
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Database } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import { type PhoneToRead, readPhones } from './link-store.ts';

/** Four heartbeats. With a look every 15 s, an alarm is raised 75 s after the last one at the latest. */
const UNWELL_AFTER_MS = 60_000;

const KEPT =
  'What is already kept stays kept, and what is missed is fetched when the link is back.';

/** Raises an alarm for each phone that should be read and is not, and clears those that are. */
export async function watchPhones(needs: { database: Database; clock: Clock }): Promise<void> {
  const { pool } = needs.database;
  const now = needs.clock();
  for (const phone of await readPhones(pool, now)) {
    const subject = `Phone ${phone.sequence}`;
    const words = troubleOf(phone, now);
    if (words === null) await clearAlarm(pool, 'device-link-lost', subject, now);
    else {
      await raiseAlarm(pool, {
        kind: 'device-link-lost',
        subject,
        words: `${subject} ${words}`,
        at: now,
      });
    }
  }
}

function troubleOf(phone: PhoneToRead, now: Date): string | null {
  const { wish, newest, state, wellAt, isApproved } = phone;
  if (!isApproved) return null;
  if (newest === 'link-ended') {
    return (
      'is no longer linked: somebody ended the link on the phone, or WhatsApp did. Nothing on it is ' +
      'kept. Link it again on the page Phones, or end its registration there.'
    );
  }
  if (newest === 'other-phone') {
    return (
      'was not linked: the code was scanned with a phone that has another number. Nothing of that ' +
      'phone was read, and its link has been ended. Scan the code with the registered phone.'
    );
  }
  if (wish !== 'read') return null;
  if (wellAt !== null && now.getTime() - wellAt.getTime() <= UNWELL_AFTER_MS) return null;
  if (state === 'no-session') {
    return (
      `cannot be read on this machine: its link is stored on another one, or was removed. ${KEPT} ` +
      'Ask your IT team to start Casethread where the link is, or link the phone again.'
    );
  }
  return (
    `is not being read: its link to WhatsApp is lost. ${KEPT} Check that the phone is switched on ` +
    'and connected to the internet. Do not delete messages on it until this is mended.'
  );
}
