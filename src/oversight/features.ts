import type { Flag } from './flag.ts';
import type { Lexicon } from './word-index.ts';

/** The classes that a word belongs to, each as `{name}`. */
export type ClassReader = (word: string) => readonly string[];

/** Makes the look-up of a word's classes, for these classes; cost by the word's length only. */
export function makeClassReader(lexicon: Lexicon, names: readonly string[]): ClassReader {
  const whole = new Map<string, string[]>();
  const lengths = new Set<number>();
  for (const name of names) {
    for (const phrase of lexicon.phrasesIn([`{${name}}`])) {
      const word = phrase[0];
      if (word === undefined || phrase.length > 1) continue;
      if (word.endsWith('*')) lengths.add(word.length - 1);
      whole.set(word, [...(whole.get(word) ?? []), `{${name}}`]);
    }
  }
  return (word) => {
    const found = [...(whole.get(word) ?? [])];
    for (const length of lengths)
      if (length <= word.length) found.push(...(whole.get(`${word.slice(0, length)}*`) ?? []));
    return [...new Set(found)];
  };
}

/** What a word is by itself: the word, its stem, its classes. */
export function wordFeatures(word: string, classesOf: ClassReader): readonly string[] {
  return [word, `${stemOf(word)}~`, ...classesOf(word)];
}

/** Features of a message's words: each word by itself, and each pair of neighbours. */
export function featuresOf(words: readonly string[], classesOf: ClassReader): ReadonlySet<string> {
  const features = new Set<string>();
  words.forEach((word, index) => {
    for (const feature of wordFeatures(word, classesOf)) features.add(feature);
    const next = words[index + 1];
    if (next !== undefined)
      for (const [first, second] of pairsOf(word, classesOf(word), next, classesOf(next)))
        features.add(`${first} ${second}`);
  });
  return features;
}

/** How two neighbours are looked at together: "my arm", "my {body}", "{family} arm". */
export function* pairsOf(
  word: string,
  classes: readonly string[],
  next: string,
  nextClasses: readonly string[],
): Generator<readonly [string, string]> {
  yield [word, next];
  for (const name of nextClasses) yield [word, name];
  for (const name of classes) yield [name, next];
}

/** Begins the copy of a feature that counts besides where we write ourselves: our "ring me" is not a family's. */
export const OUTBOUND = '>';

/** Some rule raised a flag, an urgent one; some guard took a match away. */
export const RULE_MET = 'rule:any';
export const URGENT_RULE_MET = 'rule:urgent';
export const MATCH_TAKEN = 'taken:any';

/** What stands in a message beside its words. */
type Met = {
  /** `rule#number` of each pattern. */
  readonly patterns: Iterable<string>;
  /** Guards that stand in the message, and those that took a match away. */
  readonly guards: Iterable<string>;
  readonly taken: ReadonlySet<string>;
};

/** What a message met, as features: each rule and which of its patterns, each guard. */
export function metFeatures(
  flags: readonly Flag[],
  { patterns, guards, taken }: Met,
): readonly string[] {
  const features = new Set<string>();
  for (const name of guards) features.add(`guard:${name}`);
  for (const name of taken) features.add(`taken:${name}`);
  if (taken.size > 0) features.add(MATCH_TAKEN);
  for (const pattern of patterns) {
    features.add(`rule:${pattern}`);
    features.add(`rule:${pattern.slice(0, pattern.indexOf('#'))}`);
  }
  for (const flag of flags) features.add(ruleFeature(flag));
  if (flags.length > 0) features.add(RULE_MET);
  if (flags.some((flag) => flag.severity === 'urgent')) features.add(URGENT_RULE_MET);
  return [...features];
}

/** `rule:id` of the rule that raised a flag, without its version. */
export function ruleFeature(flag: Flag): string {
  return `rule:${flag.rule.slice(0, flag.rule.lastIndexOf('@'))}`;
}

/** A word without its ending; the same for shout, shouts, shouted and shouting. */
function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|es|s|er|ly)$/u, '') : word;
}
