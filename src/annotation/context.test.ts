import { describe, expect, test } from 'vitest';
import { type ContextRules, contextFieldsSchema, readContext } from './context.ts';

const routine: ContextRules = { urgent: false, today: '2026-03-12' };
const urgent: ContextRules = { ...routine, urgent: true };

const read = (fields: Record<string, unknown>, rules = routine) =>
  readContext(contextFieldsSchema.parse(fields), rules);

const errorsOf = (fields: Record<string, unknown>, rules = routine) => {
  const reading = read(fields, rules);
  return reading.valid ? [] : reading.errors.map(({ field, text }) => `${field}: ${text}`);
};

const event = {
  sig: 'yes',
  'when-day': '7',
  'when-month': '3',
  'when-year': '2026',
  summary: 'Kelly reported that Marcus Cole hit Alfie on the head.',
};

describe('fact, opinion and hearsay are told apart (CR4.6)', () => {
  test('each statement carries its kind, and for hearsay and views whose words they are', () => {
    const reading = read({
      add: ['fact', 'hearsay', 'view'],
      fact: 'I rang Kelly at 2:02pm.\r\nShe was alone.',
      source: 'Kelly Brennan, mother',
      hearsay: 'Marcus hit Alfie',
      'view-source': 'Alfie',
      view: 'I want to stay at my nan’s',
      opinion: 'He is safe tonight',
    });

    expect(reading).toEqual({
      valid: true,
      submission: {
        statements: [
          { kind: 'fact', source: null, text: 'I rang Kelly at 2:02pm.\nShe was alone.' },
          { kind: 'hearsay', source: 'Kelly Brennan, mother', text: 'Marcus hit Alfie' },
          { kind: 'view', source: 'Alfie', text: 'I want to stay at my nan’s' },
          { kind: 'opinion', source: null, text: 'He is safe tonight' },
        ],
        significantEvent: null,
      },
    });
  });

  test('hearsay without its source is not taken', () => {
    expect(errorsOf({ add: 'hearsay', hearsay: 'He fell' })).toEqual(['source: Say who told you']);
    expect(errorsOf({ add: 'view', view: 'I want to go' })).toEqual([
      'view-source: Say whose view it is',
    ]);
  });

  test('a ticked box without words, and words that are too long, are said at their field', () => {
    expect(errorsOf({ add: ['fact', 'action'] })).toEqual([
      'fact: Enter what happened',
      'action: Enter what you will do',
    ]);
    expect(errorsOf({ fact: 'x'.repeat(3001) })).toEqual([
      'fact: Facts must be 3,000 characters or fewer',
    ]);
    expect(errorsOf({ hearsay: 'He fell', source: 'x'.repeat(201) })).toEqual([
      'source: Who told you must be 200 characters or fewer',
    ]);
  });
});

describe('a routine recording may stand as it is; an urgent one needs the worker’s words (CR4.1b)', () => {
  test('nothing added completes a routine recording', () => {
    expect(read({})).toEqual({
      valid: true,
      submission: { statements: [], significantEvent: null },
    });
  });

  test('an urgent recording needs at least one statement', () => {
    expect(errorsOf({}, urgent)).toEqual([
      'add: Add at least one statement, because a message may be about harm',
    ]);
    expect(errorsOf({ fact: 'I rang the police at 2pm.' }, urgent)).toEqual([]);
  });
});

describe('a significant event has its own short wording and its own date (CR4.3b)', () => {
  test('it is read with the day it happened, today included', () => {
    const wording = event.summary;

    expect(read(event)).toMatchObject({
      submission: { significantEvent: { occurredOn: '2026-03-07', wording } },
    });
    expect(errorsOf({ ...event, 'when-day': '12' })).toEqual([]);
  });

  test.each([
    ['13', '3', '2026', 'when-day: Date it happened must be today or in the past'],
    ['31', '2', '2026', 'when-day: Date it happened must be a real date'],
    ['7', '3', '26', 'when-day: Date it happened must be a real date'],
    ['', '', '', 'when-day: Enter the date it happened'],
  ])('day "%s" month "%s" year "%s": %s', (day, month, year, error) => {
    const fields = { ...event, 'when-day': day, 'when-month': month, 'when-year': year };

    expect(errorsOf(fields)).toEqual([error]);
  });

  test('its wording is needed, and is 200 characters or fewer', () => {
    expect(errorsOf({ ...event, summary: ' ' })).toEqual([
      'summary: Enter wording for the chronology',
    ]);
    expect(errorsOf({ ...event, summary: 'x'.repeat(201) })).toEqual([
      'summary: Wording for the chronology must be 200 characters or fewer',
    ]);
    expect(errorsOf({ ...event, summary: 'x'.repeat(200) })).toEqual([]);
  });

  test('words typed without the tick, as happens without scripts, are not lost', () => {
    expect(read({ ...event, sig: '' })).toMatchObject({
      submission: { significantEvent: { occurredOn: '2026-03-07' } },
    });
  });
});
