// Property tests on the clocks: across bank holidays, changes of the clocks and any rota.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { ENGLAND } from '../../test/support/escalation.ts';
import { isBankHoliday, isWorkingDay, londonDay } from '../record/working-days.ts';
import { acknowledgeBy, decideBy } from './deadlines.ts';
import { DEFAULT_ROTA, firstGap, onRota, type Rota, type Shift } from './rota.ts';

const OFFICE: Shift = {
  name: 'Office hours',
  days: [1, 2, 3, 4, 5],
  bankHolidays: false,
  from: '09:00',
  to: '17:00',
  people: ['day'],
};
const NIGHT: Shift = { ...OFFICE, name: 'Nights', from: '17:00', to: '09:00', people: ['night'] };
const AWAY: Shift = {
  ...OFFICE,
  name: 'Weekends and bank holidays',
  days: [6, 7],
  bankHolidays: true,
  people: ['away'],
};
const AWAY_NIGHT: Shift = { ...AWAY, name: 'Their nights', from: '17:00', to: '09:00' };
const WEEK: Rota = { shifts: [OFFICE, NIGHT, AWAY, AWAY_NIGHT], dutyTeam: null };

/** Every 7 hours and 13 minutes of two years: every hour of every kind of day, both changes of the clocks. */
function instants(): Date[] {
  const from = Date.parse('2026-01-01T00:00:00Z');
  const step = (7 * 60 + 13) * 60_000;
  return Array.from({ length: 2_400 }, (_, index) => new Date(from + index * step));
}

const local = (at: Date) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Europe/London');

describe('the rota', () => {
  test('asks exactly one team at any instant of two years, bank holidays and changes of the clocks included', () => {
    for (const at of instants()) {
      const { hour } = local(at);
      const begins = hour < 9 ? londonDay(at).subtract({ days: 1 }) : londonDay(at);
      const isOffice = isWorkingDay(begins, ENGLAND);
      const expected = isOffice ? (hour >= 9 && hour < 17 ? 'day' : 'night') : 'away';

      expect(onRota(WEEK, at, ENGLAND), at.toISOString()).toEqual([expected]);
    }
  });

  test('on the night the clocks change, the people of that night are asked through the hour that is there twice or not at all', () => {
    for (const day of ['2026-03-29', '2026-10-25']) {
      for (let minutes = -90; minutes < 300; minutes += 10) {
        const at = new Date(Date.parse(`${day}T00:00:00Z`) + minutes * 60_000);

        expect(onRota(WEEK, at, ENGLAND), at.toISOString()).toEqual(['away']);
      }
    }
  });

  test('has the bank holiday’s own people on a Good Friday evening', () => {
    const at = new Date('2026-04-03T20:40:00Z'); // 21:40 in London
    expect(isBankHoliday(londonDay(at), ENGLAND)).toBe(true);

    expect(onRota(WEEK, at, ENGLAND)).toEqual(['away']);
    expect(onRota(DEFAULT_ROTA, at, ENGLAND)).toEqual(['line-manager', 'next-manager']);
  });

  test('with a minute at which nobody would be asked is named by that minute', () => {
    expect(firstGap(WEEK)).toBeNull();
    expect(firstGap({ shifts: [], dutyTeam: null })).toEqual({ day: 'Monday', from: '00:00' });
    expect(firstGap({ ...WEEK, shifts: [OFFICE, NIGHT, AWAY] })).toEqual({
      day: 'Monday',
      from: '00:00',
    });
    const noHolidays = WEEK.shifts.map((shift) => ({ ...shift, bankHolidays: false }));
    expect(firstGap({ shifts: noHolidays, dutyTeam: null })?.day).toBe('a bank holiday');
    expect(firstGap({ shifts: [], dutyTeam: { team: 'EDT', phone: '+447700900999' } })).toBeNull();
  });

  test('whatever it says, a gap is found exactly where nobody is asked', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const time = () => `${String(random(24)).padStart(2, '0')}:00`;
    for (let world = 0; world < 60; world += 1) {
      const shifts = Array.from({ length: 1 + random(5) }, () => ({
        ...OFFICE,
        days: [1, 2, 3, 4, 5, 6, 7].filter(() => random(5) > 0),
        bankHolidays: random(4) > 0,
        from: time(),
        to: time(),
      }));
      const rota = { shifts, dutyTeam: null };
      const isEmpty = instants().some((at) => onRota(rota, at, ENGLAND).length === 0);

      if (firstGap(rota) === null) expect(isEmpty, JSON.stringify(shifts)).toBe(false);
      if (isEmpty) expect(firstGap(rota), JSON.stringify(shifts)).not.toBeNull();
    }
  });
});

describe('the clocks of an item', () => {
  test('a person has 15 minutes, also in the hour in which the clocks change', () => {
    for (const at of [
      ...instants(),
      new Date('2026-03-29T00:52:00Z'),
      new Date('2026-10-25T00:52:00Z'),
    ]) {
      expect(acknowledgeBy(at).getTime() - at.getTime()).toBe(15 * 60_000);
    }
  });

  test('a review is due at 5pm in London on the next working day, at any instant of two years', () => {
    for (const at of instants()) {
      const due = local(decideBy('review', at, ENGLAND));
      const [first, last] = [londonDay(at), due.toPlainDate()];
      let between = 0;
      for (let day = first.add({ days: 1 }); Temporal.PlainDate.compare(day, last) <= 0; ) {
        if (isWorkingDay(day, ENGLAND)) between += 1;
        day = day.add({ days: 1 });
      }

      expect([due.hour, due.minute, between], at.toISOString()).toEqual([17, 0, 1]);
      expect(isWorkingDay(last, ENGLAND)).toBe(true);
    }
  });

  test('what is urgent is decided the same day', () => {
    for (const at of instants()) {
      const due = decideBy('urgent', at, ENGLAND);
      expect(londonDay(due).toString()).toBe(londonDay(at).toString());
      expect(due >= at).toBe(true);
    }
  });
});
