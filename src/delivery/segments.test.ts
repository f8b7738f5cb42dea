import { expect, test } from 'vitest';
import { countSegments } from './segments.js';

const segments = (text: string) => countSegments(text).segments;

test('160 plain characters are one text, and 161 are two of at most 153', () => {
  expect(segments('')).toBe(0);
  expect(segments('a'.repeat(160))).toBe(1);
  expect(segments('a'.repeat(161))).toBe(2);
  expect(segments('a'.repeat(306))).toBe(2);
  expect(segments('a'.repeat(307))).toBe(3);
});

test('a euro sign or a bracket takes two places and is never split between texts', () => {
  expect(segments('€'.repeat(80))).toBe(1);
  expect(segments('€'.repeat(81))).toBe(2);
  // 152 places, then a character of two: it begins the next text.
  expect(segments(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toBe(3);
});

test('one emoji or curly quote makes the whole message 70 characters a text, 67 when joined', () => {
  expect(countSegments('Hi 👋')).toEqual({ characters: 4, alphabet: 'ucs-2', segments: 1 });
  expect(segments(`’${'a'.repeat(69)}`)).toBe(1);
  expect(segments(`’${'a'.repeat(70)}`)).toBe(2);
  expect(segments(`’${'a'.repeat(134)}`)).toBe(3);
});

test('an emoji is never split between two texts', () => {
  expect(segments('a'.repeat(66) + '👋'.repeat(2) + 'a'.repeat(64))).toBe(3);
});

test('characters are counted as a person sees them', () => {
  expect(countSegments('👍🏽').characters).toBe(1);
  expect(countSegments('Siân').characters).toBe(4);
});
