// Names of people who are not on record around this address. A stranger's name does not say whether
// a child or an adult is meant, so it never lets a message be attached without a person.
import { DETERMINERS, TITLES } from '../text/grammar.ts';
import { isEnglishWord, isForeignWord, type MessageWords } from '../text/message-words.ts';
import {
  BUILDING_WORDS,
  EVERYDAY_WORDS,
  englishRank,
  GIVEN_NAMES,
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
    const verdict = judge(words, at, mentions.address.bodyStart, namesakes);
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
  // A family name after a recorded person's full or first name.
  for (const mention of mentions) {
    if (
      mention.otherFamilyName === null &&
      mention.people.some((person) => person.role !== 'child')
    ) {
      const next = words.tokens[mention.end];
      if (next?.title && words.capitalsTell && !isEnglishWord(next.norm))
        take(mention.end, mention.end + 1);
    }
  }
  return taken;
}

function judge(
  words: MessageWords,
  at: number,
  bodyStart: number,
  namesakes: NamesakeIndex,
): 'name' | 'unknown' | null {
  const token = words.tokens[at];
  if (token === undefined) return null;
  const place = placeReading(words.tokens, at, at + 1, words.capitalsTell);
  if (place === 'place') return null;
  const spelling = [token.stem, token.norm, token.norm.replace(/s$/, '')];
  const isName = spelling.some((word) => GIVEN_NAMES.has(word) || namesakes.given.has(word));
  const plain = token.norm !== token.stem ? token.stem : token.norm;
  const before = at > 0 && !token.first ? words.tokens[at - 1] : undefined;
  const capital = capitalInside(words, at, bodyStart);
  if (token.upper && words.capitalsTell && token.raw.length <= 6 && !isName) return null;
  if (TOWNS.has(plain) && (!isName || (before !== undefined && AWAY.test(before.norm))))
    return null;
  if (words.foreign && isForeignWord(token.norm) && !capital) return null;

  const rank =
    englishRank(plain) ?? (plain.endsWith('s') ? englishRank(plain.slice(0, -1)) : undefined);
  const ordinary =
    rank !== undefined || EVERYDAY_WORDS.has(plain) || EVERYDAY_WORDS.has(token.norm);
  if (isName) {
    const listed = VERBAL_NAMES.has(plain) || NOUN_NAMES.has(plain) || SEASON_NAMES.has(plain);
    if (!ordinary && !listed)
      return isForeignWord(plain) && !capital && !standsAsPerson(words, at, bodyStart)
        ? null
        : 'name';
    if (SEASON_NAMES.has(plain) || EVERYDAY_WORDS.has(plain)) {
      return readWordOrName(words, at, bodyStart) === 'name' && listed ? 'name' : null;
    }
    if (before !== undefined && DETERMINERS.has(before.norm)) return null;
    if (capital) {
      // A capitalised ordinary word may only be emphasis: "the Bill", "Social Worker".
      return listed ? (readWordOrName(words, at, bodyStart) === 'word' ? null : 'name') : 'name';
    }
    if (listed) return readWordOrName(words, at, bodyStart) === 'name' ? 'name' : null;
    if ((rank ?? 99) <= 35)
      return standsAsPerson(words, at, bodyStart) && (rank ?? 99) > 10 ? 'name' : null;
    return standsAsPerson(words, at, bodyStart) || (rank ?? 99) > 50 ? 'name' : null;
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
  return standsAsPerson(words, at, bodyStart) ? 'unknown' : null;
}

const AWAY =
  /^(in|at|to|from|near|nr|of|around|outside|via|for|through|leaving|moved|moving|visiting|city|town)$/;
