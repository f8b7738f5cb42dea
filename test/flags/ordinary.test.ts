import { describe, expect, test } from 'vitest';
import { composedCases } from './cases.ts';
import { ordinaryMessages } from './ordinary-messages.ts';
import { percent, share, shippedEvaluator } from './scores.ts';

const evaluate = shippedEvaluator();

describe('on everyday messages', () => {
  const ordinary = [
    ...ordinaryMessages(1250),
    ...composedCases().filter((one) => /^o\d/u.test(one.id)),
  ];

  test('at most 2 in 1,000 are flagged urgent', () => {
    expect(percent(share(ordinary, evaluate, true))).toBeLessThanOrEqual(0.2);
  });

  test('at most 10 in 1,000 are flagged at all', () => {
    expect(percent(share(ordinary, evaluate, false))).toBeLessThanOrEqual(1);
  });
});
