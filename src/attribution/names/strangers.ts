// Names of people who are not on record around this address. A stranger's name does not say whether
// a child or an adult is meant, so it never lets a message be attached without a person.
import { TITLES } from '../text/grammar.ts';
import type { MessageWords } from '../text/message-words.ts';
import type { Token } from '../text/tokens.ts';
import {
  BUILDING_WORDS,
  EVERYDAY_WORDS,
  englishRank,
  isEnglishWord,
  isForeignWord,
  isGivenName,
  NOUN_NAMES,
  PLACE_PREPOSITIONS,
  SEASON_NAMES,
  TOWNS,
  VERBAL_NAMES,
} from '../words/word-lists.ts';
import type { Mentions } from './mentions.ts';
import type { NamesakeIndex } from './namesakes.ts';
import { placeReading } from './place-names.ts';
import { capitalInside, readWordOrName, standsAsPerson } from './word-or-name.ts';

export type Stranger = {
  words: string;
  start: number;
  /** A usual given name or a name of a child elsewhere; otherwise a word no list knows. */
  isName: boolean;
};

export function findStrangers(
  words: MessageWords,
  mentions: Mentions,
  namesakes: NamesakeIndex,
): Stranger[] {
  const strangers: Stranger[] = [];
  const taken = takenWords(words, mentions);
  for (const at of mentions.setPhrases) taken.add(at);
  const named = new Set(
    mentions.mentions.filter(({ reading }) => reading === 'name').map(({ end }) => end - 1),
  );
  // Children elsewhere who are named in full have a cue of their own.
  for (const { start, end } of namesakes.full)
    for (let at = start; at < end; at += 1) taken.add(at);
  for (const { start, end } of namesakes.several) {
    if (taken.has(start)) continue;
    strangers.push({
      words: words.tokens
        .slice(start, end)
        .map((token) => token.raw)
        .join(' '),
      start,
      isName: true,
    });
    for (let at = start; at < end; at += 1) taken.add(at);
  }
  for (let at = 0; at < words.tokens.length; at += 1) {
    const token = words.tokens[at];
    if (token === undefined || taken.has(at) || /\d/.test(token.norm) || token.norm.length < 2)
      continue;
    const verdict = judge(words, at, mentions.address.bodyStart, namesakes, named);
    if (verdict === null) continue;
    strangers.push({ words: token.raw, start: at, isName: verdict === 'name' });
  }
  return strangers;
}

function takenWords(words: MessageWords, { mentions, address }: Mentions): Set<number> {
  const taken = new Set<number>();
  const take = (from: number, to: number) => {
    for (let at = from; at < to; at += 1) taken.add(at);
  };
  for (const mention of mentions)
    if (mention.reading !== 'word' || mention.kind !== 'part') take(mention.start, mention.end);
  for (const [from, to] of address.spokenTo) take(from, to);
  words.tokens.forEach((token, at) => {
    // "Mrs Patel", "auntie Sue", "PC Jones"
    if (TITLES.has(token.norm) && words.tokens[at + 1] !== undefined) take(at + 1, at + 2);
  });
  return taken;
}

function judge(
  words: MessageWords,
  at: number,
  bodyStart: number,
  namesakes: NamesakeIndex,
  named: ReadonlySet<number>,
): 'name' | 'unknown' | null {
  const token = words.tokens[at];
  if (token === undefined) return null;
  const name = nameSpelling(token, namesakes);
  if (name === undefined && !token.title && isEnglishWord(token.norm)) return null;
  if (name === undefined && isListed(words, at, named)) return 'unknown';
  if (placeReading(words.tokens, at, at + 1, words.capitalsTell) === 'place') return null;
  const before = at > 0 && !token.first ? words.tokens[at - 1] : undefined;
  const capital = capitalInside(words, at, bodyStart);
  if (token.upper && words.capitalsTell && token.raw.length <= 6 && name === undefined) return null;
  if (
    TOWNS.has(token.stem) &&
    (name === undefined || (before !== undefined && AWAY.test(before.norm)))
  ) {
    return null;
  }
  if (words.foreign && isForeignWord(token.norm) && !capital) return null;

  const rank = englishRank(token.stem) ?? englishRank(token.bare);
  const everyday = EVERYDAY_WORDS.has(token.stem) || EVERYDAY_WORDS.has(token.norm);
  const ordinary = rank !== undefined || everyday;
  if (name !== undefined) {
    const listed = VERBAL_NAMES.has(name) || NOUN_NAMES.has(name) || SEASON_NAMES.has(name);
    if (!ordinary && !listed) {
      if (!isForeignWord(name) || capital) return 'name';
      return standsAsPerson(words, at, bodyStart) ? 'name' : null;
    }
    const reading = readWordOrName(words, at, bodyStart, name);
    if (listed) return reading === 'word' ? null : 'name';
    if (everyday || (rank !== undefined && rank <= 20 && !isGivenName(name))) {
      return capital || standsAsPerson(words, at, bodyStart) ? 'name' : null;
    }
    // "ruby", "jack", "lily": words too, but in messages about families nearly always names.
    return reading === 'name' ? 'name' : null;
  }
  if (ordinary || TOWNS.has(token.norm)) return null;
  if (isForeignWord(token.norm) && !capital) return null;
  if (capital && !token.upper) {
    if (before !== undefined && PLACE_PREPOSITIONS.has(before.norm)) return null;
    const next = words.tokens[at + 1];
    if (next !== undefined && BUILDING_WORDS.has(next.norm)) return null;
    return 'unknown';
  }
  if (words.foreign) return null;
  // "Is mitching", "was bunking": something done, not somebody.
  if (/ing$/.test(token.norm) && !token.title) return null;
  return standsAsPerson(words, at, bodyStart) ? 'unknown' : null;
}

/** "Ayo + Dapo", "Ayo, Dapo & Femi", "ayo n dapo": a word no list knows, in a row with a name. */
function isListed(words: MessageWords, at: number, named: ReadonlySet<number>): boolean {
  const token = words.tokens[at];
  if (token === undefined || isEnglishWord(token.stem) || TOWNS.has(token.stem)) return false;
  const joined = (place: number) => {
    const between = words.tokens[place];
    return between !== undefined && !between.first && /^(?:and|n|nd|an)$/.test(between.norm);
  };
  if (!words.foreign && !token.first && joined(at - 1) && named.has(at - 2)) return true;
  if (!words.foreign && joined(at + 1) && named.has(at + 2)) return !/(?:ed|ing)$/.test(token.stem);
  return token.title && named.has(at - 1) && /^\s*[+&,/]\s*$/.test(token.before);
}

/** The spelling under which a word is a given name: as typed, or without a possessive s. */
function nameSpelling(token: Token, namesakes: NamesakeIndex): string | undefined {
  const isName = (word: string) => isGivenName(word) || namesakes.given.has(word);
  if (isName(token.stem)) return token.stem;
  if (isName(token.norm)) return token.norm;
  return token.bare !== token.norm && isName(token.bare) ? token.bare : undefined;
}

const AWAY =
  /^(in|at|to|from|near|nr|of|around|outside|via|for|through|leaving|moved|moving|visiting|city|town)$/;
