// A first name on record with somebody else's family name: "Kian Davenport", where the record knows Kian Pritchard.
import type { MessageWords } from '../text/message-words.ts';
import { englishRank, isEnglishWord, isForeignWord } from '../words/word-lists.ts';
import { type PeopleIndex, type PersonRef, personKey } from './people-index.ts';

/** A word after a first name that can only be a family name, and is not theirs. */
export function otherFamilyName(
  words: MessageWords,
  index: PeopleIndex,
  people: readonly PersonRef[],
  end: number,
): string | null {
  const last = words.tokens[end - 1];
  const next = words.tokens[end];
  if (last === undefined || next === undefined || last.possessive || !/^[\s-]*$/.test(next.before))
    return null;
  if (next.first || next.norm.length < 2) return null;
  if (people.some((person) => index.familyWords.get(personKey(person))?.has(next.stem)))
    return null;
  if (index.forms.has(next.norm) || index.forms.has(next.stem)) {
    const someone = index.forms.get(next.stem) ?? index.forms.get(next.norm) ?? [];
    // A first name may follow in a list; somebody else's family name may not.
    if (someone.some((form) => form.kind !== 'part')) return null;
    return next.raw;
  }
  if (isEnglishWord(next.norm) || isEnglishWord(next.stem) || isForeignWord(next.norm)) {
    return next.title && words.capitalsTell && !next.upper && (englishRank(next.norm) ?? 99) > 10
      ? next.raw
      : null;
  }
  if (words.foreign && !next.title) return null;
  if (words.foreign && !words.capitalsTell) return null;
  return next.raw;
}
