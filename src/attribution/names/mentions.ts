// Finds the names of people on record in a message, the longest first, and how each is to be read.

import type { MessageWords } from '../text/message-words.ts';
import type { Token } from '../text/tokens.ts';
import {
  EVERYDAY_WORDS,
  englishRank,
  isEnglishWord,
  isForeignWord,
  isGivenName,
  TOWNS,
} from '../words/word-lists.ts';
import { type Address, readAddress } from './address.ts';
import type { FormKind } from './forms.ts';
import type { Mention, Reading } from './mention.ts';
import { slips } from './misspelling.ts';
import { isNegated } from './negated.ts';
import { otherFamilyName } from './other-family-name.ts';
import { type IndexedForm, type PeopleIndex, type PersonRef, personKey } from './people-index.ts';
import { placeReading } from './place-names.ts';
import { inSetPhrases } from './set-phrases.ts';
import { isSurelyNamed } from './surely-named.ts';
import { capitalInside, readWordOrName } from './word-or-name.ts';

export type Mentions = {
  mentions: readonly Mention[];
  address: Address;
  /** The places of words in phrases that name no child. */
  setPhrases: ReadonlySet<number>;
};

const SURENESS: readonly FormKind[] = ['full', 'given', 'diminutive', 'part', 'misspelling'];
type Found = {
  length: number;
  kind: FormKind;
  people: PersonRef[];
  spelling: string;
  /** An unrecorded short form that is an ordinary word too. */
  ordinary?: boolean;
  /** A slip that nobody would bet on: it only suggests. */
  doubtful?: boolean;
};

/**
 * `at`: the message's time (milliseconds); other names recorded later do not count.
 * `elsewhere`: folded names of children elsewhere in the authority, which are no misspellings.
 */
export function findMentions(
  words: MessageWords,
  index: PeopleIndex,
  at: number,
  elsewhere: ReadonlySet<string>,
): Mentions {
  const found = new Map<number, Found>();
  const matchAt = (position: number): Found | null => {
    const known = found.get(position);
    if (known !== undefined) return known.length > 0 ? known : null;
    const match = longestForm(words, index, position, at) ?? shortForm(words, index, position);
    found.set(position, match ?? { length: 0, kind: 'part', people: [], spelling: '' });
    return match;
  };
  const address = readAddress(
    words,
    (position) => {
      const match = matchAt(position);
      return match === null || match.kind === 'part' || match.ordinary ? 0 : match.length;
    },
    (position) => matchAt(position)?.people.some((person) => person.role === 'worker') ?? false,
  );
  const setPhrases = inSetPhrases(words.tokens);
  const mentions: Mention[] = [];
  for (let position = 0; position < words.tokens.length; ) {
    const match = matchAt(position) ?? misspelt(words, index, position, elsewhere);
    const inside = match?.ordinary !== true || capitalInside(words, position, address.bodyStart);
    if (match === null || !inside) {
      position += 1;
      continue;
    }
    const end = position + match.length;
    mentions.push({
      start: position,
      end,
      words: words.tokens
        .slice(position, end)
        .map((token) => token.raw)
        .join(' '),
      kind: match.kind,
      people: match.people,
      reading: setPhrases.has(position)
        ? 'unclear'
        : readMention(words, index, match, position, address),
      negated: isNegated(words, position),
      otherFamilyName:
        match.kind === 'full' ? null : otherFamilyName(words, index, match.people, end),
    });
    position = end;
  }
  return { mentions, address, setPhrases };
}

function longestForm(
  words: MessageWords,
  index: PeopleIndex,
  position: number,
  at: number,
): Found | null {
  const token = words.tokens[position];
  if (token === undefined) return null;
  let best: Found | null = null;
  const consider = (forms: readonly IndexedForm[] | undefined, firstWord: string) => {
    for (const form of forms ?? []) {
      if (form.from > at || !matches(words, form, position, firstWord)) continue;
      best = better(best, form, firstWord);
    }
  };
  for (const spelling of spellingsOf(token)) consider(index.forms.get(spelling), spelling);
  return best;
}

/** As typed, without 's, and without the s of a possessive typed without its apostrophe. */
function spellingsOf({ norm, stem, bare }: Token): readonly string[] {
  if (stem !== norm) return [norm, stem];
  return bare !== norm && norm.length > 3 ? [norm, bare] : [norm];
}

function matches(
  words: MessageWords,
  form: IndexedForm,
  position: number,
  firstWord: string,
): boolean {
  const size = form.words.length;
  if (size === 1) return true;
  // Only the last word of a name can carry the possessive.
  if (words.tokens[position]?.norm !== firstWord) return false;
  for (let offset = 1; offset < size; offset += 1) {
    const token = words.tokens[position + offset];
    if (token === undefined) return false;
    // "KOWALCZYK, Jakub": a register's way; "Thomas, James" may be two children.
    const register = size === 2 && words.tokens[position]?.upper && !token.upper && token.title;
    if (!(register ? /^[\s.,-]*$/ : /^[\s.-]*$/).test(token.before)) return false;
    const wanted = form.words[offset] ?? '';
    const last = offset === size - 1;
    if (token.norm === wanted) continue;
    if (!last || !(token.stem === wanted || token.norm === `${wanted}s`)) return false;
  }
  return true;
}

function better(best: Found | null, form: IndexedForm, spelling: string): Found {
  const length = form.words.length;
  if (best !== null) {
    const longer = length - best.length;
    const surer = SURENESS.indexOf(best.kind) - SURENESS.indexOf(form.kind);
    if (longer < 0 || (longer === 0 && surer < 0)) {
      // A weaker form of the same length still says who else could be meant, except a mere part.
      if (longer === 0 && form.kind !== 'part') return withPerson(best, form.person);
      return best;
    }
    if (longer === 0 && surer === 0) return withPerson(best, form.person);
    if (longer === 0 && best.kind !== 'part')
      return {
        length,
        kind: form.kind,
        people: [...new Set([form.person, ...best.people])],
        spelling,
      };
  }
  return { length, kind: form.kind, people: [form.person], spelling };
}

function withPerson(found: Found, person: PersonRef): Found {
  if (found.people.some((other) => personKey(other) === personKey(person))) return found;
  return { ...found, people: [...found.people, person] };
}

/** Unrecorded short forms; beside a recorded name they show who else could be meant. */
function shortForm(words: MessageWords, index: PeopleIndex, position: number): Found | null {
  const token = words.tokens[position];
  if (token === undefined || token.stem.length < 2) return null;
  for (const spelling of spellingsOf(token)) {
    const people = index.shortForms.get(spelling);
    if (people === undefined) continue;
    const rank = englishRank(spelling) ?? 99;
    if (rank <= 10 || EVERYDAY_WORDS.has(spelling)) continue;
    // "Ben" and "Dan" are Welsh words too; in an English message they are names.
    const foreign = isForeignWord(spelling) && (words.foreign || !isGivenName(spelling));
    const ordinary = rank <= 50 || spelling.length < 3 || foreign;
    return { length: 1, kind: 'diminutive', people: unique(people), spelling, ordinary };
  }
  return null;
}

/** Whether a recorded name at one place is also the short form of somebody else's. */
export function alsoShortFormOf(index: PeopleIndex, mention: Mention): PersonRef[] {
  if (mention.end - mention.start !== 1 || mention.kind === 'full') return [];
  const short = mention.words.toLowerCase().replace(/['’]?s?$/u, '');
  return unique([
    ...(index.shortForms.get(short) ?? []),
    ...(index.shortForms.get(mention.words.toLowerCase()) ?? []),
  ]);
}

function misspelt(
  words: MessageWords,
  index: PeopleIndex,
  position: number,
  elsewhere: ReadonlySet<string>,
): Found | null {
  const token = words.tokens[position];
  if (token === undefined || token.stem.length < 3 || index.spelt.length === 0) return null;
  const typed = [token.stem];
  if (token.bare !== token.norm && !token.possessive) typed.push(token.bare);
  for (const word of typed) {
    if (isEnglishWord(word) || isGivenName(word) || elsewhere.has(word)) return null;
    if (words.foreign && isForeignWord(word)) return null;
  }
  const limit = token.stem.length >= 5 ? 2 : 1;
  const near: PersonRef[] = [];
  let oneSlip = 0;
  let doubtful = false;
  for (const form of index.spelt) {
    const name = form.words[0] ?? '';
    const distance = Math.min(...typed.map((word) => slips(word, name, limit)));
    if (distance > limit || (distance === 2 && name.length < 5)) continue;
    // Two slips only matter where the first letter holds: anything is two slips from something short.
    if (distance === 2 && name[0] !== token.norm[0]) continue;
    if (distance === 1) oneSlip += 1;
    if (name[0] !== token.norm[0] || name.length < SURE_LENGTH) doubtful = true;
    near.push(form.person);
  }
  if (oneSlip === 0) return null;
  doubtful ||= TOWNS.has(token.stem) || isForeignWord(token.stem);
  return { length: 1, kind: 'misspelling', people: unique(near), spelling: token.stem, doubtful };
}

/**
 * Short names, and names with another first letter, are one slip from too many other words: "Bali"
 * is a place, and no Mali.
 */
const SURE_LENGTH = 5;

function unique(people: readonly PersonRef[]): PersonRef[] {
  return [...new Map(people.map((person) => [personKey(person), person])).values()];
}

function readMention(
  words: MessageWords,
  index: PeopleIndex,
  match: Found,
  start: number,
  address: Address,
): Reading {
  const reading = readPlainly(words, match, start, address);
  if (reading !== 'name') return reading;
  const { kind, spelling, length } = match;
  const found = { start, end: start + length, kind, spelling };
  return isSurelyNamed(words, found, address.bodyStart, index) ? 'name' : 'unclear';
}

function readPlainly(words: MessageWords, match: Found, start: number, address: Address): Reading {
  const end = start + match.length;
  if (address.spokenTo.some(([from, to]) => start >= from && end <= to)) return 'spoken-to';
  if (address.signed.some(([from, to]) => start >= from && end <= to)) return 'signature';
  const place = placeReading(words.tokens, start, end, words.capitalsTell);
  if (place !== null) return place;
  if (words.tokens[start]?.inAddress) return 'unclear';
  if (match.doubtful) return 'unclear';
  if (match.length > 1) return 'name';
  const reading = readWordOrName(words, start, address.bodyStart, match.spelling, true);
  // A word of another language that is also a name is a name only with its capital.
  const token = words.tokens[start];
  if (reading === 'name' && words.foreign && token !== undefined && isForeignWord(token.stem)) {
    return words.capitalsTell && token.title && !token.first ? 'name' : 'unclear';
  }
  if (
    reading === 'name' &&
    match.kind === 'part' &&
    token !== undefined &&
    isEnglishWord(token.stem) &&
    !token.title
  )
    return 'word';
  return reading;
}
