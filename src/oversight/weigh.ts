import { type FlagCategory, type FlagSubject, flagCategory } from './flag.ts';
import type { ReadWord } from './read-message.ts';
import type { WeighedWords } from './rule-schema.ts';

/** What the words of a message weigh together. */
export type Weighed = {
  readonly points: number;
  readonly category: FlagCategory | undefined;
  /** The words that weigh most, by number. */
  readonly heaviest: readonly number[];
};

type Entry = { readonly points: number; readonly category: FlagCategory | undefined };
const SHOWN = 4;

/** Features of a message: each word, its stem, and each pair of neighbours, with the number of the (first) word. */
export function featuresOf(words: readonly string[]): ReadonlyMap<string, number> {
  const features = new Map<string, number>();
  const add = (feature: string, index: number): void => {
    if (!features.has(feature)) features.set(feature, index);
  };
  words.forEach((word, index) => {
    add(word, index);
    add(`${stemOf(word)}~`, index);
    const next = words[index + 1];
    if (next !== undefined) add(`${word} ${next}`, index);
  });
  return features;
}

/** A word without its ending; the same for shout, shouts, shouted and shouting. */
function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|es|s|er|ly)$/u, '') : word;
}

/** Makes the scale: points of a message by the table of weighed words. Linear in the words. */
export function makeScale(
  table: WeighedWords,
): (subject: FlagSubject, tokens: readonly ReadWord[]) => Weighed {
  const entries = new Map<string, Entry>();
  for (const [group, list] of Object.entries(table.words)) {
    const category = flagCategory.safeParse(group).data;
    for (const item of list.split(',')) {
      const at = item.lastIndexOf(' ');
      entries.set(item.slice(0, at).trim(), { points: Number(item.slice(at + 1)), category });
    }
  }
  return (subject, tokens) => {
    const words = tokens.map((token) => token.canonical.word);
    let points = table.base[subject.direction];
    const found: { entry: Entry; index: number }[] = [];
    for (const [feature, index] of featuresOf(words)) {
      const entry = entries.get(feature);
      if (entry === undefined) continue;
      points += entry.points;
      if (entry.points > 0) found.push({ entry, index });
    }
    const byCategory = new Map<FlagCategory, number>();
    for (const { entry } of found)
      if (entry.category !== undefined)
        byCategory.set(entry.category, (byCategory.get(entry.category) ?? 0) + entry.points);
    const category = [...byCategory].sort((left, right) => right[1] - left[1])[0]?.[0];
    const heaviest = found
      .sort((left, right) => right.entry.points - left.entry.points)
      .slice(0, SHOWN);
    return { points, category, heaviest: [...new Set(heaviest.map(({ index }) => index))] };
  };
}
