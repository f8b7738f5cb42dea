import { describe, expect, test } from 'vitest';
import { age, ageWords } from './age.ts';
import { messageCount } from './channel.ts';
import {
  clockTime,
  day,
  dayHeading,
  fullDate,
  londonDay,
  longDate,
  recordTime,
  timeRange,
  when,
} from './dates.ts';
import { dueWords } from './due.ts';
import { phone } from './phone.ts';
import { excerpt, listOf, otherLanguage, plural, withRelationship } from './words.ts';

const now = new Date('2026-03-12T16:40:00Z');
const at = (text: string) => new Date(text);

describe('dates are written as people read them, in Europe/London', () => {
  test('a record shows the whole date', () => {
    expect(longDate(now)).toBe('Thursday 12 March 2026');
    expect(fullDate(new Date('2016-05-04'))).toBe('4 May 2016');
    expect(recordTime(at('2026-03-12T13:40:00Z'))).toBe('Thursday 12 March 2026, 1:40pm');
  });

  test('a time after the clocks went forward is British Summer Time', () => {
    expect(recordTime(at('2026-06-30T23:30:00Z'))).toBe('Wednesday 1 July 2026, 12:30am');
    expect(londonDay(at('2026-06-30T23:30:00Z'))).toBe('2026-07-01');
  });

  test('midday and midnight are words', () => {
    expect(clockTime(at('2026-03-12T12:00:00Z'))).toBe('midday');
    expect(clockTime(at('2026-03-12T00:00:00Z'))).toBe('midnight');
    expect(clockTime(at('2026-03-12T12:01:00Z'))).toBe('12:01pm');
  });

  test('near days are named, others are dated, other years carry the year', () => {
    expect(day(at('2026-03-12T00:00:00Z'), now)).toBe('today');
    expect(day(at('2026-03-11T23:59:00Z'), now)).toBe('yesterday');
    expect(day(at('2026-03-13T00:00:00Z'), now)).toBe('tomorrow');
    expect(day(at('2026-03-09T10:00:00Z'), now)).toBe('Monday 9 March');
    expect(day(at('2025-03-12T10:00:00Z'), now)).toBe('Wednesday 12 March 2025');
    expect(dayHeading(at('2026-03-11T10:00:00Z'), now)).toBe('Yesterday, Wednesday 11 March');
    expect(when(at('2026-03-12T13:40:00Z'), now)).toBe('today, 1:40pm');
  });

  test('a range names a day once where both ends are on it', () => {
    const from = at('2026-03-12T13:40:00Z');
    expect(timeRange(from, at('2026-03-12T13:52:00Z'), now)).toBe('today, 1:40pm to 1:52pm');
    expect(timeRange(from, at('2026-03-12T13:40:30Z'), now)).toBe('today, 1:40pm');
    expect(timeRange(at('2026-03-11T23:50:00Z'), at('2026-03-12T00:10:00Z'), now)).toBe(
      'yesterday, 11:50pm to today, 12:10am',
    );
  });
});

describe('a due time is shown only where hours count', () => {
  const due = (dueAt: string, more = {}) =>
    dueWords({ dueAt: at(dueAt), now, hoursCount: false, workingDaysLate: 0, ...more });

  test('an urgent recording shows the time and the hours left', () => {
    expect(due('2026-03-13T13:40:00Z', { hoursCount: true })).toEqual({
      main: 'Due tomorrow, 1:40pm',
      beside: '21 hours left',
      late: false,
    });
  });

  test('a routine recording shows the day', () => {
    expect(due('2026-03-13T23:59:59Z')).toMatchObject({
      main: 'Due tomorrow',
      beside: 'Friday 13 March',
    });
    expect(due('2026-03-16T23:59:59Z')).toMatchObject({ main: 'Due Monday', beside: '16 March' });
    expect(due('2026-03-12T23:59:59Z')).toMatchObject({ main: 'Due today', beside: null });
  });

  test('a late one says how late', () => {
    expect(due('2026-03-12T13:20:00Z')).toMatchObject({ main: '3 hours late', late: true });
    expect(due('2026-03-10T23:59:59Z', { workingDaysLate: 2 })).toEqual({
      main: '2 working days late',
      beside: 'Was due Tuesday 10 March',
      late: true,
    });
    expect(due('2026-03-12T16:39:50Z').main).toBe('1 minute late');
  });
});

test('a phone number is shown as people write it and never broken over a line', () => {
  expect(phone('+447700900142')).toBe('07700\u00a0900142');
  expect(phone('+441632960001')).toBe('01632\u00a0960001');
  expect(phone('+353850000001')).toMatch(/^\+353\u00a0/);
  expect(phone('U0123ABC')).toBe('U0123ABC');
});

test('an age is right on the birthday and the day before', () => {
  const born = at('2016-05-04T00:00:00Z');
  expect(age(born, at('2026-05-03T12:00:00Z'))).toBe(9);
  expect(age(born, at('2026-05-04T12:00:00Z'))).toBe(10);
  expect(ageWords(at('2026-02-20T00:00:00Z'), now)).toBe('less than 1 month old');
  expect(ageWords(at('2025-10-12T00:00:00Z'), now)).toBe('5 months old');
  expect(ageWords(at('2026-09-01T00:00:00Z'), now)).toBe('not born yet');
});

test('counts and lists are whole words', () => {
  expect(plural(1, 'text', 'texts')).toBe('1 text');
  expect(plural(1204, 'text', 'texts')).toBe('1,204 texts');
  expect(messageCount('whatsapp', 1)).toBe('1 WhatsApp message');
  expect(listOf(['Alfie', 'Maisie', 'Jayden'])).toBe('Alfie, Maisie and Jayden');
  expect(listOf(['Alfie', 'Maisie'], 'or')).toBe('Alfie or Maisie');
});

test('an excerpt never cuts a word or an emoji in half', () => {
  expect(excerpt('Bear been sick again n wont go school today at all', 44)).toBe(
    'Bear been sick again n wont go school today…',
  );
  expect(excerpt('😀'.repeat(10), 5)).toBe('😀😀…');
  expect(excerpt('  short \n words ', 40)).toBe('short words');
});

test('a relationship stands after a name, and a child on their own record has none', () => {
  expect(withRelationship('Kelly Brennan', 'mother')).toBe('Kelly Brennan, mother');
  expect(withRelationship('Callum Price', 'self')).toBe('Callum Price');
  expect(withRelationship('Kelly Brennan', null)).toBe('Kelly Brennan');
});

test('a language is said only where it changes how a worker writes', () => {
  expect([null, '', 'en', 'English'].map(otherLanguage)).toEqual([null, null, null, null]);
  expect(otherLanguage('Welsh')).toBe('Welsh');
});
