import { type ClassReader, makeClassReader, OUTBOUND, wordFeatures } from './features.ts';
import type { WeighedWords } from './rule-schema.ts';
import type { Lexicon } from './word-index.ts';

/** No entry. Entries are numbered from 1, in the order of the table. */
export const NONE = 0;

/** What the table says of a word: by itself, and beside another word or a word of a class. Entries and classes by number. */
export type WordEntries = {
  readonly word: string;
  readonly own: readonly number[];
  /** … and besides, where we write ourselves. */
  readonly ownOutbound: readonly number[];
  readonly classes: readonly number[];
  readonly beforeWord: ReadonlyMap<string, number> | undefined;
  /** By class: the entry of this word before, or after, a word of it. */
  readonly beforeClass: Int32Array | undefined;
  readonly afterClass: Int32Array | undefined;
  readonly speaksOfIt: boolean;
};
export type ScaleTable = {
  /** By number of the entry. */
  readonly points: Float64Array;
  /** Entries of single features, by name. */
  readonly single: ReadonlyMap<string, number>;
  readonly entriesOf: (word: string) => WordEntries;
};

const REMEMBERED_WORDS = 50_000;

/** Makes a table of weighed words ready for looking up: a number for each entry, arrays where words meet classes. */
export function readTable(table: WeighedWords, lexicon: Lexicon): ScaleTable {
  const items = [table.words.for, table.words.against]
    .flatMap((list) => list.split(', '))
    .filter((item) => item !== '');
  const points = new Float64Array(items.length + 1);
  const classNumbers = new Map(table.classes.map((name, index) => [`{${name}}`, index]));
  const single = new Map<string, number>();
  const beforeWord = new Map<string, Map<string, number>>();
  const beforeClass = new Map<string, Int32Array>();
  const afterClass = new Map<string, Int32Array>();
  const put = (of: Map<string, Int32Array>, word: string, name: string, entry: number): void => {
    const row = of.get(word) ?? new Int32Array(table.classes.length);
    of.set(word, row);
    const index = classNumbers.get(name);
    if (index !== undefined) row[index] = entry;
  };
  items.forEach((item, index) => {
    const entry = index + 1;
    const at = item.lastIndexOf(' ');
    points[entry] = Number(item.slice(at + 1));
    const [first = '', second] = item.slice(0, at).split(' ');
    if (second === undefined) single.set(first, entry);
    else if (first.startsWith('{')) put(afterClass, second, first, entry);
    else if (second.startsWith('{')) put(beforeClass, first, second, entry);
    else beforeWord.set(first, (beforeWord.get(first) ?? new Map()).set(second, entry));
  });

  const classesOf: ClassReader = makeClassReader(lexicon, table.classes);
  const telling = new Set(table.tellWith.map((name) => `{${name}}`));
  const tellNothing = new Set(table.tellNothing.split(' '));
  const remembered = new Map<string, WordEntries>();
  const entriesOf = (word: string): WordEntries => {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    const classes = classesOf(word);
    const features = wordFeatures(word, classesOf);
    const found: WordEntries = {
      word,
      own: features.flatMap((feature) => single.get(feature) ?? []),
      ownOutbound: features.flatMap((feature) => single.get(`${OUTBOUND}${feature}`) ?? []),
      classes: classes.flatMap((name) => classNumbers.get(name) ?? []),
      beforeWord: beforeWord.get(word),
      beforeClass: beforeClass.get(word),
      afterClass: afterClass.get(word),
      speaksOfIt: classes.some((name) => telling.has(name)) && !tellNothing.has(word),
    };
    if (remembered.size >= REMEMBERED_WORDS) remembered.clear();
    remembered.set(word, found);
    return found;
  };
  return { points, single, entriesOf };
}
