// Will, Hope, May, Joy, Grace, Summer, Mark, Bill, Rose, Drew: names only when the sentence makes
// them so. Where it does not settle the matter the answer is `unclear`, and a person is asked.
import {
  BE_AND_HAVE,
  BEFORE_A_PERSON,
  BELONGS_TO_A_PERSON,
  DETERMINERS,
  GREETINGS,
  HANDS_OVER,
  OPENS_A_CLAUSE,
  PERSON_VERBS,
  PRONOUNS,
  THANKING,
} from '../text/grammar.ts';
import type { MessageWords } from '../text/message-words.ts';
import {
  EVERYDAY_WORDS,
  englishRank,
  isGivenName,
  NOUN_NAMES,
  SEASON_NAMES,
  VERBAL_NAMES,
} from '../words/word-lists.ts';
import { ALSO_OF_THINGS, doesAsAPerson, isAsAPersonIs } from './person-acts.ts';

/** Does a capital inside the sentence set this word apart? */
export function capitalInside(words: MessageWords, at: number, bodyStart: number): boolean {
  const token = words.tokens[at];
  return (
    token !== undefined && words.capitalsTell && token.title && !token.first && at !== bodyStart
  );
}

/** A capital after a comma, a sign or "thanks" may only begin what is said. */
export function capitalWithin(words: MessageWords, at: number, bodyStart: number): boolean {
  const token = words.tokens[at];
  const before = words.tokens[at - 1];
  if (token === undefined || before === undefined || !capitalInside(words, at, bodyStart))
    return false;
  return (
    /^[\s'"“‘-]*$/.test(token.before) && !THANKING.has(before.norm) && !GREETINGS.has(before.norm)
  );
}

/**
 * Reads a single word that is on record as somebody's name.
 * `bodyStart` is the first word after a greeting: a capital there says nothing. `spelling` is the name's
 * when the word has an s more. `onRecord`: somebody around the number bears the name, so that a word is
 * only where it cannot be them.
 */
export function readWordOrName(
  words: MessageWords,
  at: number,
  bodyStart: number,
  spelling?: string,
  onRecord = false,
): 'name' | 'unclear' | 'word' {
  const token = words.tokens[at];
  if (token === undefined) return 'word';
  const before = at > bodyStart && !token.first ? words.tokens[at - 1] : undefined;
  const next = sameSentence(words, at + 1);
  const word = spelling ?? token.stem;
  // "marks", "jacks": the name with an s for a possessive, or a plural or a verb.
  const s = word !== token.stem;
  const season = SEASON_NAMES.has(word);
  const verbal = VERBAL_NAMES.has(word);
  const noun = NOUN_NAMES.has(word) || season;
  const determined = before !== undefined && DETERMINERS.has(before.norm);
  if (!verbal && !noun) {
    const common = (englishRank(token.stem) ?? 99) <= 50;
    if (s && common && !followsAName(next?.norm)) return 'unclear';
    if (common && onRecord && !s && !token.title && endsACompound(before?.norm, next?.norm))
      return 'unclear';
    return common && determined && !capitalInside(words, at, bodyStart) ? 'word' : 'name';
  }
  if (season && isDate(before?.norm, next?.norm)) return 'word';
  if (determined && !(capitalWithin(words, at, bodyStart) && before?.norm === 'all')) return 'word';
  if (s) {
    const opensWithCapital = before === undefined && words.capitalsTell && token.title;
    if (opensWithCapital && next !== undefined && ONLY_PEOPLE_OWN.test(next.norm)) return 'name';
    if (!followsAName(next?.norm)) return capitalWithin(words, at, bodyStart) ? 'unclear' : 'word';
    return capitalWithin(words, at, bodyStart) ? 'name' : 'unclear';
  }
  const acts = next !== undefined && PERSON_VERBS.has(next.norm) && !ALSO_OF_THINGS.has(next.norm);
  const is = !season && isAsAPersonIs(words, at);
  const owns = token.possessive && next !== undefined && BELONGS_TO_A_PERSON.has(next.norm);
  if (capitalWithin(words, at, bodyStart)) {
    if (verbal && next !== undefined && PRONOUNS.has(next.norm) && !isPersonBefore(before?.norm))
      return 'unclear';
    // "They Drew straws": somebody does it, whatever the capital.
    if (verbal && DOERS.has(before?.norm ?? '')) return 'unclear';
    return 'name';
  }
  const capital = words.capitalsTell && token.title;
  if (owns) return capital ? 'name' : 'unclear';
  const opens = before === undefined || OPENS_A_CLAUSE.has(before.norm);
  if (opens && capital && isPairedWithAName(words, at)) return 'name';
  if (opens && (acts || is || (!season && doesAsAPerson(words, at))))
    return capital ? 'name' : 'unclear';
  if (isPersonBefore(before?.norm) && !(next !== undefined && PRONOUNS.has(next.norm) && verbal)) {
    return onRecord || HANDS_OVER.has(before?.norm ?? '') ? 'unclear' : 'word';
  }
  // Of somebody on record a word is only where it cannot be the name: "i will be late", "hope to see you".
  if (!onRecord) return 'word';
  const verb =
    verbal &&
    (SUBJECTS.has(before?.norm ?? '') ||
      PRONOUNS.has(next?.norm ?? '') ||
      /^(to|that|not)$/.test(next?.norm ?? ''));
  return verb ? 'word' : 'unclear';
}

/** "Bargain hunter", "a wedding ring ruby": the word before is a thing, and nothing after it is done by a person. */
function endsACompound(before: string | undefined, next: string | undefined): boolean {
  if (before === undefined || followsAName(next) || BEFORE_A_PERSON.has(before)) return false;
  if (OPENS_A_CLAUSE.has(before) || HANDS_OVER.has(before) || /(?:ed|ing)$/.test(before))
    return false;
  return (englishRank(before) ?? 99) > 10 && !isGivenName(before) && !EVERYDAY_WORDS.has(before);
}

/** "Star and Ray start back tuesday". */
function isPairedWithAName(words: MessageWords, at: number): boolean {
  const and = sameSentence(words, at + 1);
  const other = sameSentence(words, at + 2);
  return (
    and !== undefined &&
    /^(?:and|n)$/.test(and.norm) &&
    other?.title === true &&
    isGivenName(other.stem)
  );
}

function followsAName(norm: string | undefined): boolean {
  return (
    norm !== undefined &&
    (BELONGS_TO_A_PERSON.has(norm) || PERSON_VERBS.has(norm) || BE_AND_HAVE.has(norm))
  );
}

const DOERS = new Set('i u you we he she they it ive weve theyve'.split(' '));
const ONLY_PEOPLE_OWN =
  /^(?:mum|mam|mom|dad|nan|nana|gran|grandma|grandad|teacher|auntie|aunt|uncle|carer|keyworker|stepdad|stepmum|gp|paediatrician)$/;
const SUBJECTS = new Set(
  'i u you we he she they it that this there who what which to ill youll'.split(' '),
);
function isPersonBefore(norm: string | undefined): boolean {
  return norm !== undefined && BEFORE_A_PERSON.has(norm);
}

function isDate(before: string | undefined, next: string | undefined): boolean {
  if (
    before !== undefined &&
    (/^\d{1,2}(st|nd|rd|th)?$/.test(before) ||
      /^(in|of|by|this|last|next|until|till|since|early|mid|late|for|from|every|before|after)$/.test(
        before,
      ))
  )
    return true;
  return next !== undefined && /^\d{1,4}(st|nd|rd|th)?$/.test(next);
}

/** The word stands where a person is named: it does what a person does, or somebody is told, taken, met. */
export function standsAsPerson(words: MessageWords, at: number, bodyStart: number): boolean {
  const token = words.tokens[at];
  if (token === undefined) return false;
  const before = at > bodyStart && !token.first ? words.tokens[at - 1] : undefined;
  const next = sameSentence(words, at + 1);
  if (before !== undefined && DETERMINERS.has(before.norm)) return false;
  if (token.possessive || token.norm.endsWith('s')) {
    if (next !== undefined && BELONGS_TO_A_PERSON.has(next.norm)) return true;
  }
  if (
    next !== undefined &&
    BELONGS_TO_A_PERSON.has(next.norm) &&
    /^(mum|mam|mom|dad|nan|mother|father|gran)$/.test(next.norm)
  )
    return true;
  if (
    next !== undefined &&
    (PERSON_VERBS.has(next.norm) || (BE_AND_HAVE.has(next.norm) && before === undefined))
  )
    return true;
  if (
    next !== undefined &&
    BE_AND_HAVE.has(next.norm) &&
    before !== undefined &&
    OPENS_A_CLAUSE.has(before.norm)
  )
    return true;
  if (
    next !== undefined &&
    /^(from|next|downstairs|upstairs|across)$/.test(next.norm) &&
    before === undefined
  )
    return true;
  return (
    before !== undefined &&
    /^(about|called|named|told|tell|with|saw|seen|met|and|is|has)$/.test(before.norm)
  );
}

function sameSentence(words: MessageWords, at: number) {
  const token = words.tokens[at];
  return token === undefined || token.first ? undefined : token;
}
