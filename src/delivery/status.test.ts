import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currentStatus, sendStateOf, statusWord } from './status.ts';

const STATUSES = ['accepted', 'queued', 'sending', 'sent', 'delivered', 'read', 'undelivered'];

test('a status never goes backwards, in whatever order and however often statuses come', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STATUSES), { minLength: 1 }), (statuses) => {
      const before = currentStatus(statuses);
      for (const late of STATUSES.slice(0, STATUSES.indexOf(before ?? ''))) {
        expect(currentStatus([...statuses, late])).toBe(before);
        expect(currentStatus([late, ...statuses])).toBe(before);
      }
      expect(currentStatus(statuses.toReversed())).toBe(before);
    }),
  );
});

test('a failure is final: a late "sent" does not hide it', () => {
  expect(currentStatus(['undelivered', 'sent'])).toBe('undelivered');
  expect(statusWord('undelivered')).toBe('Not delivered');
  expect(sendStateOf('undelivered')).toBe('failed');
});

test('a status that a provider invents changes nothing', () => {
  expect(currentStatus(['sent', 'teleported', null])).toBe('sent');
  expect(currentStatus(['teleported'])).toBeNull();
  expect(currentStatus([])).toBeNull();
  expect(statusWord(null)).toBe('Sending');
});

test('a message that was delivered or read has arrived', () => {
  expect(['sent', 'delivered', 'read'].map((s) => sendStateOf(currentStatus([s])))).toEqual([
    'accepted',
    'delivered',
    'delivered',
  ]);
});
