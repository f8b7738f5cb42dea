/** What spelling is judged against: all of it data of the rule set. */
type Vocabulary = {
  /** Whether the word begins with a stem of the rules. */
  readonly isKnown: (word: string) => boolean;
  /** Whole words that a misspelling may be taken for. */
  readonly words: ReadonlySet<string>;
  readonly respelled: ReadonlyMap<string, readonly string[]>;
  readonly keep: ReadonlySet<string>;
};

const LONGEST_WORD = 24;
const SHORTEST_GUESS = 5;
const AFTER_APOSTROPHE = new Map([
  ['m', 'am'],
  ['re', 'are'],
  ['ll', 'will'],
  ['ve', 'have'],
  ['d', 'would'],
]);
const IS_AFTER = new Set(
  'he she it that there who what where how here everyone everybody nobody someone somebody'.split(
    ' ',
  ),
);

/** Undoes an apostrophe: "don't" is "do not", "he's" is "he is", "dad's" is "dad", Welsh "mae'r" is "mae r". */
export function withoutApostrophe(token: string): readonly string[] {
  if (!token.includes("'")) return [token];
  if (token === "can't") return ['can', 'not'];
  if (token === "won't") return ['will', 'not'];
  if (token === "shan't") return ['shall', 'not'];
  if (token === "ain't") return ['is', 'not'];
  if (token === "let's" || token === "o'clock") return [token.replace("'", '')];
  if (token.endsWith("n't")) return [token.slice(0, -3), 'not'];
  const [head = '', ...tails] = token.split("'");
  return [
    head,
    ...tails.flatMap((tail) => {
      if (tail === 's') return IS_AFTER.has(head) ? ['is'] : [];
      return [AFTER_APOSTROPHE.get(tail) ?? tail];
    }),
  ].filter((part) => part !== '');
}

/**
 * Builds a speller: how one written word is read, as one or several words of the rules.
 * @returns a function of the lower-case token; its cost depends on the token's length only, never on the text's.
 */
export function makeSpeller(vocabulary: Vocabulary): (token: string) => readonly string[] {
  const byDeletion = deletionIndex(vocabulary.words);
  const isWord = (word: string): boolean =>
    vocabulary.respelled.has(word) || vocabulary.words.has(word);
  const settle = (word: string): readonly string[] => vocabulary.respelled.get(word) ?? [word];
  const one = (word: string): readonly string[] => {
    if (isWord(word)) return settle(word);
    if (vocabulary.keep.has(word) || word.length > LONGEST_WORD) return [word];
    const respelled = respellings(word).find(isWord);
    if (respelled !== undefined) return settle(respelled);
    if (vocabulary.isKnown(word)) return [word];
    const guess = nearest(word, byDeletion);
    return guess === undefined ? [word] : [guess];
  };
  return (token) => {
    const whole = token.includes("'")
      ? vocabulary.respelled.get(token.replaceAll("'", ''))
      : undefined;
    if (whole !== undefined && !token.endsWith("'s") && !token.endsWith("'re")) return whole;
    return withoutApostrophe(token).flatMap(one);
  };
}

/** Regular ways of writing a word as it sounds, most likely first. */
function respellings(word: string): readonly string[] {
  const forms: string[] = [];
  const push = (form: string): void => {
    if (form !== word && form.length > 1 && !forms.includes(form)) forms.push(form);
  };
  const bases = [word, word.replace(/(\p{L})\1{2,}/gu, '$1$1'), word.replace(/(\p{L})\1+/gu, '$1')];
  for (const base of bases) {
    push(base);
    if (base.endsWith('in')) push(`${base}g`);
    if (base.endsWith('en') && base.length > 4) push(`${base.slice(0, -2)}ing`);
    if (base.endsWith('a') && base.length > 3) push(`${base.slice(0, -1)}er`);
    push(base.replace(/f/gu, 'th'));
    push(base.replace(/v/gu, 'th'));
    if (base.startsWith('d')) push(`th${base.slice(1)}`);
    if (base.includes('8')) push(base.replace('8', 'ate'));
    if (base.includes('8')) push(base.replace('8', 'eat'));
    if (base.includes('2')) push(base.replace('2', 'to'));
    if (base.includes('4')) push(base.replace('4', 'for'));
    if (base.includes('1')) push(base.replace('1', 'one'));
    if (base.startsWith('n')) push(`k${base}`);
    if (base.startsWith('r')) push(`w${base}`);
    push(base.replace(/ph/gu, 'f'));
    push(base.replace(/([aeiou])k$/u, '$1ck'));
    if (base.endsWith('d')) push(`${base.slice(0, -1)}ed`);
    if (base.endsWith('t')) push(`${base.slice(0, -1)}ed`);
    if (base.endsWith('z')) push(`${base.slice(0, -1)}s`);
  }
  return forms;
}

function deletions(word: string): readonly string[] {
  return Array.from(word, (_, index) => word.slice(0, index) + word.slice(index + 1));
}

/** Words by each of the strings that deleting one letter leaves: finds neighbours without comparing with every word. */
function deletionIndex(words: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < SHORTEST_GUESS) continue;
    for (const key of [word, ...deletions(word)]) {
      const at = index.get(key);
      if (at === undefined) index.set(key, [word]);
      else at.push(word);
    }
  }
  return index;
}

function nearest(word: string, index: ReadonlyMap<string, readonly string[]>): string | undefined {
  if (word.length < SHORTEST_GUESS || /\d/u.test(word)) return undefined;
  const near = [word, ...deletions(word)].flatMap((key) => index.get(key) ?? []);
  return near.find((candidate) => candidate[0] === word[0] && oneSlipApart(word, candidate));
}

/** One letter more, fewer, other, or two neighbours swapped. */
function oneSlipApart(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1 || left === right) return false;
  let head = 0;
  while (head < left.length && left[head] === right[head]) head += 1;
  let tail = 0;
  const room = Math.min(left.length, right.length) - head;
  while (tail < room && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1;
  const leftRest = left.slice(head, left.length - tail);
  const rightRest = right.slice(head, right.length - tail);
  if (leftRest.length <= 1 && rightRest.length <= 1) return true;
  return (
    leftRest.length === 2 &&
    rightRest.length === 2 &&
    leftRest[0] === rightRest[1] &&
    leftRest[1] === rightRest[0]
  );
}
