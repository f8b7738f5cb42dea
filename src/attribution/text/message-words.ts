// What kind of word each word of a message is, and whether capitals and English can be relied on.
import { factsOf, isGivenName } from '../words/word-lists.ts';
import { type Token, tokenise } from './tokens.ts';

export type MessageWords = {
  tokens: readonly Token[];
  /** The folded words with one space between, before and after: what phrases are looked for in. */
  text: string;
  /** Capitals tell names from words: there are small letters, and not every word is capitalised. */
  capitalsTell: boolean;
  /** Mostly not English. */
  foreign: boolean;
  /** Holds words in a script that these rules do not read. */
  unreadable: boolean;
};

const LATIN = /^[\p{Script=Latin}\p{M}\p{N}'’‘`´ʼ]+$/u;

export function readWords(body: string): MessageWords {
  const tokens = tokenise(body);
  return {
    tokens,
    text: ` ${tokens.map((token) => token.norm).join(' ')} `,
    capitalsTell: capitalsTell(tokens),
    foreign: isForeign(tokens),
    unreadable: tokens.some((token) => !LATIN.test(token.raw)),
  };
}

function capitalsTell(tokens: readonly Token[]): boolean {
  const words = tokens.filter((token) => token.norm.length > 1 && /\p{L}/u.test(token.raw));
  const inner = words.filter((token) => !token.first);
  if (!words.some((token) => !token.title)) return false;
  return inner.filter((token) => token.title).length <= inner.length / 2;
}

/** Words that two languages share ("to", "jest", "main") count for neither. */
function isForeign(tokens: readonly Token[]): boolean {
  let english = 0;
  let foreign = 0;
  let unknown = 0;
  for (const token of tokens) {
    if (token.norm.length < 2) continue;
    const facts = factsOf(token.norm);
    if (facts.hasDigit) continue;
    const given = token.stem === token.norm ? facts.given : isGivenName(token.stem);
    if (token.title && given) continue;
    if (facts.english && !facts.foreign) english += 1;
    else if (facts.foreign && !facts.english) foreign += 1;
    else if (!facts.english && !given) unknown += 1;
  }
  if (foreign === 0) return unknown >= 3 && unknown > english * 1.5;
  if (foreign === 1 && english > 0) return false;
  return foreign + unknown / 2 >= english * 0.75;
}
