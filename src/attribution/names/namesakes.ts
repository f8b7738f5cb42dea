// Children elsewhere in the authority whose names stand in the message.
import { nameWords } from '../text/fold-word.ts';
import type { MessageWords } from '../text/message-words.ts';
import type { Namesake } from '../types.ts';
import { EVERYDAY_WORDS, englishRank } from '../words/word-lists.ts';
import { type NameForm, nameForms } from './forms.ts';

type NamesakeAt = { start: number; end: number; namesakes: readonly Namesake[] };
export type NamesakeIndex = {
  /** Folded first, preferred and other names of one word that stand in the message. */
  given: ReadonlySet<string>;
  /** Full names that stand in the message, the longest at each place. */
  full: readonly NamesakeAt[];
  /** First or other names of several words that stand in the message. */
  several: readonly NamesakeAt[];
  all: readonly Namesake[];
};

/**
 * The folded words of a message that could be somebody's name, for looking up children elsewhere:
 * everything but the commonest words of English. At most 40.
 */
export function wordsToLookUp(words: MessageWords): string[] {
  const wanted = new Set<string>();
  for (const token of words.tokens) {
    for (const word of [token.norm, token.stem, token.bare]) {
      if (word.length < 2 || word.length > 40 || /\d/.test(word)) continue;
      const common = (englishRank(word) ?? 99) <= 10 || EVERYDAY_WORDS.has(word);
      if (common && !(token.title && words.capitalsTell)) continue;
      wanted.add(word);
    }
    if (wanted.size >= 40) break;
  }
  return [...wanted];
}

/** The words of a child's names under which `wordsToLookUp` finds it: for `child_name_token`. */
export function lookUpWordsOf(child: {
  name: string;
  preferredName: string | null;
  alsoKnownAs: readonly string[];
}): string[] {
  return [
    ...new Set([child.name, child.preferredName ?? '', ...child.alsoKnownAs].flatMap(nameWords)),
  ];
}

export function indexNamesakes(words: MessageWords, namesakes: readonly Namesake[]): NamesakeIndex {
  const given = new Set<string>();
  const typed = new Set<string>();
  for (const { norm, stem, bare } of words.tokens) typed.add(norm).add(stem).add(bare);
  const full = new Map<string, Found>();
  const several = new Map<string, Found>();
  for (const namesake of namesakes) {
    const forms = formsOf(namesake);
    for (const name of forms.given) if (typed.has(name)) given.add(name);
    for (const [first, ofSeveral] of forms.several) {
      if (!typed.has(first)) continue;
      for (const form of ofSeveral)
        for (const start of startsOf(words, form.words))
          addAt(form.kind === 'full' ? full : several, start, start + form.words.length, namesake);
    }
  }
  return {
    given,
    full: longest([...full.values()]),
    several: [...several.values()],
    all: namesakes,
  };
}

type Forms = {
  /** Given names of one word. */
  given: readonly string[];
  /** Names of several words, but for mere parts, by their first. */
  several: readonly (readonly [string, readonly NameForm[]])[];
};

/** One child elsewhere turns up in many messages of a batch. */
const knownForms = new WeakMap<Namesake, Forms>();

function formsOf(namesake: Namesake): Forms {
  const known = knownForms.get(namesake);
  if (known !== undefined) return known;
  const all = nameForms(namesake);
  const forms = {
    given: all.flatMap(({ kind, words }) => (kind === 'given' && words.length === 1 ? words : [])),
    several: [
      ...Map.groupBy(
        all.filter(({ kind, words }) => kind !== 'part' && words.length > 1),
        ({ words: [first = ''] }) => first,
      ),
    ],
  };
  knownForms.set(namesake, forms);
  return forms;
}

type Found = { start: number; end: number; namesakes: Namesake[] };

function addAt(spans: Map<string, Found>, start: number, end: number, namesake: Namesake): void {
  const key = `${start}:${end}`;
  const found = spans.get(key) ?? { start, end, namesakes: [] };
  if (!found.namesakes.includes(namesake)) found.namesakes.push(namesake);
  spans.set(key, found);
}

function longest(spans: readonly Found[]): Found[] {
  return spans.filter(
    (span) =>
      !spans.some(
        (other) =>
          other !== span &&
          other.start <= span.start &&
          other.end >= span.end &&
          other.end - other.start > span.end - span.start,
      ),
  );
}

function startsOf(words: MessageWords, wanted: readonly string[]): number[] {
  const starts: number[] = [];
  for (let start = 0; start + wanted.length <= words.tokens.length; start += 1) {
    if (words.tokens[start]?.norm !== wanted[0]) continue;
    const all = wanted.every((word, offset) => {
      const token = words.tokens[start + offset];
      return (
        token !== undefined &&
        (token.norm === word ||
          token.stem === word ||
          (offset === wanted.length - 1 && token.norm === `${word}s`))
      );
    });
    if (all) starts.push(start);
  }
  return starts;
}
