import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readRuleFiles } from '../oversight/rule-files.ts';
import { ruleMeanings } from './rule-meanings.ts';

const head = z.looseObject({ id: z.string(), version: z.number(), means: z.string() });

test('every rule that can raise a flag says what it is for', () => {
  const shipped = readRuleFiles();
  const meaningOf = ruleMeanings(() => shipped);
  const named = shipped.categories.flatMap(({ rules }) => rules.map((rule) => head.parse(rule)));
  const patterns = readFileSync(new URL('../oversight/patterns.ts', import.meta.url), 'utf8');
  const ids = [...patterns.matchAll(/'(pattern\/[a-z-]+@\d+)'/g)].map(([, id = '']) => id);

  expect(named.length).toBeGreaterThan(20);
  expect(ids.length).toBeGreaterThan(5);
  for (const { id, version } of named) expect(meaningOf(`${id}@${version}`)).toBeTruthy();
  for (const id of ids) expect(meaningOf(id)).toBeTruthy();
  expect(meaningOf('weighed-words-urgent@2')).toBeTruthy();
  expect(meaningOf('nobody@1')).toBeNull();
});

test('a rule that the authority changed is shown in the authority’s words', () => {
  const shipped = readRuleFiles();
  const [category, ...others] = shipped.categories;
  if (!category) throw new Error('no rules');
  const rule = head.parse(category.rules[0]);
  let rules = shipped;
  const meaningOf = ruleMeanings(() => rules);
  const name = `${rule.id}@${rule.version}`;
  expect(meaningOf(name)).toBe(rule.means);

  rules = {
    ...shipped,
    categories: [{ ...category, rules: [{ ...rule, means: 'In our own words' }] }, ...others],
  };

  expect(meaningOf(name)).toBe('In our own words');
});
