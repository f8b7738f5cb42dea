// The last question to every name that was found: is somebody surely meant? A name that is nothing else has to
// stand where a thing or a place does to be doubted; a word, a place or a slip has to stand where only a person fits.
import type { MessageWords } from '../text/message-words.ts';
import type { Token } from '../text/tokens.ts';
import {
  BUILDING_WORDS,
  isEnglishWord,
  isForeignWord,
  isGivenName,
  isListedWordName,
  isPlaceName,
  NAMES_ABROAD,
  STREET_WORDS,
} from '../words/word-lists.ts';
import type { FormKind } from './forms.ts';
import { otherUse } from './other-uses.ts';
import type { PeopleIndex } from './people-index.ts';
import { slotOf } from './person-slot.ts';
import { capitalWithin } from './word-or-name.ts';

export type NameFound = { start: number; end: number; kind: FormKind; spelling: string };

/** `bodyStart`: the first word after a greeting. */
export function isSurelyNamed(
  words: MessageWords,
  { start, end, kind, spelling }: NameFound,
  bodyStart: number,
  index: PeopleIndex,
): boolean {
  if (isWordAbroad(words, start, end, spelling) && !capitalWithin(words, start, bodyStart))
    return false;
  // English grammar says nothing of a sentence in another language.
  if (words.foreign) return !isAbroad(words, start, end);
  const use = otherUse(words, start, end, spelling);
  const isPerson = (at: number) => isPlainName(words, at, index);
  const slot = slotOf(words, start, end, bodyStart, use, spelling, isPerson);
  if (slot === 'thing') return false;
  if (slot === 'person') return true;
  if (kind === 'misspelling') return false;
  if (use === 'plain') return true;
  // These have been read by their own rules, which are stricter still.
  if (end - start === 1 && isListedWordName(spelling)) return true;
  if (!capitalWithin(words, start, bodyStart)) return false;
  return use === 'word' || isWrittenAsAName(words, start, end);
}

/** A name on record, or a usual one, that is no word and no place. */
function isPlainName(words: MessageWords, at: number, index: PeopleIndex): boolean {
  const token = words.tokens[at];
  if (token === undefined) return false;
  return (
    (isGivenName(token.stem) || index.forms.has(token.stem)) &&
    otherUse(words, at, at + 1, token.stem) === 'plain'
  );
}

/** "Brandon Pickering": two towns, and with capitals neither; "Victoria Park" is a place all the same. */
function isWrittenAsAName(words: MessageWords, start: number, end: number): boolean {
  const last = words.tokens[end - 1];
  if (last === undefined || end - start === 1) return false;
  if (STREET_WORDS.has(last.stem) || BUILDING_WORDS.has(last.stem)) return false;
  return words.tokens.slice(start, end).every(({ title }) => title);
}

/** "Bari khushi ki baat hai", "yr haf", "mae'r seren": a word of another language. Welsh names bear no article. */
function isWordAbroad(words: MessageWords, start: number, end: number, spelling: string): boolean {
  const before = words.tokens[start - 1];
  if (before !== undefined && isWelshArticle(before)) return true;
  if (!NAMES_ABROAD.has(spelling)) return false;
  const beside = [before, words.tokens[end]].some(
    (token) => token !== undefined && isForeignWord(token.norm) && !isEnglishWord(token.norm),
  );
  return words.foreign || beside;
}

function isWelshArticle({ norm, raw }: Token): boolean {
  return norm === 'y' || norm === 'yr' || (norm.endsWith('r') && /['’]r$/i.test(raw));
}

/** A town's name after "in", "to" or "from" in Welsh or Polish, or before it in Urdu. */
function isAbroad(words: MessageWords, start: number, end: number): boolean {
  if (!isPlaceName(words.tokens[start]?.stem ?? '')) return false;
  const before = words.tokens[start - 1]?.norm ?? '';
  return (
    /^(?:yn|ym|yng|i|o|ger|at|drwy|w|we|do|z|ze|kolo|pod)$/.test(before) ||
    /^(?:mein|mai|se|tak)$/.test(words.tokens[end]?.norm ?? '')
  );
}
