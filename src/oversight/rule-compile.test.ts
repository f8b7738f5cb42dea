import { describe, expect, test } from 'vitest';
import { makeEvaluator } from './evaluate.ts';
import type { Flag } from './flag.ts';
import { compileRules } from './rule-compile.ts';
import { readRuleFiles } from './rule-files.ts';
import type { RuleSet } from './rule-schema.ts';

/** A small rule set: one category, with the rules given. */
function ruleSetOf(...rules: unknown[]): RuleSet {
  return {
    lexicon: {
      classes: {
        child: 'son, daughter',
        hits: 'smack+, thump+',
        'cy-hits': { mutates: true, words: 'taro, cicio' },
      },
    },
    guards: {
      guards: { denied: { where: 'before', within: 2, match: ['(never|not)'] } },
      idioms: ['hit the roof'],
    },
    spelling: { spellings: ['wen > when'], fillers: 'the a really', keep: '' },
    signs: [],
    weighed: [],
    topics: { version: 1, classes: [], base: {}, words: {} },
    categories: [{ category: 'harm-disclosure', rules }],
  };
}

const smacking = {
  id: 'smacking',
  version: 3,
  severity: 'urgent',
  means: 'A child is hit',
  match: ['{hits} ..1 (my|the) {child}'],
};

function flagsOf(set: RuleSet, text: string): readonly Flag[] {
  return makeEvaluator(compileRules(set))({ text, direction: 'inbound' });
}

test('the rules that are shipped are all in force', () => {
  expect(compileRules(readRuleFiles()).broken).toEqual([]);
});

describe('a rule with a mistake is switched off and named, and the others stay in force', () => {
  test.each([
    [
      'an unknown class',
      { ...smacking, id: 'wrong', match: ['{nobody} hits'] },
      'no class {nobody}',
    ],
    ['an open bracket', { ...smacking, id: 'wrong', match: ['(hits|smacks'] }, 'not closed'],
    ['an unknown guard', { ...smacking, id: 'wrong', unless: ['nothing'] }, 'no guard "nothing"'],
    ['a gap beyond bounds', { ...smacking, id: 'wrong', match: ['hits ..99 me'] }, 'a gap over'],
    ['a field that does not exist', { ...smacking, id: 'wrong', colour: 'red' }, 'colour'],
    ['the id of another rule', { ...smacking }, 'same id'],
  ])('%s', (_, mistaken, problem) => {
    const set = ruleSetOf(smacking, mistaken);

    expect(compileRules(set).broken).toEqual([expect.objectContaining({ where: mistaken.id })]);
    expect(compileRules(set).broken[0]?.problem).toContain(problem);
    expect(flagsOf(set, 'He smacked my son').map((flag) => flag.rule)).toEqual(['smacking@3']);
  });
});

describe('the language of the rules', () => {
  test('a class stands for its words and their endings, a gap for words between', () => {
    expect(flagsOf(ruleSetOf(smacking), 'smacking only my daughter')).toHaveLength(1);
    expect(flagsOf(ruleSetOf(smacking), 'smacking and shouting at only my daughter')).toHaveLength(
      0,
    );
  });

  test('a guard takes a match away, and only where it stands', () => {
    const guarded = { ...smacking, unless: ['denied'] };

    expect(flagsOf(ruleSetOf(guarded), 'I never smacked my son')).toHaveLength(0);
    expect(flagsOf(ruleSetOf(guarded), 'I never liked him. Then he smacked my son')).toHaveLength(
      1,
    );
  });

  test('a turn of phrase is read by no rule', () => {
    const hit = { ...smacking, match: ['hit'] };

    expect(flagsOf(ruleSetOf(hit), 'She hit the roof')).toHaveLength(0);
    expect(flagsOf(ruleSetOf(hit), 'She hit me')).toHaveLength(1);
  });

  test('a Welsh class holds the mutated forms', () => {
    const welsh = { ...smacking, match: ['fy {cy-hits}'] };

    expect(flagsOf(ruleSetOf(welsh), 'yn fy nharo i')).toHaveLength(1);
    expect(flagsOf(ruleSetOf(welsh), 'yn fy nghicio i')).toHaveLength(1);
  });

  test('either order, both anywhere, and an item that may be missing', () => {
    const rule = (pattern: string): RuleSet => ruleSetOf({ ...smacking, match: [pattern] });

    expect(flagsOf(rule('knife ~2 school'), 'school had a knife')).toHaveLength(1);
    expect(
      flagsOf(rule('knife & school'), 'A knife. Long after that he went to school'),
    ).toHaveLength(1);
    expect(flagsOf(rule('at? home alone'), 'home alone')).toHaveLength(1);
  });

  test('a misspelt word of a rule is read as that word, a real word is not', () => {
    const strangled = { ...smacking, match: ['strangled'] };

    expect(flagsOf(ruleSetOf(strangled), 'he stranglled him')).toHaveLength(1);
    expect(
      flagsOf(
        { ...ruleSetOf(strangled), spelling: { spellings: [], fillers: '', keep: 'strangles' } },
        'strangles',
      ),
    ).toHaveLength(0);
  });
});
