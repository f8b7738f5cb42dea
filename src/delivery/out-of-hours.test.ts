import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, test } from 'vitest';
import { theBrennans } from '../../test/support/brennans.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { ENGLAND } from '../../test/support/escalation.ts';
import { aContact, aDecision, aFlag, aMessage, KELLY } from '../../test/support/records.ts';
import { isWorkingDay } from '../record/working-days.ts';
import {
  closedPeriod,
  type OpeningHours,
  type OutOfHours,
  outOfHoursSchema,
} from './out-of-hours.ts';
import { saveOutOfHours } from './out-of-hours-store.ts';
import { tellOutOfHours } from './tell-out-of-hours.ts';

const HOURS: OpeningHours = { days: [1, 2, 3, 4, 5], opensAt: '09:00', closesAt: '17:00' };
const SETTINGS: OutOfHours = {
  days: [1, 2, 3, 4, 5],
  opensAt: '09:00',
  closesAt: '17:00',
  dutyNumber: '01632 960999',
  wordsEn:
    'We read messages Monday to Friday. In danger, call 999. Before then, call 01632 960999.',
  wordsCy: 'Rydym yn darllen negeseuon. Mewn perygl, ffoniwch 999. Neu ffoniwch 01632 960999.',
  cyCheckedBy: 'Elin Rees, translator',
};

const local = (at: Date) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Europe/London');

describe('closed periods', () => {
  const instants = Array.from(
    { length: 1_200 },
    (_, index) => new Date(Date.parse('2026-01-01T00:00:00Z') + index * (7 * 60 + 13) * 60_000),
  );

  test('at any instant of a year the office is open by its own hours, or in one period that ends when it opens', () => {
    for (const at of instants) {
      const { hour } = local(at);
      const isOpen = isWorkingDay(local(at).toPlainDate(), ENGLAND) && hour >= 9 && hour < 17;
      const period = closedPeriod(at, HOURS, ENGLAND);

      expect(period === null, at.toISOString()).toBe(isOpen);
      if (period === null) continue;
      expect(period.from <= at && at < period.to).toBe(true);
      expect([local(period.from).hour, local(period.to).hour]).toEqual([17, 9]);
      // Every instant of one night says the same: nobody is told twice because the clocks changed.
      for (const other of [period.from, new Date(period.to.getTime() - 1)]) {
        expect(closedPeriod(other, HOURS, ENGLAND)).toEqual(period);
      }
    }
  });

  test('Easter is one closed period from Thursday to Tuesday, whatever the clocks do', () => {
    const period = closedPeriod(new Date('2026-04-03T20:40:00Z'), HOURS, ENGLAND);

    expect(period).toEqual({
      from: new Date('2026-04-02T16:00:00Z'),
      to: new Date('2026-04-07T08:00:00Z'),
    });
  });
});

describe('the authority’s words', () => {
  test('name 999 and the number, and Welsh is used only where somebody checked it', () => {
    const errorsOf = (changes: object) => {
      const reading = outOfHoursSchema.safeParse({ ...SETTINGS, ...changes });
      return reading.success ? [] : reading.error.issues.map(({ message }) => message);
    };

    expect(errorsOf({})).toEqual([]);
    expect(errorsOf({ wordsEn: 'We are closed.' })).toEqual(['Say that they can call 999']);
    expect(errorsOf({ wordsEn: 'Call 999.' })).toEqual([
      'Say the number that a family can call, as you entered it',
    ]);
    expect(errorsOf({ cyCheckedBy: '' })).toEqual(['Enter who checked the Welsh']);
    expect(errorsOf({ closesAt: '08:00' })).toEqual([
      'The time messages stop being read must be after they start',
    ]);
    expect(errorsOf({ days: [] })).toEqual(['Select the days on which messages are read']);
  });
});

describe('a family that writes while the office is closed', () => {
  const EVENING = '2026-04-03T20:40:00Z'; // Good Friday, 21:40
  let testing: TestDatabase;

  beforeEach(async () => {
    testing = await testDatabase();
    await theBrennans(testing.database);
  });

  async function switchOn(changes: Partial<OutOfHours> = {}, on = true) {
    const settings = { ...SETTINGS, ...changes };
    await saveOutOfHours(testing.database.pool, {
      on,
      settings,
      setBy: 'W-ADMIN',
      setAt: new Date('2026-01-01T00:00:00Z'),
    });
  }

  async function writes(at = EVENING, changes: Parameters<typeof aMessage>[2] = {}) {
    const message = await aMessage(testing.database, at, changes);
    await aDecision(testing.database, message, []);
    return message;
  }

  const look = (now = EVENING) =>
    tellOutOfHours({
      database: testing.database,
      clock: () => new Date(now),
      nation: ENGLAND,
      canSend: (channel) => channel === 'sms',
    });

  const told = async () =>
    (await testing.database.prisma.sendIntent.findMany({ orderBy: { sequence: 'asc' } })).map(
      ({ kind, body }) => `${kind}: ${body}`,
    );
  const whyNot = async () =>
    (await testing.database.prisma.outOfHoursNotice.findMany()).map((row) => row.whyNot);

  test('is told once in the whole closed period, however often they write and however often it is looked', async () => {
    await switchOn();
    await writes();
    await Promise.all([look(), look()]);
    await writes('2026-04-03T20:50:00Z');
    await look('2026-04-03T20:51:00Z');
    await writes('2026-04-05T10:00:00Z');
    await look('2026-04-05T10:01:00Z');

    expect(await told()).toEqual([`out-of-hours: ${SETTINGS.wordsEn}`]);
    await writes('2026-04-07T18:00:00Z');
    await look('2026-04-07T18:01:00Z');
    expect(await told()).toHaveLength(2); // the next night
  });

  test('is told in their own language where it is set', async () => {
    await testing.database.prisma.contact.updateMany({ data: { language: 'Welsh' } });
    await switchOn();
    await writes();
    await look();

    expect(await told()).toEqual([`out-of-hours: ${SETTINGS.wordsCy}`]);
  });

  test('is told nothing in office hours, nor before an administrator has entered the hours and number', async () => {
    await writes();
    await look();
    await switchOn({}, false);
    await look();
    await switchOn();
    await writes('2026-04-02T10:00:00Z');
    await look('2026-04-02T10:01:00Z');

    expect(await told()).toEqual([]);
  });

  test('is told nothing about messages that were imported, or that waited for longer than an hour', async () => {
    await switchOn();
    await writes(EVENING, { origin: 'import' });
    await writes('2026-04-03T18:00:00Z');
    await look();

    expect(await told()).toEqual([]);
  });

  const RISKS: [string, () => Promise<unknown>, string][] = [
    [
      'is marked quiet',
      () =>
        testing.database.pool.query(
          `INSERT INTO contact_arrangement (id, contact_id, quiet, days, set_by, set_at)
           VALUES ($1, 'P-KELLY', true, '{}', 'W-PRIYA', now())`,
          [randomUUID()],
        ),
      'It was agreed that nothing goes to this phone by itself.',
    ],
    [
      'shares the phone',
      () => aContact(testing.database, 'P-DOREEN', { name: 'Doreen', address: KELLY }),
      'More than one person uses this phone.',
    ],
    [
      'is not permitted to have contact',
      () =>
        testing.database.prisma.relationship.updateMany({
          where: { contactId: 'P-KELLY', caseNumber: 'CT-20417' },
          data: { contactPermitted: 'no' },
        }),
      'Kelly Brennan is not permitted to have contact about every child.',
    ],
    [
      'has a number that nobody checked',
      () => testing.database.prisma.contactIdentifier.updateMany({ data: { verified: false } }),
      'Nobody has checked that',
    ],
    [
      'said STOP',
      () =>
        testing.database.pool.query(
          `INSERT INTO opt_event (id, conversation_id, kind, source, at)
           SELECT $1, id, 'stop', 'keyword', now() FROM conversation`,
          [randomUUID()],
        ),
      'sent a word that the phone network takes as “stop”',
    ],
  ];
  test.each(RISKS)('who %s is never told, and why stands on record', async (_, arrange, why) => {
    await switchOn();
    await writes();
    await arrange();
    await look();

    expect(await told()).toEqual([]);
    expect((await whyNot()).join()).toContain(why);
  });

  test('whose number nobody knows is told nothing', async () => {
    await switchOn();
    await writes(EVENING, { counterpart: '+447700900888' });
    await look();

    expect(await told()).toEqual([]);
    expect((await whyNot()).join()).toContain('Nobody knows whose number');
  });

  test('who may be afraid of somebody at home gets no text that the other could see', async () => {
    await switchOn();
    const message = await writes();
    await aFlag(testing.database, message, { category: 'domestic-abuse' });
    await look();

    expect(await told()).toEqual([]);
    expect((await whyNot()).join()).toContain('somebody they are afraid of');
  });
});
