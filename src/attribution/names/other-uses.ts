// What else a recorded name is in English: a word ("hunter", "frost") or a place ("chester", "florence").
import type { MessageWords } from '../text/message-words.ts';
import {
  BRAND_NAMES,
  BUILDING_WORDS,
  EVERYDAY_WORDS,
  englishRank,
  isForeignWord,
  isGivenName,
  isPlaceName,
  STREET_WORDS,
} from '../words/word-lists.ts';

/** `plain`: no other use is known. `brand`: something is sold or spoken to under it ("mercedes", "alexa"). */
export type OtherUse = 'plain' | 'word' | 'place' | 'brand';

/** Rarer words than these nobody types in a message (SCOWL's sizes). */
const IN_USE = 50;

/** The other use of the name at words [start, end), whose first or only word is spelt `spelling`. */
export function otherUse(
  words: MessageWords,
  start: number,
  end: number,
  spelling: string,
): OtherUse {
  if (end - start === 1) return useOf(spelling);
  const uses = words.tokens.slice(start, end).map(({ stem }) => useOf(stem));
  // "Megan Hill" is somebody; "ruby hill", "victoria park" may be anything.
  if (uses.includes('plain')) return 'plain';
  const last = words.tokens[end - 1]?.stem ?? '';
  return STREET_WORDS.has(last) ||
    BUILDING_WORDS.has(last) ||
    uses.includes('place') ||
    uses.includes('brand')
    ? 'place'
    : 'word';
}

function useOf(word: string): OtherUse {
  if (BRAND_NAMES.has(word)) return 'brand';
  if (isPlaceName(word)) return 'place';
  const known = (englishRank(word) ?? 99) <= IN_USE || EVERYDAY_WORDS.has(word);
  return known || (isForeignWord(word) && !isGivenName(word)) ? 'word' : 'plain';
}
