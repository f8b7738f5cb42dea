// The little language of the rules (docs/flags.md):
//   word   stem*   verb+   {class}   (one|other words|my {class})   item?   a ..3 b   a ~3 b   a & b
/** Words and stems in a row; `{class}` among them stands for any word or phrase of the class. */
export type Alternative = readonly string[];

export type Item = {
  readonly alternatives: readonly Alternative[];
  readonly optional: boolean;
  /** Most words allowed between the item before and this one. */
  readonly gap: number;
};
export type Sequence = readonly Item[];

const TOKEN = /\(|\)|\||\?|&|\.\.\d+|~\d+|\{[a-z0-9-]+\}|[^\s(){}|?&~]+/gu;
const WORD = /^[\p{L}\p{N}'-]+[*+]?$|^\p{Extended_Pictographic}$/u;
const LONGEST_GAP = 30;
const MOST_VARIANTS = 64;

class PatternError extends Error {}

/**
 * Reads one pattern.
 * @returns variants (optional items and either-order written out), each a list of sequences that must all be found.
 * @throws Error saying what is wrong with the pattern.
 */
export function parsePattern(text: string): readonly (readonly Sequence[])[] {
  const tokens = text.replaceAll('\uFE0F', '').match(TOKEN) ?? [];
  let at = 0;
  const clauses: Sequence[][] = [];
  let left: Sequence | undefined;
  let eitherGap = 0;
  let items: Item[] = [];
  const endSequence = (): void => {
    if (items.length === 0) throw new PatternError(`nothing to match beside & or ~ in "${text}"`);
    if (left === undefined) clauses.push([items]);
    else clauses.push([joined(left, items, eitherGap), joined(items, left, eitherGap)]);
    left = undefined;
    items = [];
  };
  let gap = 0;
  while (at < tokens.length) {
    const token = tokens[at] ?? '';
    at += 1;
    if (token === '&') endSequence();
    else if (token.startsWith('~')) {
      if (left !== undefined) throw new PatternError(`two ~ in one part of "${text}"`);
      left = items;
      eitherGap = gapOf(token.slice(1), text);
      items = [];
    } else if (token.startsWith('..')) gap = gapOf(token.slice(2), text);
    else if (token === '?') {
      const last = items.pop();
      if (last === undefined) throw new PatternError(`? without an item in "${text}"`);
      items.push({ ...last, optional: true });
    } else {
      const read =
        token === '(' ? group(tokens, at, text) : { alternatives: [[part(token, text)]], next: at };
      at = read.next;
      items.push({ alternatives: read.alternatives, optional: false, gap });
      gap = 0;
    }
  }
  endSequence();
  const variants = clauses.reduce<Sequence[][]>(
    (whole, options) => {
      const written = options.flatMap(withoutOptions);
      return whole.flatMap((before) => written.map((sequence) => [...before, sequence]));
    },
    [[]],
  );
  if (variants.length > MOST_VARIANTS) throw new PatternError(`too many variants in "${text}"`);
  return variants;
}

function gapOf(digits: string, text: string): number {
  const gap = Number(digits);
  if (gap > LONGEST_GAP) throw new PatternError(`a gap over ${LONGEST_GAP} words in "${text}"`);
  return gap;
}

function joined(first: Sequence, second: Sequence, gap: number): Sequence {
  return [...first, ...second.map((item, index) => (index === 0 ? { ...item, gap } : item))];
}

/** Writes out optional items: the sequence with and without each. */
function withoutOptions(sequence: Sequence): Sequence[] {
  let variants: Item[][] = [[]];
  let carried = 0;
  for (const item of sequence) {
    const taken = variants.map((variant) => [
      ...variant,
      { ...item, optional: false, gap: variant.length === 0 ? 0 : Math.max(item.gap, carried) },
    ]);
    variants = item.optional ? [...taken, ...variants] : taken;
    // What stands after a left-out item may lie as far away as the item itself might have.
    carried = item.optional ? Math.max(carried, item.gap) : 0;
    if (variants.length > MOST_VARIANTS) throw new PatternError('too many optional items');
  }
  return variants.filter((variant) => variant.length > 0);
}

function group(
  tokens: readonly string[],
  from: number,
  text: string,
): { alternatives: Alternative[]; next: number } {
  const alternatives: Alternative[] = [];
  let words: string[] = [];
  const endAlternative = (): void => {
    if (words.length === 0) throw new PatternError(`an empty alternative in "${text}"`);
    alternatives.push(words);
    words = [];
  };
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    if (token === '|') endAlternative();
    else if (token === ')') {
      endAlternative();
      return { alternatives, next: at + 1 };
    } else words.push(part(token, text));
  }
  throw new PatternError(`a bracket is not closed in "${text}"`);
}

function part(token: string, text: string): string {
  if (!token.startsWith('{') && !WORD.test(token))
    throw new PatternError(`"${token}" is not a word in "${text}"`);
  return token;
}
