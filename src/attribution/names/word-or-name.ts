// Will, Hope, May, Joy, Grace, Summer, Mark, Bill, Rose, Drew: names only when the sentence makes
// them so. Where it does not settle the matter the answer is `unclear`, and a person is asked.
import {
  BE_AND_HAVE,
  BEFORE_A_PERSON,
  BELONGS_TO_A_PERSON,
  DETERMINERS,
  GREETINGS,
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

/** Does a capital inside the sentence set this word apart? */
export function capitalInside(words: MessageWords, at: number, bodyStart: number): boolean {
  const token = words.tokens[at];
  return (
    token !== undefined && words.capitalsTell && token.title && !token.first && at !== bodyStart
  );
}

/**
 * Reads a single word that is on record as somebody's name.
 * `bodyStart` is the first word after a greeting: a capital there says nothing. `spelling` is the name's
 * when the word has an s more. `onRecord`: somebody around the number bears the name, so that a word is
 * only where it cannot be them.
 */
/** A capital after a comma, a sign or "thanks" may only begin what is said. */
function capitalWithin(words: MessageWords, at: number, bodyStart: number): boolean {
  const token = words.tokens[at];
  const before = words.tokens[at - 1];
  if (token === undefined || before === undefined || !capitalInside(words, at, bodyStart))
    return false;
  return (
    /^[\s'"“‘-]*$/.test(token.before) && !THANKING.has(before.norm) && !GREETINGS.has(before.norm)
  );
}

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
  const after = sameSentence(words, at + 2);
  const is = !season && isAsAPersonIs(next?.norm, after?.norm, sameSentence(words, at + 3)?.norm);
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

/** "Faith was sick", "Rose is asking", "Joy has lost her coat"; not "hope is not lost", "faith is important". */
function isAsAPersonIs(
  is: string | undefined,
  how: string | undefined,
  then: string | undefined,
): boolean {
  if (is === undefined || how === undefined) return false;
  if (/^(has|had|hasnt)$/.test(is)) {
    if (how === 'been') return then !== undefined && ONLY_PEOPLE_ARE.has(then);
    return ONLY_PEOPLE_HAVE.has(how);
  }
  if (!/^(is|was|isnt|wasnt)$/.test(is)) return false;
  if (ONLY_PEOPLE_ARE.has(how)) return true;
  return (
    /^(brilliant|good|great|fantastic|amazing|lovely|fine|ok|okay|better|so good)$/.test(how) &&
    then !== undefined &&
    /^(today|tonight|yesterday|this|last|at|in|with|about|again)$/.test(then)
  );
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

/** "Drew has cut himself", "Chase ran off", "Frank has left home", "Grace is with my mum", "Sky is being bullied". */
function doesAsAPerson(words: MessageWords, at: number): boolean {
  const rest: string[] = [];
  for (let next = at + 1; next < words.tokens.length && next <= at + 6; next += 1) {
    const token = sameSentence(words, next);
    if (token === undefined || /[,;:]/.test(token.before)) break;
    rest.push(token.norm);
  }
  return ONLY_PEOPLE_DO.test(` ${rest.join(' ')} `);
}

const KIN =
  '(?:mum|mam|mom|dad|nan|nana|nain|gran|granny|grandma|grandad|sister|aunt|auntie|uncle)s?';
const ONLY_PEOPLE_DO = new RegExp(
  [
    '^ (?:has|had|is|was|hurt|cut|bit|hit|burnt|scratched|locked|wet|soiled) (?:\\w+ ){0,2}(?:himself|herself|hisself|themself) ',
    '^ (?:has |had )?(?:ran|run) (?:off|away) ',
    '^ (?:has |had )?left (?:home|school|college) ',
    `^ (?:is|was) (?:at|round|with) (?:(?:my|his|her|their|the|your|ur) )?${KIN} `,
    '^ (?:is|was) (?:at|in) (?:school|nursery|college|bed|hospital|detention|respite|foster care) ',
    '^ (?:is|was) being (?:bullied|naughty|rude|horrible|silly|cheeky|difficult|sick|excluded|assessed|groomed|picked on) ',
    '^ (?:has|had) been (?:biting|hitting|kicking|crying|vomiting|swearing|stealing|vaping|fighting|bullied|sick|self harming) ',
    '^ (?:is|was) limping ',
    '^ (?:has )?(?:broke|broken|hurt|cut|banged|sprained|fractured) (?:his|her) (?:own )?(?:arm|leg|wrist|hand|finger|thumb|foot|toe|ankle|knee|head|nose|tooth|collarbone|face|lip) ',
    '^ (?:has |had )?(?:wet|soiled) (?:the|his|her) ',
    '^ (?:has |had )?started (?:her|his) ',
    '^ (?:has )?got (?:bitten|excluded|suspended|bullied|arrested|detention|nits|hurt|upset) ',
  ].join('|'),
);

function followsAName(norm: string | undefined): boolean {
  return (
    norm !== undefined &&
    (BELONGS_TO_A_PERSON.has(norm) || PERSON_VERBS.has(norm) || BE_AND_HAVE.has(norm))
  );
}

/** Bills come, hope goes, prices fell: these do not make a word a person. */
const ALSO_OF_THINGS = new Set(
  'came comes went goes got gets left fell turns turned started starts moved moves looks looked seems seemed keeps kept hit hits broke ran arrived hurts'.split(
    ' ',
  ),
);

const DOERS = new Set('i u you we he she they it ive weve theyve'.split(' '));
const ONLY_PEOPLE_OWN =
  /^(?:mum|mam|mom|dad|nan|nana|gran|grandma|grandad|teacher|auntie|aunt|uncle|carer|keyworker|stepdad|stepmum|gp|paediatrician)$/;
const SUBJECTS = new Set(
  'i u you we he she they it that this there who what which to ill youll'.split(' '),
);
const ONLY_PEOPLE_ARE = new Set(
  'off sick ill poorly asleep awake upset crying hungry tired excluded absent suspended unwell naughty anxious excited asking saying sleeping eating playing refusing kicking screaming having seeing staying allowed scared nervous bullied hurt'.split(
    ' ',
  ),
);
const ONLY_PEOPLE_HAVE = new Set(
  'lost broken broke hit bitten told asked said eaten slept cried a an her his had missed passed refused run settled woken fallen behaved disclosed absconded nits chickenpox chicken school contact swimming football dentist hospital nightmares bruises'.split(
    ' ',
  ),
);

const OPENS_A_CLAUSE = new Set(
  'and but cos coz because so that if when has is did does can why where how says said think'.split(
    ' ',
  ),
);
/** Only of people, even in small letters: "told grace", "with joy" is not among them. */
const HANDS_OVER = new Set(
  'about told tell asked ask saw met seen took taking bringing brought collect collecting collected dropping dropped picking picked fetch fetching rang text texted phoned visit visiting called named'.split(
    ' ',
  ),
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

function sameSentence(words: MessageWords, at: number) {
  const token = words.tokens[at];
  return token === undefined || token.first ? undefined : token;
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
