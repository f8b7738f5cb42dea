import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  bankHolidayAlarm,
  dueAt,
  isWorkingDay,
  londonDay,
  NATIONS,
  workingDaysLate,
} from './working-days.ts';

const london = (local: string) =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/London').epochMilliseconds);

const anInstant = fc.date({
  min: new Date('2012-01-05T00:00:00Z'),
  max: new Date('2028-12-20T00:00:00Z'),
  noInvalidDate: true,
});
const aNation = fc.constantFrom(...NATIONS);

describe('records are completed within 2 working days (CR4.1a)', () => {
  test.each([
    ['Thursday', '2026-03-12T13:40', '2026-03-16T23:59:59'],
    ['Friday', '2026-03-13T00:00', '2026-03-17T23:59:59'],
    ['Saturday', '2026-03-14T23:59', '2026-03-17T23:59:59'],
    ['the Thursday before Easter', '2026-04-02T09:00', '2026-04-08T23:59:59'],
    ['Christmas Eve', '2026-12-24T18:00', '2026-12-30T23:59:59'],
  ])('a message of %s is due at the end of the second working day after', (_, at, due) => {
    expect(dueAt(london(at), null, 'england-and-wales')).toEqual(london(due));
  });

  test('each nation keeps its own bank holidays', () => {
    const beforeStPatrick = london('2026-03-16T10:00');
    const newYear = london('2026-12-31T10:00');

    expect(dueAt(beforeStPatrick, null, 'northern-ireland')).toEqual(london('2026-03-19T23:59:59'));
    expect(dueAt(beforeStPatrick, null, 'scotland')).toEqual(london('2026-03-18T23:59:59'));
    expect(dueAt(newYear, null, 'scotland')).toEqual(london('2027-01-06T23:59:59'));
    expect(dueAt(newYear, null, 'england-and-wales')).toEqual(london('2027-01-05T23:59:59'));
  });

  test('the day is the day in London: 11:30pm UTC in summer is tomorrow', () => {
    const due = dueAt(new Date('2026-06-10T23:30:00Z'), null, 'england-and-wales');

    expect(due).toEqual(new Date('2026-06-15T22:59:59Z')); // Thursday 11 June → Monday 15 June
  });

  test('the clocks changing moves no deadline from 23:59:59', () => {
    expect(dueAt(london('2026-03-27T12:00'), null, 'england-and-wales')).toEqual(
      new Date('2026-03-31T22:59:59Z'),
    );
    expect(dueAt(london('2026-10-23T12:00'), null, 'england-and-wales')).toEqual(
      new Date('2026-10-27T23:59:59Z'),
    );
  });

  test('for any message, exactly two working days end between it and its deadline', () => {
    fc.assert(
      fc.property(anInstant, aNation, (at, nation) => {
        const due = dueAt(at, null, nation);
        const lastDay = londonDay(due);
        let workingDays = 0;
        for (let day = londonDay(at).add({ days: 1 }); ; day = day.add({ days: 1 })) {
          if (isWorkingDay(day, nation)) workingDays += 1;
          if (day.equals(lastDay)) break;
        }

        expect(workingDays).toBe(2);
        expect(isWorkingDay(lastDay, nation)).toBe(true);
        const local = Temporal.Instant.fromEpochMilliseconds(due.getTime())
          .toZonedDateTimeISO('Europe/London')
          .toPlainTime();
        expect(local.toString()).toBe('23:59:59');
      }),
      { seed: 20261121, numRuns: 400 },
    );
  });
});

describe('where there may be risk of significant harm: within 24 hours (CR4.1b)', () => {
  test('24 hours are 24 hours, also over the night that the clocks change', () => {
    const at = london('2026-03-28T22:00');

    expect(dueAt(at, at, 'england-and-wales')).toEqual(london('2026-03-29T23:00'));
  });

  test('harm said late in a run never puts the deadline off', () => {
    fc.assert(
      fc.property(anInstant, aNation, fc.nat(20 * 24 * 60), (first, nation, minutes) => {
        const urgent = new Date(first.getTime() + minutes * 60_000);
        const due = dueAt(first, urgent, nation).getTime();

        expect(due).toBe(
          Math.min(dueAt(first, null, nation).getTime(), urgent.getTime() + 24 * 3_600_000),
        );
      }),
      { seed: 20261121, numRuns: 200 },
    );
  });
});

describe('lateness is counted in working days', () => {
  test('a recording due on Friday is not late on Friday, and 1 working day late on Monday', () => {
    const due = london('2026-03-13T23:59:59');

    expect(workingDaysLate(due, london('2026-03-13T12:00'), 'england-and-wales')).toBe(0);
    expect(workingDaysLate(due, london('2026-03-15T12:00'), 'england-and-wales')).toBe(0);
    expect(workingDaysLate(due, london('2026-03-16T00:30'), 'england-and-wales')).toBe(1);
  });

  test('it is the number of working days after the due day, today included', () => {
    fc.assert(
      fc.property(anInstant, aNation, fc.nat(40), (due, nation, days) => {
        const now = new Date(due.getTime() + days * 24 * 3_600_000);
        let expected = 0;
        for (let day = londonDay(due); !day.equals(londonDay(now)); ) {
          day = day.add({ days: 1 });
          if (isWorkingDay(day, nation)) expected += 1;
        }

        expect(workingDaysLate(due, now, nation)).toBe(expected);
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });
});

describe('the published bank holidays end some day', () => {
  test('nothing is said while they reach far enough, and an administrator is told 90 days before', () => {
    expect(bankHolidayAlarm(london('2028-09-26T12:00'), 'scotland')).toBeNull();
    expect(bankHolidayAlarm(london('2028-09-27T12:00'), 'scotland')).toContain('2028-12-26');
  });
});
