import { describe, expect, test } from 'vitest';
import { about, child, family } from '../../../test/attribution/families.ts';

describe('words that are also names', () => {
  const facts = family([
    child('C1', 'Hope Pritchard'),
    child('C2', 'Will Pritchard'),
    child('C3', 'Rose Pritchard'),
  ]);

  test.each([
    'hope to see you soon',
    'Hope its ok',
    'will you be in',
    'Will ring later',
    'prices rose again',
    'I have lost all hope',
  ])('%s: nobody is named', (body) => {
    expect(about(facts, body)).toBe('awaiting-worker');
  });

  test.each([
    ['Spoke to Will last night', 'C2'],
    ['Hope was sick in the car', 'C1'],
    ['I took Rose to the dentist', 'C3'],
  ])('%s: somebody is', (body, expected) => {
    expect(about(facts, body)).toBe(expected);
  });
});

describe('places', () => {
  const facts = family([child('C1', 'George Pritchard'), child('C2', 'Anne Pritchard')]);

  test.each([
    "outside St Anne's",
    'we live on George Street',
    '14 george close is the new address',
    'Anne Road surgery',
  ])('%s: a name in a place names nobody', (body) => {
    expect(about(facts, body)).toBe('awaiting-worker');
  });

  test('the child’s own school is theirs, and a place beside a name does not hide it', () => {
    expect(about(facts, "George's school rang")).toBe('C1');
    expect(about(facts, 'picked George up from Anne Street')).toBe('C1');
  });
});
