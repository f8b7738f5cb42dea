import { type Flag, type FlagCategory, type FlagSubject, flagCategory } from './flag.ts';
import type { ReadWord } from './read-message.ts';
import type { WeighedWords } from './rule-schema.ts';
import type { Lexicon } from './word-index.ts';

/** What a message weighs, its words and the rules that it met together. */
export type Weighed = {
  readonly points: number;
  /** What the message is about. */
  readonly category?: FlagCategory;
  /** Where the words alone are enough for a flag: those that would tell a manager why, by number. */
  readonly heaviest?: readonly number[];
};

/** The classes that a word belongs to. */
export type ClassReader = (word: string) => readonly string[];

type Entry = { readonly points: number; readonly category: FlagCategory | undefined };
const SHOWN = 4;
const LEAST_LETTERS = 4;

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
    return found;
  };
}

/**
 * Features of a message: each word, its stem, its classes, and each pair of neighbours, with the number of the (first)
 * word.
 */
export function featuresOf(
  words: readonly string[],
  classesOf: ClassReader,
): ReadonlyMap<string, number> {
  const features = new Map<string, number>();
  const add = (feature: string, index: number): void => {
    if (!features.has(feature)) features.set(feature, index);
  };
  words.forEach((word, index) => {
    add(word, index);
    add(`${stemOf(word)}~`, index);
    for (const name of classesOf(word)) add(name, index);
    const next = words[index + 1];
    if (next !== undefined) add(`${word} ${next}`, index);
  });
  return features;
}

/** What a message met, as features: the rules, the guards that stand in it, and the guards that took a match away. */
export function metFeatures(
  flags: readonly Flag[],
  guards: Iterable<string>,
  taken: ReadonlySet<string>,
): readonly string[] {
  const features = [...guards].map((name) => `guard:${name}`);
  for (const name of taken) features.push(`taken:${name}`);
  if (taken.size > 0) features.push('taken:any');
  for (const flag of flags) features.push(ruleFeature(flag));
  if (flags.length > 0) features.push('rule:any');
  if (flags.some((flag) => flag.severity === 'urgent')) features.push('rule:urgent');
  return [...new Set(features)];
}

/** `rule:id` of the rule that raised a flag, without its version. */
function ruleFeature(flag: Flag): string {
  return `rule:${flag.rule.slice(0, flag.rule.lastIndexOf('@'))}`;
}

/** A word without its ending; the same for shout, shouts, shouted and shouting. */
function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|es|s|er|ly)$/u, '') : word;
}

export type Scale = {
  readonly weigh: (
    subject: FlagSubject,
    tokens: readonly ReadWord[],
    met: readonly string[],
  ) => Weighed;
  /** Whether the table knows what this flag's rule is worth; a rule it does not know is never overruled. */
  readonly knows: (flag: Flag) => boolean;
};

const REMEMBERED_WORDS = 50_000;

/** Makes the scale: points of a message by the table of weighed words. Linear in the words. */
export function makeScale(table: WeighedWords, lexicon: Lexicon): Scale {
  const classesOf = makeClassReader(lexicon, table.classes);
  const entries = new Map<string, Entry>();
  const pairs = new Map<string, Map<string, Entry>>();
  for (const [group, list] of Object.entries(table.words)) {
    const category = flagCategory.safeParse(group).data;
    for (const item of list.split(',')) {
      const at = item.lastIndexOf(' ');
      const feature = item.slice(0, at).trim();
      const entry = { points: Number(item.slice(at + 1)), category };
      const [first = '', second] = feature.split(' ');
      if (second === undefined) entries.set(feature, entry);
      else pairs.set(first, (pairs.get(first) ?? new Map<string, Entry>()).set(second, entry));
    }
  }
  const remembered = new Map<string, readonly Entry[]>();
  const entriesOf = (word: string): readonly Entry[] => {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    const own = [...featuresOf([word], classesOf).keys()].flatMap(
      (feature) => entries.get(feature) ?? [],
    );
    if (remembered.size >= REMEMBERED_WORDS) remembered.clear();
    remembered.set(word, own);
    return own;
  };
  const alone = new Set(table.aloneWith.map((name) => `{${name}}`));
  const tellNothing = new Set(table.tellNothing.split(' '));
  // A word of a class that speaks of something grave, or one that is in no class and weighs as much as such a word.
  const speaksOfIt = (token: ReadWord | undefined, points: number): boolean => {
    if (token === undefined || token.name || token.number) return false;
    if (tellNothing.has(token.canonical.word)) return false;
    const classes = classesOf(token.canonical.word);
    return classes.length === 0
      ? token.canonical.word.length >= LEAST_LETTERS && points >= table.aloneWordsAtLeast
      : classes.some((name) => alone.has(name));
  };
  const weigh: Scale['weigh'] = (subject, tokens, met) => {
    let points = table.base[subject.direction];
    const counted = new Map<Entry, number>();
    const count = (entry: Entry | undefined, index: number): void => {
      if (entry === undefined || counted.has(entry)) return;
      counted.set(entry, index);
      points += entry.points;
    };
    tokens.forEach((token, index) => {
      const { word } = token.canonical;
      for (const entry of entriesOf(word)) count(entry, token.filler ? -1 : index);
      const next = tokens[index + 1];
      if (next !== undefined) count(pairs.get(word)?.get(next.canonical.word), index);
    });
    for (const feature of met) points += entries.get(feature)?.points ?? 0;
    if (points < table.atLeast) return { points };
    const found = strongest(counted, (index, own) => speaksOfIt(tokens[index], own));
    if (found === undefined) return { points };
    const { category, telling, heaviest } = found;
    const alone = points >= table.aloneAtLeast && telling >= table.aloneWordsAtLeast;
    return { points, category, ...(alone ? { heaviest } : {}) };
  };
  return { weigh, knows: (flag) => entries.has(ruleFeature(flag)) };
}

/**
 * The category that most points speak for; the words that speak of something grave by themselves, heaviest first, and
 * what they weigh together.
 */
function strongest(
  counted: ReadonlyMap<Entry, number>,
  speaksOfIt: (index: number, points: number) => boolean,
):
  | {
      readonly category: FlagCategory;
      readonly telling: number;
      readonly heaviest: readonly number[];
    }
  | undefined {
  const byCategory = new Map<FlagCategory, number>();
  const byWord = new Map<number, number>();
  for (const [{ points, category }, index] of counted) {
    if (points > 0 && category !== undefined)
      byCategory.set(category, (byCategory.get(category) ?? 0) + points);
    if (index >= 0) byWord.set(index, (byWord.get(index) ?? 0) + points);
  }
  const [category] = [...byCategory].sort((left, right) => right[1] - left[1])[0] ?? [];
  if (category === undefined) return undefined;
  const words = [...byWord]
    .filter(([index, points]) => points > 0 && speaksOfIt(index, points))
    .sort((left, right) => right[1] - left[1]);
  const telling = words.reduce((sum, [, points]) => sum + points, 0);
  return { category, telling, heaviest: words.slice(0, SHOWN).map(([index]) => index) };
}
