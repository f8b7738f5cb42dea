// What an authority changes in the shipped rules: rules switched off, changed or added. Data, kept version after version.
import { z } from 'zod';
import { flagCategory } from './flag.ts';
import { compilePattern } from './rule-compile.ts';
import { type Rule, type RuleSet, rule as ruleSchema } from './rule-schema.ts';
import { makeLexicon } from './word-index.ts';

export const ruleChanges = z.strictObject({
  /** Ids of rules that look for nothing until they are switched on again. */
  switchedOff: z.array(z.string()),
  /** Rules as the authority has them, in place of the shipped rule of the same id or beside the shipped ones. */
  rules: z.array(z.strictObject({ category: flagCategory, rule: ruleSchema })),
});
export type RuleChanges = z.infer<typeof ruleChanges>;

export const NO_CHANGES: RuleChanges = { switchedOff: [], rules: [] };

export type ListedRule = {
  readonly category: z.infer<typeof flagCategory>;
  readonly rule: Rule;
  readonly isOn: boolean;
  /** shipped as it is, changed by the authority, or its own. */
  readonly origin: 'shipped' | 'changed' | 'own';
};

/** The shipped rules with the authority's changes made to them. */
export function changedRules(shipped: RuleSet, changes: RuleChanges): RuleSet {
  const isOff = (id: string | null): boolean => id !== null && changes.switchedOff.includes(id);
  const replaced = new Set(changes.rules.map(({ rule }) => rule.id));
  const kept = shipped.categories.map(({ category, rules }) => ({
    category,
    rules: rules.filter((one) => {
      const id = idOf(one);
      return !isOff(id) && !(id !== null && replaced.has(id));
    }),
  }));
  const own = changes.rules
    .filter(({ rule }) => !isOff(rule.id))
    .map(({ category, rule }) => ({ category, rules: [rule] }));
  const signs = shipped.signs.filter(({ id }) => !isOff(id));
  const weighed = shipped.weighed.filter(({ id }) => !isOff(id));
  return { ...shipped, signs, weighed, categories: [...kept, ...own] };
}

/** Every rule with patterns, as a list for people: by category, switched off or on. */
export function listRules(shipped: RuleSet, changes: RuleChanges): readonly ListedRule[] {
  const isOn = (id: string): boolean => !changes.switchedOff.includes(id);
  const own = new Map(changes.rules.map((one) => [one.rule.id, one]));
  const seen = new Set<string>();
  const listed: ListedRule[] = [];
  for (const { category, rules } of shipped.categories) {
    for (const candidate of rules) {
      const read = ruleSchema.safeParse(candidate);
      if (!read.success) continue;
      const { id } = read.data;
      seen.add(id);
      const changed = own.get(id);
      listed.push(
        changed === undefined
          ? { category, rule: read.data, isOn: isOn(id), origin: 'shipped' }
          : { ...changed, isOn: isOn(id), origin: 'changed' },
      );
    }
  }
  for (const one of changes.rules)
    if (!seen.has(one.rule.id)) listed.push({ ...one, isOn: isOn(one.rule.id), origin: 'own' });
  return listed;
}

/**
 * What is wrong with a rule that somebody wrote, in words; empty when it can take force. `lines` are its patterns, and
 * a problem names its line.
 */
export function problemsOf(shipped: RuleSet, lines: readonly string[]): readonly string[] {
  const lexicon = makeLexicon(shipped);
  return lines.flatMap((line, index) => {
    try {
      compilePattern(line, lexicon);
      return [];
    } catch (error) {
      return [`Line ${index + 1}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}

/** The changes with one rule changed or added, at the next version of its id. */
export function withRule(
  changes: RuleChanges,
  { category, rule, isOn }: Pick<ListedRule, 'category' | 'rule' | 'isOn'>,
): RuleChanges {
  return {
    switchedOff: [
      ...changes.switchedOff.filter((id) => id !== rule.id),
      ...(isOn ? [] : [rule.id]),
    ],
    rules: [...changes.rules.filter((one) => one.rule.id !== rule.id), { category, rule }],
  };
}

function idOf(candidate: unknown): string | null {
  return z.object({ id: z.string() }).safeParse(candidate).data?.id ?? null;
}
