import { expect, test } from 'vitest';
import { readMoment } from './filter.ts';

test.each([
  ['2026-01-15', '2026-01-15T00:00:00.000Z', '2026-01-16T00:00:00.000Z'],
  ['2026-03-29', '2026-03-29T00:00:00.000Z', '2026-03-29T23:00:00.000Z'],
  ['2026-07-01', '2026-06-30T23:00:00.000Z', '2026-07-01T23:00:00.000Z'],
])('the day %s is the whole day in Europe/London, in summer time too', (text, since, until) => {
  expect(readMoment(text, 'since')).toEqual(new Date(since));
  expect(readMoment(text, 'until')).toEqual(new Date(until));
});

test('a time is that moment, whatever its offset', () => {
  expect(readMoment('2026-07-01T10:00:00+01:00', 'since')).toEqual(
    new Date('2026-07-01T09:00:00Z'),
  );
  expect(readMoment('2026-07-01T09:00:00Z', 'until')).toEqual(new Date('2026-07-01T09:00:00Z'));
});

test.each(['yesterday', '2026-02-30', '01/07/2026', '2026-07-01T10:00:00', ''])(
  '"%s" is neither',
  (text) => {
    expect(readMoment(text, 'since')).toBeUndefined();
  },
);
