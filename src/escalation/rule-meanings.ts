// What a rule is for, in its own words: a manager can argue with it.
import { z } from 'zod';
import type { RuleSet } from '../oversight/rule-schema.ts';

const ruleHead = z.object({ id: z.string(), version: z.number(), means: z.string() });

/** By id@version; null where these rules hold no such version. Read when first asked. */
export function ruleMeanings(read: () => RuleSet): (rule: string) => string | null {
  let meanings: ReadonlyMap<string, string> | undefined;
  return (rule) => {
    meanings ??= meaningsOf(read());
    return meanings.get(rule) ?? null;
  };
}

function meaningsOf({ categories, signs }: RuleSet): Map<string, string> {
  const heads = [...categories.flatMap(({ rules }) => rules), ...signs].flatMap((rule) => {
    const reading = ruleHead.safeParse(rule);
    return reading.success ? [reading.data] : [];
  });
  return new Map(heads.map(({ id, version, means }) => [`${id}@${version}`, means]));
}
