// What a rule is for, in its own words: a manager can argue with it.
import { z } from 'zod';
import type { RuleSet } from '../oversight/rule-schema.ts';

const ruleHead = z.object({ id: z.string(), version: z.number(), means: z.string() });

/** What looks beyond one message's words: `src/oversight/patterns.ts`. */
const PATTERNS: ReadonlyMap<string, string> = new Map([
  ['pattern/silence@1', 'A family that wrote nearly every day has stopped'],
  ['pattern/night-burst@1', 'Many messages in one night'],
  ['pattern/unanswered-urgent@1', 'A message that may be about harm has had no answer'],
  ['pattern/deleted-soon@1', 'A message was deleted soon after it was sent'],
  ['pattern/edited-soon@1', 'A message was changed soon after it was sent'],
  ['pattern/not-permitted@1', 'Somebody wrote for whom contact with the child is not permitted'],
  ['pattern/outside-plan@1', 'A message outside what was agreed in the contact plan'],
  ['pattern/backlog@1', 'A worker has many recordings without context'],
  ['pattern/wrong-child@1', 'A worker’s answers were corrected several times'],
]);
const WEIGHED = /^weighed-words-(urgent|review)@/;
const WEIGHED_MEANS = 'These words together often stand in messages that a manager should see';

/** By id@version; null where nothing is known of it. `read`: the rules in force now. */
export function ruleMeanings(read: () => RuleSet): (rule: string) => string | null {
  let known: { rules: RuleSet; meanings: ReadonlyMap<string, string> } | undefined;
  return (rule) => {
    const rules = read();
    if (known?.rules !== rules) known = { rules, meanings: meaningsOf(rules) };
    const pattern = PATTERNS.get(rule) ?? (WEIGHED.test(rule) ? WEIGHED_MEANS : null);
    return pattern ?? known.meanings.get(rule) ?? null;
  };
}

function meaningsOf({ categories, signs }: RuleSet): Map<string, string> {
  const heads = [...categories.flatMap(({ rules }) => rules), ...signs].flatMap((rule) => {
    const reading = ruleHead.safeParse(rule);
    return reading.success ? [reading.data] : [];
  });
  return new Map(heads.map(({ id, version, means }) => [`${id}@${version}`, means]));
}
