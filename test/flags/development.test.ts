// The development cases (test/fixtures/flags/README.md): what release demands, on texts we did not write.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { makeEvaluator } from '../../src/oversight/evaluate.ts';
import { messageDirection } from '../../src/oversight/flag.ts';
import { compileRules } from '../../src/oversight/rule-compile.ts';
import { readRuleFiles } from '../../src/oversight/rule-files.ts';

const caseSchema = z.object({
  id: z.string(),
  lang: z.string(),
  direction: messageDirection,
  severity: z.enum(['urgent', 'review', 'none']),
  text: z.string(),
});
type Case = z.infer<typeof caseSchema>;

const cases: Case[] = readFileSync(
  new URL('../fixtures/flags/dev-cases.ndjson', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => caseSchema.parse(JSON.parse(line)));
const rules = compileRules(readRuleFiles());
const evaluate = makeEvaluator(rules);

/** A hit is any flag of at least that severity. */
function hit({ severity, text, direction }: Case): boolean {
  const flags = evaluate({ text, direction });
  return severity === 'urgent'
    ? flags.some((flag) => flag.severity === 'urgent')
    : flags.length > 0;
}

function share(some: readonly Case[]): number {
  return some.filter(hit).length / some.length;
}

const of = (severity: Case['severity']) => cases.filter((one) => one.severity === severity);

test('every shipped rule is in force', () => {
  expect(rules.broken).toEqual([]);
});

test('of urgent messages at least 95 in 100 are flagged urgent', () => {
  expect(share(of('urgent'))).toBeGreaterThanOrEqual(0.95);
});

test('of messages to review at least 80 in 100 are flagged', () => {
  expect(share(of('review'))).toBeGreaterThanOrEqual(0.8);
});

test('of messages that only sound alarming at most 10 in 100 are flagged', () => {
  expect(share(of('none'))).toBeLessThanOrEqual(0.1);
});

test('urgent messages in Welsh are found nearly as often as in English', () => {
  const inWelsh = of('urgent').filter(({ lang }) => lang === 'cy');
  const inEnglish = of('urgent').filter(({ lang }) => lang === 'en');

  expect(inWelsh.length).toBeGreaterThan(3);
  expect(share(inEnglish) - share(inWelsh)).toBeLessThanOrEqual(0.06);
});

test('a flag quotes words that stand in the message', () => {
  for (const { text, direction } of cases) {
    for (const { evidence } of evaluate({ text, direction })) {
      expect(evidence.length).toBeGreaterThan(0);
      for (const words of evidence) expect(text).toContain(words);
    }
  }
});
