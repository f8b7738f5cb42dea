import { makeClassReader, wordFeatures } from './features.ts';
import { FLAG_CATEGORIES, type FlagCategory } from './flag.ts';
import type { TopicWords } from './rule-schema.ts';
import type { Lexicon } from './word-index.ts';

/** What a message is most likely about, of these categories; by its words and the rules it met (`metFeatures`). */
type TopicReader = (
  words: readonly string[],
  met: readonly string[],
  among: (category: FlagCategory) => boolean,
) => FlagCategory;

/** Makes the reader of what messages are about. Linear in the words; only for messages that get a flag by them. */
export function makeTopicReader(table: TopicWords, lexicon: Lexicon): TopicReader {
  const classesOf = makeClassReader(lexicon, table.classes);
  const points = new Map<string, (readonly [category: number, points: number])[]>();
  FLAG_CATEGORIES.forEach((category, index) => {
    for (const item of (table.words[category] ?? '').split(', ')) {
      const at = item.lastIndexOf(' ');
      const feature = item.slice(0, at);
      const entry = [index, Number(item.slice(at + 1))] as const;
      points.set(feature, [...(points.get(feature) ?? []), entry]);
    }
  });
  return (words, met, among) => {
    const sums = FLAG_CATEGORIES.map((category) => table.base[category] ?? 0);
    const features = new Set(words.flatMap((word) => wordFeatures(word, classesOf)));
    for (const feature of [...features, ...met])
      for (const [category, own] of points.get(feature) ?? [])
        sums[category] = (sums[category] ?? 0) + own;
    let best: FlagCategory | undefined;
    let most = Number.NEGATIVE_INFINITY;
    FLAG_CATEGORIES.forEach((category, index) => {
      const sum = sums[index] ?? 0;
      if (!among(category) || sum <= most) return;
      best = category;
      most = sum;
    });
    if (best === undefined) throw new Error('no category to choose from');
    return best;
  };
}
