// What waits for the demonstration's managers: one urgent conversation, some to review, a rota, and
// what families are told out of hours.
import type { Database } from '../../src/database/client.ts';
import type { OutOfHours } from '../../src/delivery/out-of-hours.ts';
import { saveOutOfHours } from '../../src/delivery/out-of-hours-store.ts';
import { LINE_MANAGER, NEXT_MANAGER, type Rota } from '../../src/escalation/rota.ts';
import { saveRota } from '../../src/escalation/rota-store.ts';
import { takeUpFlags } from '../../src/escalation/stage.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import type { Nation } from '../../src/record/working-days.ts';
import { DUTY_PHONE, DUTY_TEAM, NERYS } from './authority.ts';
import { listRecentFlags } from './demo-store.ts';

/** Older ones were decided, as the story has it. */
const URGENT_MS = 36 * 3_600_000;
const REVIEW_MS = 8 * 24 * 3_600_000;
const BY = 'system:start';
const WEEKDAYS = [1, 2, 3, 4, 5];

const ROTA: Rota = {
  shifts: [
    {
      name: 'Office hours',
      days: WEEKDAYS,
      bankHolidays: false,
      from: '08:30',
      to: '17:30',
      people: [LINE_MANAGER, NEXT_MANAGER],
    },
    {
      name: 'Evenings and nights',
      days: WEEKDAYS,
      bankHolidays: false,
      from: '17:30',
      to: '08:30',
      people: [LINE_MANAGER, NERYS],
    },
    {
      name: 'Weekends and bank holidays',
      days: [6, 7],
      bankHolidays: true,
      from: '08:30',
      to: '08:30',
      people: [LINE_MANAGER, NERYS],
    },
  ],
  dutyTeam: { team: DUTY_TEAM, phone: DUTY_PHONE },
};

const OUT_OF_HOURS: OutOfHours = {
  days: WEEKDAYS,
  opensAt: '09:00',
  closesAt: '17:00',
  dutyNumber: '01632 960999',
  wordsEn:
    'Thank you for your message. We read messages Monday to Friday, 9am to 5pm. If anyone is in danger, call 999. To talk to someone before then, call our duty team on 01632 960999.',
  wordsCy:
    'Diolch am eich neges. Rydym yn darllen negeseuon o ddydd Llun i ddydd Gwener, 9am i 5pm. Os oes rhywun mewn perygl, ffoniwch 999. I siarad cyn hynny, ffoniwch 01632 960999.',
  cyCheckedBy: 'Elin Rees, translator (fictitious)',
};

/** A load that was stopped goes on: no flag is taken up twice, and the same rota saved again changes nothing. */
export async function keepOversight(
  database: Database,
  { clock, nation }: { clock: Clock; nation: Nation },
): Promise<void> {
  const now = clock();
  await saveRota(database.pool, ROTA, BY, now);
  await saveOutOfHours(database.pool, { on: true, settings: OUT_OF_HOURS, setBy: BY, setAt: now });
  const flags = await listRecentFlags(database.pool, {
    urgent: new Date(now.getTime() - URGENT_MS),
    review: new Date(now.getTime() - REVIEW_MS),
  });
  await database.transaction((connection) =>
    takeUpFlags(connection, flags, { clock, nation }, { history: true }),
  );
}
