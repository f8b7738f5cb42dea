import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvLine, valueAt } from './csv.ts';

const cellOf = (value: unknown): string => {
  const rows: string[][] = parse(csvLine([value, 'end']));
  return rows[0]?.[0] ?? '';
};

test.each(['=1+1', '+44 (cmd)', '-2', '@SUM(A1)', '\tx', '\r=1', '+', '+0', '+441234567890123456'])(
  'a spreadsheet does not run %j',
  (text) => {
    expect(cellOf(text)).toBe(`'${text}`);
  },
);

test.each(['+447700900123', 'Hello = you', 'a-b', '', 'two\nlines, "quoted"'])(
  '%j stays as it is',
  (text) => {
    expect(cellOf(text)).toBe(text);
  },
);

test('lists of words are joined and cannot begin a formula either; the rest is JSON', () => {
  expect(cellOf(['C1', 'C2'])).toBe('C1; C2');
  expect(cellOf(['=C1', 'C2'])).toBe("'=C1; C2");
  expect(cellOf([['C1'], ['C1', 'C2']])).toBe('[["C1"],["C1","C2"]]');
  expect(cellOf(new Date('2026-03-30T09:00:00Z'))).toBe('2026-03-30T09:00:00.000Z');
  expect([cellOf(null), cellOf(false), cellOf(-1)]).toEqual(['', 'false', '-1']);
});

test('a key inside a key that is null is an empty cell', () => {
  expect(valueAt({ attribution: { question: null } }, 'attribution.question.id')).toBeNull();
  expect(valueAt({ attribution: { question: { id: 'q' } } }, 'attribution.question.id')).toBe('q');
});
