import { expect, test } from 'vitest';
import { namesIn } from './names-in.ts';

const alfie = { caseNumber: 'CT-1', name: 'Alfie Brennan', names: ['Alfie Brennan', 'Alf'] };
const grace = { caseNumber: 'CT-2', name: 'Grace Lowe', names: ['Grace Lowe'] };

test('a text that names another child says which and by what words', () => {
  expect(namesIn('Hi Kelly, is Alfie back at school?', [alfie, grace])).toEqual([
    { caseNumber: 'CT-1', words: 'Alfie' },
  ]);
  expect(namesIn('how is alf doing', [alfie]).map(({ caseNumber }) => caseNumber)).toEqual([
    'CT-1',
  ]);
});

test('a text that names nobody asks nothing', () => {
  expect(namesIn('See you on Tuesday at 10. Priya', [alfie, grace])).toEqual([]);
});
