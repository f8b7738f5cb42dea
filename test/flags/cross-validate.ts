// How the points do on batches that they did not see: worked out without a batch, tried on it, for each batch in turn.
// Run: node test/flags/cross-validate.ts [--show] [batch …]
import { makeEvaluator } from '../../src/oversight/evaluate.ts';
import { compileRules } from '../../src/oversight/rule-compile.ts';
import { readRuleFiles } from '../../src/oversight/rule-files.ts';
import { composedCases, type FlagCase, isHardNegative } from './cases.ts';
import { rowsOf, tablesFrom } from './weighing.ts';

const batchOf = (one: FlagCase): string => one.id.replace(/\d+$/u, '');
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const show = process.argv.includes('--show');

const set = { ...readRuleFiles(), weighed: [] };
const compiled = compileRules(set);
const cases = composedCases();
const rows = rowsOf(cases, set, compiled);
// The patterns were improved on batches a to l: to try them there says nothing.
const batches = [...new Set(cases.map(batchOf))].filter((name) => !/^[a-l]$/u.test(name));
const kinds = ['urgent', 'urgent cy', 'review', 'hard', 'ordinary'] as const;
const sums = new Map<string, [number, number, number]>();
const add = (key: string, urgent: boolean, any: boolean): void => {
  const [of, found, flagged] = sums.get(key) ?? [0, 0, 0];
  sums.set(key, [of + 1, found + (urgent ? 1 : 0), flagged + (any ? 1 : 0)]);
};
for (const group of asked.length > 0
  ? asked.map((text) => text.split('+'))
  : batches.map((name) => [name])) {
  const left = new Set(group);
  const weighed = tablesFrom(
    rows.filter(({ one }) => !left.has(batchOf(one))),
    set,
  );
  const evaluate = makeEvaluator({ ...compiled, weighed });
  for (const one of cases.filter((each) => left.has(batchOf(each)))) {
    const flags = evaluate(one);
    const urgent = flags.some((flag) => flag.severity === 'urgent');
    const kind = isHardNegative(one) ? 'hard' : one.severity === 'none' ? 'ordinary' : one.severity;
    const own = one.severity === 'urgent' && one.lang === 'cy' ? [kind, 'urgent cy'] : [kind];
    for (const key of own)
      for (const where of [batchOf(one), 'all']) add(`${where} ${key}`, urgent, flags.length > 0);
    const wrong =
      one.severity === 'none'
        ? flags.length > 0
        : one.severity === 'urgent'
          ? !urgent
          : flags.length === 0;
    if (show && wrong)
      console.log(
        kind,
        one.id,
        one.text,
        flags.map((flag) => `${flag.severity} ${flag.rule} [${flag.evidence.join(' / ')}]`),
      );
  }
}
for (const where of [
  ...(asked.length > 0 ? asked.flatMap((text) => text.split('+')) : batches),
  'all',
])
  for (const kind of kinds) {
    const [of, urgent, any] = sums.get(`${where} ${kind}`) ?? [0, 0, 0];
    const percent = (count: number): string => `${count} (${((100 * count) / of).toFixed(1)} %)`;
    if (of > 0)
      console.log(`${where} ${kind}: ${of}, urgent ${percent(urgent)}, flagged ${percent(any)}`);
  }
