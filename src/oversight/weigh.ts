import { type ClassReader, makeClassReader, ruleFeature, wordFeatures } from './features.ts';
import { type Flag, type FlagCategory, type FlagSubject, flagCategory } from './flag.ts';
import type { ReadWord } from './read-message.ts';
import type { WeighedWords } from './rule-schema.ts';
import type { Lexicon } from './word-index.ts';

/** What a message weighs, its words and the rules that it met together. */
export type Weighed = {
  readonly points: number;
  /** Where the words alone are enough for a flag: what they are about, and those that tell a manager why, by number. */
  readonly telling?: Stretch & { readonly category: FlagCategory };
};
type Stretch = { readonly from: number; readonly to: number };

type Entry = {
  /** Its number, for noting that a message has it. */
  readonly number: number;
  readonly points: number;
  readonly category: FlagCategory | undefined;
};
type ByName = ReadonlyMap<string, Entry>;
/** What the table says of a word: by itself, and beside another word or a word of a class. */
type WordEntries = {
  readonly word: string;
  readonly own: readonly Entry[];
  readonly classes: readonly string[];
  readonly beforeWord: ByName | undefined;
  readonly beforeClass: ByName | undefined;
  readonly afterClass: ByName | undefined;
  readonly speaksOfIt: boolean;
};
/** Told of each entry that a message has, once: which, and the numbers of the words it is made of. */
type Told = (entry: Entry, at: number, other: number) => void;

const REMEMBERED_WORDS = 50_000;
const LONGEST_STRETCH = 9;

export type Scale = {
  readonly weigh: (
    subject: FlagSubject,
    tokens: readonly ReadWord[],
    met: readonly string[],
  ) => Weighed;
  /** Whether the table knows what this flag's rule is worth; a rule it does not know is never overruled. */
  readonly knows: (flag: Flag) => boolean;
};

/** Makes the scale: points of a message by the table of weighed words. Linear in the words. */
export function makeScale(table: WeighedWords, lexicon: Lexicon): Scale {
  const read = readTable(table);
  const entriesOf = makeWordReader(table, makeClassReader(lexicon, table.classes), read);
  const seen = new Int32Array(read.size);
  let message = 0;
  const tellAll = (words: readonly WordEntries[], told: Told): void => {
    message += 1;
    const once = (entry: Entry | undefined, at: number, other: number): void => {
      if (entry === undefined || seen[entry.number] === message) return;
      seen[entry.number] = message;
      told(entry, at, other);
    };
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at];
      if (word === undefined) continue;
      for (const entry of word.own) once(entry, at, at);
      const next = words[at + 1];
      if (next === undefined) continue;
      once(word.beforeWord?.get(next.word), at, at + 1);
      if (word.beforeClass !== undefined)
        for (const name of next.classes) once(word.beforeClass.get(name), at, at + 1);
      if (next.afterClass !== undefined)
        for (const name of word.classes) once(next.afterClass.get(name), at, at + 1);
    }
  };
  const weigh: Scale['weigh'] = (subject, tokens, met) => {
    const words = tokens.map((token) => entriesOf(token.canonical.word));
    let points = table.base[subject.direction];
    tellAll(words, (entry) => {
      points += entry.points;
    });
    for (const feature of met) points += read.entries.get(feature)?.points ?? 0;
    if (points < table.aloneAtLeast) return { points };
    // Few messages come this far: only for them is it worth asking which words weigh most.
    const weights = new Float64Array(tokens.length);
    const categories = new Map<FlagCategory, number>();
    tellAll(words, ({ points: own, category }, at, other) => {
      weights[at] = (weights[at] ?? 0) + own / 2;
      weights[other] = (weights[other] ?? 0) + own / 2;
      if (own > 0 && category !== undefined)
        categories.set(category, (categories.get(category) ?? 0) + own);
    });
    const [category] = [...categories].sort((left, right) => right[1] - left[1])[0] ?? [];
    const found = stretch(tokens, weights, (at) => {
      const token = tokens[at];
      if (token === undefined || token.name || token.number) return false;
      return words[at]?.speaksOfIt === true && (weights[at] ?? 0) >= table.aloneWordAtLeast;
    });
    if (category === undefined || found === undefined) return { points };
    return { points, telling: { ...found, category } };
  };
  return { weigh, knows: (flag) => read.entries.has(ruleFeature(flag)) };
}

type Table = {
  /** Single features by name. */
  readonly entries: ByName;
  readonly beforeWord: ReadonlyMap<string, ByName>;
  readonly beforeClass: ReadonlyMap<string, ByName>;
  readonly afterClass: ReadonlyMap<string, ByName>;
  /** How many entries there are. */
  readonly size: number;
};

function readTable(table: WeighedWords): Table {
  const entries = new Map<string, Entry>();
  const beforeWord = new Map<string, Map<string, Entry>>();
  const beforeClass = new Map<string, Map<string, Entry>>();
  const afterClass = new Map<string, Map<string, Entry>>();
  const put = (of: Map<string, Map<string, Entry>>, word: string, other: string, entry: Entry) =>
    of.set(word, (of.get(word) ?? new Map<string, Entry>()).set(other, entry));
  let size = 0;
  for (const [group, list] of Object.entries(table.words)) {
    const category = flagCategory.safeParse(group).data;
    for (const item of list.split(',')) {
      const at = item.lastIndexOf(' ');
      const entry = { number: size, points: Number(item.slice(at + 1)), category };
      size += 1;
      const [first = '', second] = item.slice(0, at).trim().split(' ');
      if (second === undefined) entries.set(first, entry);
      else if (first.startsWith('{')) put(afterClass, second, first, entry);
      else put(second.startsWith('{') ? beforeClass : beforeWord, first, second, entry);
    }
  }
  return { entries, beforeWord, beforeClass, afterClass, size };
}

/** Makes the reader of what the table says of a word; each word is worked out once. */
function makeWordReader(
  table: WeighedWords,
  classesOf: ClassReader,
  read: Table,
): (word: string) => WordEntries {
  const alone = new Set(table.aloneWith.map((name) => `{${name}}`));
  const tellNothing = new Set(table.tellNothing.split(' '));
  const remembered = new Map<string, WordEntries>();
  return (word) => {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    const classes = classesOf(word);
    const grave = classes.some((name) => alone.has(name));
    const found: WordEntries = {
      word,
      own: wordFeatures(word, classesOf).flatMap((feature) => read.entries.get(feature) ?? []),
      classes,
      beforeWord: read.beforeWord.get(word),
      beforeClass: read.beforeClass.get(word),
      afterClass: read.afterClass.get(word),
      speaksOfIt: grave && !tellNothing.has(word),
    };
    if (remembered.size >= REMEMBERED_WORDS) remembered.clear();
    remembered.set(word, found);
    return found;
  };
}

/**
 * The words that a manager is shown: the heaviest stretch inside one sentence that holds a word which tells why,
 * without words at its ends that speak against a flag. Undefined where no word tells why.
 */
function stretch(
  tokens: readonly ReadWord[],
  weights: Float64Array,
  tells: (at: number) => boolean,
): Stretch | undefined {
  let best: Stretch | undefined;
  let most = 0;
  for (let from = 0; from < tokens.length; from += 1) {
    if ((weights[from] ?? 0) <= 0) continue;
    let sum = 0;
    let telling = false;
    const end = Math.min(tokens.length, from + LONGEST_STRETCH);
    for (let to = from; to < end && tokens[to]?.sentence === tokens[from]?.sentence; to += 1) {
      const own = weights[to] ?? 0;
      sum += own;
      telling ||= tells(to);
      if (telling && own > 0 && sum > most) {
        most = sum;
        best = { from, to };
      }
    }
  }
  return best;
}
