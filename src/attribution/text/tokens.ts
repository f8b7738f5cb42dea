import { foldWord } from './fold-word.ts';

/** One word of a message. Hyphenated words are several tokens. */
export type Token = {
  raw: string;
  /** Folded. */
  norm: string;
  /** Folded, without a possessive 's; equal to `norm` where there is none. */
  stem: string;
  /** Folded, without an s at its end; equal to `norm` where there is none. */
  bare: string;
  possessive: boolean;
  /** Begins with a capital. */
  title: boolean;
  /** All capitals, two letters or more. */
  upper: boolean;
  /** First of the message or after . ! ? or a line break. */
  first: boolean;
  /** What stands between the word before and this one. */
  before: string;
  /** Between quotation marks. */
  quoted: boolean;
  /** Part of an email or web address: it may be anybody's. */
  inAddress: boolean;
};

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’‘`´ʼ][\p{L}\p{M}]+)*['’]?/gu;
const POSSESSIVE = /['’‘`´ʼ]s?$/iu;
const SENTENCE_END = /[.!?\n\r…]/;
const CAPITAL = /^\p{Lu}/u;
const SMALL = /\p{Ll}/u;
const CONTRACTED = new Set([
  'it',
  'he',
  'she',
  'that',
  'what',
  'there',
  'who',
  'here',
  'where',
  'how',
  'let',
  'when',
]);

/** Splits a message into words. Emoji, signs and punctuation are kept only as what lies between. */
export function tokenise(body: string): Token[] {
  const tokens: Token[] = [];
  const quotes = quotedRanges(body);
  const addresses = addressRanges(body);
  let end = 0;
  // Most messages hold no letter with an accent: a plain search of them is several times faster.
  for (const match of body.matchAll(ASCII.test(body) ? ASCII_WORD : WORD)) {
    const start = match.index;
    let raw = match[0];
    let after = start + raw.length;
    // A closing quotation mark is no apostrophe: keep it only after s ("Rhys' bag").
    if (/['’]$/.test(raw) && !/s.$/i.test(raw)) {
      raw = raw.slice(0, -1);
      after -= 1;
    }
    const before = body.slice(end, start);
    const { norm, stem, bare, possessive, title, upper } = spellingOf(raw);
    tokens.push({
      raw,
      norm,
      stem,
      bare,
      possessive,
      title,
      upper,
      first: tokens.length === 0 || (before !== ' ' && SENTENCE_END.test(before)),
      before,
      quoted: quotes.length > 0 && quotes.some(([from, to]) => start > from && start < to),
      inAddress:
        addresses.length > 0 && addresses.some(([from, to]) => start >= from && start < to),
    });
    end = after;
  }
  return tokens;
}

type Spelling = Pick<Token, 'norm' | 'stem' | 'bare' | 'possessive' | 'title' | 'upper'>;

/** Messages use few words often: each is folded once, and what is asked of it later finds the same string. */
const knownSpellings = new Map<string, Spelling>();
const KNOWN_AT_MOST = 20_000;

function spellingOf(raw: string): Spelling {
  const known = knownSpellings.get(raw);
  if (known !== undefined) return known;
  const found = readSpelling(raw);
  if (knownSpellings.size >= KNOWN_AT_MOST) knownSpellings.clear();
  knownSpellings.set(raw, found);
  return found;
}

function readSpelling(raw: string): Spelling {
  const norm = foldWord(raw);
  const bare = raw.replace(POSSESSIVE, '');
  const stem = bare === raw ? norm : foldWord(bare);
  const possessive = bare !== raw && !CONTRACTED.has(stem);
  return {
    norm,
    stem: possessive ? stem : norm,
    bare: norm.endsWith('s') ? norm.slice(0, -1) : norm,
    possessive,
    title: CAPITAL.test(raw),
    upper: raw.length > 1 && CAPITAL.test(raw) && !SMALL.test(raw),
  };
}

const ASCII = /^[\x20-\x7e\n\r\t]*$/;
const ASCII_WORD = /[A-Za-z0-9]+(?:['`][A-Za-z]+)*'?/g;
const ADDRESS = /\S+@\S+\.\S+|(?:https?:\/\/|www\.)\S+/giu;
const QUOTATION = /"[^"]+"|“[^”]+”|«[^»]+»|„[^”“]+[”“]/g;

function quotedRanges(body: string): [number, number][] {
  if (!/["“«„]/.test(body)) return [];
  return [...body.matchAll(QUOTATION)].map((match) => [match.index, match.index + match[0].length]);
}

function addressRanges(body: string): [number, number][] {
  if (!/@|:\/\/|www\./i.test(body)) return [];
  return [...body.matchAll(ADDRESS)].map((match) => [match.index, match.index + match[0].length]);
}
