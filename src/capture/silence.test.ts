import { beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { listOpenAlarms } from '../alarms/alarm-store.ts';
import { createCapture } from './capture.ts';
import { watchSilence } from './silence.ts';

const OFFICIAL = '+447700900010';
/** A Thursday; four weeks of history lie before it. */
const THURSDAY = '2026-03-12';

let testing: TestDatabase;
let counter = 0;

beforeEach(async () => {
  testing = await testDatabase();
});

const openAlarms = async () =>
  (await listOpenAlarms(testing.database.pool)).map(({ kind, subject }) => [kind, subject]);

const watch = (at: string, isHoliday: (day: Date) => boolean = () => false) =>
  watchSilence({ connection: testing.database.pool, now: new Date(at), isHoliday });

/** A message at each of these moments. */
async function come(times: readonly Date[], origin: 'live' | 'import' = 'live'): Promise<void> {
  const capture = createCapture({ database: testing.database, clock: () => new Date(THURSDAY) });
  await capture.keepAll(
    times.map((receivedAt) => {
      counter += 1;
      return {
        provider: 'twilio',
        kind: 'message',
        contentType: 'text/plain',
        raw: Buffer.from('…'),
        receivedAt,
        origin,
        messages: [
          {
            kind: 'message' as const,
            channel: 'sms' as const,
            externalId: `SM-${counter}`,
            direction: 'inbound' as const,
            officialNumber: OFFICIAL,
            counterpart: '+447700900142',
            author: '+447700900142',
            workerId: null,
            body: 'Hiya',
            profileName: null,
            inReplyTo: null,
            sentAt: receivedAt,
            media: [],
          },
        ],
        events: [],
        optChanges: [],
      };
    }),
  );
}

/** Every six minutes from 9am to 5pm on each of the last `weeks` Thursdays, and this one until 10am. */
function busyThursdays(weeks: number): Date[] {
  const this9am = Date.parse(`${THURSDAY}T09:00:00Z`);
  const day = (start: number, minutes: number) =>
    Array.from({ length: minutes / 6 }, (_, index) => new Date(start + index * 360_000));
  const before = Array.from({ length: weeks }, (_, week) =>
    day(this9am - (week + 1) * 7 * 86_400_000, 480),
  );
  return [...before.flat(), ...day(this9am, 60)];
}

describe('a number that usually gets messages at this time of the week', () => {
  test('is an alarm when it gets none, until one comes', async () => {
    await come(busyThursdays(4));

    await watch(`${THURSDAY}T10:20:00Z`);
    expect(await openAlarms()).toEqual([]);
    await watch(`${THURSDAY}T11:30:00Z`);
    expect(await openAlarms()).toEqual([['number-silent', OFFICIAL]]);

    await come([new Date(`${THURSDAY}T11:31:00Z`)]);
    await watch(`${THURSDAY}T11:32:00Z`);
    expect(await openAlarms()).toEqual([]);
  });

  test('is not one at night, nor at the weekend', async () => {
    const whole = busyThursdays(4);
    const evening = Date.parse(`${THURSDAY}T10:00:00Z`);
    await come([
      ...whole,
      ...Array.from({ length: 70 }, (_, index) => new Date(evening + index * 360_000)),
    ]);

    for (const at of [`${THURSDAY}T23:59:00Z`, '2026-03-13T06:00:00Z', '2026-03-14T15:00:00Z']) {
      await watch(at);
    }

    expect(await openAlarms()).toEqual([]);
  });

  test('is not one on a bank holiday', async () => {
    await come(busyThursdays(4));

    await watch(`${THURSDAY}T13:00:00Z`, () => true);

    expect(await openAlarms()).toEqual([]);
  });

  test('is not known of a new number, nor from what was imported', async () => {
    await come(busyThursdays(3));
    await watch(`${THURSDAY}T13:00:00Z`);
    expect(await openAlarms()).toEqual([]);

    await come(busyThursdays(4), 'import');
    await watch(`${THURSDAY}T13:00:00Z`);
    expect(await openAlarms()).toEqual([]);
  });
});
