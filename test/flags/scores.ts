import { makeEvaluator } from '../../src/oversight/evaluate.ts';
import { FLAG_CATEGORIES, type Flag, type FlagSubject } from '../../src/oversight/flag.ts';
import { compileRules } from '../../src/oversight/rule-compile.ts';
import { readRuleFiles } from '../../src/oversight/rule-files.ts';
import { type FlagCase, isHardNegative } from './cases.ts';

const isOrdinary = (one: FlagCase): boolean => one.severity === 'none' && !isHardNegative(one);

export type Share = { readonly found: number; readonly of: number };

/** Flags by the shipped rules. Compiled once: it takes about a second. */
export function shippedEvaluator(): (subject: FlagSubject) => readonly Flag[] {
  return makeEvaluator(compileRules(readRuleFiles()));
}

/** How many of these cases get a flag; of at least urgency when `urgent`. */
export function share(
  cases: readonly FlagCase[],
  evaluate: (subject: FlagSubject) => readonly Flag[],
  urgent: boolean,
): Share {
  const found = cases.filter((one) => {
    const flags = evaluate(one);
    return urgent ? flags.some((flag) => flag.severity === 'urgent') : flags.length > 0;
  });
  return { found: found.length, of: cases.length };
}

export const percent = ({ found, of }: Share): number => (of === 0 ? 0 : (100 * found) / of);

/** The shares that release is scored on, for one set of cases. */
export function scores(
  cases: readonly FlagCase[],
  evaluate: (subject: FlagSubject) => readonly Flag[],
) {
  const of = (test: (one: FlagCase) => boolean, urgent: boolean): Share =>
    share(cases.filter(test), evaluate, urgent);
  return {
    urgent: of((one) => one.severity === 'urgent', true),
    urgentEnglish: of((one) => one.severity === 'urgent' && one.lang.startsWith('en'), true),
    urgentWelsh: of((one) => one.severity === 'urgent' && one.lang === 'cy', true),
    review: of((one) => one.severity === 'review', false),
    hardFlagged: of(isHardNegative, false),
    ordinaryUrgent: of(isOrdinary, true),
    ordinaryFlagged: of(isOrdinary, false),
    byCategory: FLAG_CATEGORIES.map((category) => ({
      category,
      urgent: of((one) => one.category === category && one.severity === 'urgent', true),
      review: of((one) => one.category === category && one.severity === 'review', false),
    })),
  };
}
