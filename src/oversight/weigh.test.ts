import { expect, test } from 'vitest';
import { makeEvaluator } from './evaluate.ts';
import type { Flag } from './flag.ts';
import { compileRules } from './rule-compile.ts';
import type { RuleSet, WeighedWords } from './rule-schema.ts';

const urgentPoints: WeighedWords = {
  id: 'weighed-words-urgent',
  version: 7,
  severity: 'urgent',
  means: 'The words weigh together like a disclosure',
  base: { inbound: -50, outbound: -90 },
  atLeast: 0,
  elseAtLeast: 60,
  tellWith: ['hits'],
  tellAtLeast: 10,
  tellNothing: '',
  classes: ['hits', 'child'],
  words: {
    for: 'shaking 40, cellar 70, {hits} 60, {hits} {child} 20, rule:smacking 30, records 130, >shaking 40',
    against: 'pillow -200',
  },
};

/** A rule, a guard, and points for a few words. */
const rules: RuleSet = {
  lexicon: { classes: { child: 'son, daughter', hits: 'smack+, thump+' } },
  guards: {
    guards: { denied: { where: 'before', within: 3, match: ['never'] } },
    idioms: [],
  },
  spelling: { spellings: [], fillers: '', keep: '' },
  signs: [],
  weighed: [urgentPoints],
  topics: {
    version: 7,
    classes: ['hits'],
    base: { missing: -10 },
    words: { 'harm-disclosure': '{hits} 50', neglect: 'cellar 90', complaint: 'records 200' },
  },
  categories: [
    {
      category: 'harm-disclosure',
      rules: [
        {
          id: 'smacking',
          version: 3,
          severity: 'urgent',
          means: 'A child is hit',
          match: ['{hits} ..1 my {child}'],
          unless: ['denied'],
        },
      ],
    },
  ],
};
const evaluate = makeEvaluator(compileRules(rules));
const inbound = (text: string): readonly Flag[] => evaluate({ text, direction: 'inbound' });

test('words that weigh enough raise a flag where no rule was met, with the heaviest of them shown', () => {
  expect(inbound('They came back shaking. He thumps them I think')).toEqual([
    {
      category: 'harm-disclosure',
      severity: 'urgent',
      evidence: ['thumps'],
      rule: 'weighed-words-urgent@7',
    },
  ]);
});

test('without a word that tells why they must weigh more', () => {
  expect(inbound('It is about shaking')).toEqual([]);
  expect(inbound('It is about the cellar')).toEqual([]);

  const [flag] = inbound('It is about shaking in the cellar');

  expect(flag).toMatchObject({ category: 'neglect', evidence: ['shaking in the cellar'] });
});

test('a copy of a point counts besides, where we write ourselves', () => {
  const text = 'It is about shaking in the cellar';

  // -90 and 40 and 70 are not enough; the copy's 40 make them so.
  expect(evaluate({ text, direction: 'outbound' })).toMatchObject([{ severity: 'urgent' }]);
  expect(evaluate({ text: 'It is about the cellar', direction: 'outbound' })).toEqual([]);
});

test('what a rule found is lowered where the message as a whole speaks against it', () => {
  const [flag] = inbound('smacked my son with a pillow');

  expect(flag).toMatchObject({ severity: 'review', rule: 'smacking@3' });
});

test('a match that a guard took away is not raised again by the words of it', () => {
  const [flag] = inbound('smacked my son');

  expect(flag).toMatchObject({ severity: 'urgent', rule: 'smacking@3' });
  expect(inbound('I never smacked my son')).toEqual([]);
});

test('what is about our own service is never urgent by its words', () => {
  const [flag] = inbound('records');

  expect(flag?.severity).toBe('urgent');
  expect(flag?.category).not.toBe('complaint');
});
