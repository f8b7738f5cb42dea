// What may stand beside the name of a person who does, is or has something. After "sasha fierce", "archie comics" and
// "christian aid" the name is a part of another: nothing of the kind stands there.
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
import {
  EVERYDAY_WORDS,
  FAMILY_NAME_WORDS,
  isEnglishWord,
  isGivenName,
  isNoun,
  isVerb,
} from '../words/word-lists.ts';
import { GOES_ON, KIN, OPENS_TOO, WHEN_OR_WHERE } from './person-object.ts';

/** What a child has by day, and is named beside the child without a possessive: "megan dentist 3pm", "tomos contact". */
const BY_DAY =
  /^(?:birthday|bday|contact|review|meeting|appointment|appt|dentist|doctor|gp|solicitor|guardian|sw|social|school|nursery|homework|lunch|dinner|health|attendance|placement|foster|hearing|birth)$/;

/** May this folded word follow the bare name of a person? A word that no list knows may. */
export function mayFollowAName(word: string): boolean {
  const known = knownWords.get(word);
  if (known !== undefined) return known;
  const found = readFollower(word);
  if (knownWords.size >= KNOWN_AT_MOST) knownWords.clear();
  knownWords.set(word, found);
  return found;
}
const knownWords = new Map<string, boolean>();
const KNOWN_AT_MOST = 10_000;

function readFollower(word: string): boolean {
  if (PERSON_VERBS.has(word) || BE_AND_HAVE.has(word) || PRONOUNS.has(word)) return true;
  if (GOES_ON.has(word) || WHEN_OR_WHERE.has(word) || KIN.test(word)) return true;
  if (BELONGS_TO_A_PERSON.has(word)) return BY_DAY.test(word);
  if (IS_SO.has(word)) return true;
  if (FAMILY_NAME_WORDS.has(word)) return false;
  if (EVERYDAY_WORDS.has(word)) return !isNoun(word);
  if (/..ing$|...ed$/.test(word)) return true;
  if (word.length === 1 || /\d/.test(word) || !isEnglishWord(word)) return true;
  return LITTLE_WORDS.has(word) || PAST.has(word) || isInflected(word);
}

/** May this folded word stand before a person's name? Nouns, adjectives and words that no list knows may not. */
export function mayPrecedeAName(word: string): boolean {
  const known = knownBefore.get(word);
  if (known !== undefined) return known;
  const found = readPredecessor(word);
  if (knownBefore.size >= KNOWN_AT_MOST) knownBefore.clear();
  knownBefore.set(word, found);
  return found;
}
const knownBefore = new Map<string, boolean>();

function readPredecessor(word: string): boolean {
  if (PERSON_VERBS.has(word) || BE_AND_HAVE.has(word) || PRONOUNS.has(word)) return true;
  if (GOES_ON.has(word) || WHEN_OR_WHERE.has(word) || KIN.test(word)) return true;
  if (
    BEFORE_A_PERSON.has(word) ||
    HANDS_OVER.has(word) ||
    OPENS_A_CLAUSE.has(word) ||
    OPENS_TOO.has(word)
  )
    return true;
  if (GREETINGS.has(word) || THANKING.has(word) || DETERMINERS.has(word) || DEAR.has(word))
    return true;
  if (word === 'alone' || word === 'together') return false;
  if (LITTLE_WORDS.has(word) || EVERYDAY_WORDS.has(word) || PAST.has(word)) return true;
  if (isVerb(word) || isInflected(word) || /..ing$|...ed$/.test(word)) return true;
  return isGivenName(word) && !isEnglishWord(word);
}
const DEAR = new Set(
  `poor lovely dear darling sweet gorgeous beautiful cheeky bloody bless both just only mr mrs miss dr nurse of by onto into within behind beside besides
  beyond below above under since despite during inside outside opposite via versus vs plus re placement child children kid kids son daughter boy girl
  baby twins sibling siblings brother sister pupil student subject patient client attn fao note photo pic pics video`.split(
    /\s+/,
  ),
);

/** "Megans assessment": what children have, in their homes and on their records; not "reeces pieces", "wendys drive thru". */
export function isOwned(word: string): boolean {
  return BELONGS_TO_A_PERSON.has(word) || HAD_BY_A_CHILD.has(word);
}
const HAD_BY_A_CHILD = new Set(
  `account assessment assessments adoption age allegation allocation allowance anger anxiety appeal appetite application arrest asthma attitude back bail belly benefit benefits
  bedtime belongings bike birth blood blood bottom boy bracelet braces breath breathing breakfast bruise bruises bruising car care case chair chest child
  childminder class clinic club coach college computer concerns condition confidence console contact cough counsellor court custody cut dad daughter
  day demands dentist dose diabetes diagnosis diary diet disability disclosure dla dog drawing dress ear ears ehcp eczema emotions epilepsy exam exams
  exclusion eye eyes face family fault feelings feet fever fingers fit foot football form forms foster friend friendship funeral future game games grades
  hamster hand hands hearing house illness infection injury ipad jacket jumper kitten knee laptop leg legs letter lips lip life list lunchbox
  managing manager meals meltdown meltdowns mental mood money mouth nappies nails neck needs nose notes number nurse operation pain pants pants
  paperwork party passport photo photos physio picture pictures placement play pocket post prescription present presents progress puppy rash record
  records referral relationship religion report respite results return room routine safety scan seat seizure seizures shirt shoulder siblings
  situation skin sleep smile smear social socks solicitor stay stitches story stuff support surname surgery symptoms tantrum tantrums teachers temper
  temperature therapist therapy things timetable toe toes toys trainers transport trip tribunal tummy tutor views visa visit visits vision voice
  wedding weight welfare wishes wound wrist xbox year youth`.split(/\s+/),
);

/** A verb in the third person or the past: somebody acts. */
export function isActing(word: string): boolean {
  return (
    PERSON_VERBS.has(word) ||
    BE_AND_HAVE.has(word) ||
    PAST.has(word) ||
    isInflected(word) ||
    /...ed$/.test(word)
  );
}

/** "Talks", "tries": a verb, and no noun's plural. */
function isInflected(word: string): boolean {
  const bases = BASES.flatMap(([ending, base]) =>
    ending.test(word) ? [word.replace(ending, base)] : [],
  );
  if (/s$/.test(word) && isNoun(word)) return false;
  return bases.some(isVerb);
}
const BASES: readonly (readonly [RegExp, string])[] = [
  [/s$/, ''],
  [/es$/, ''],
  [/ies$/, 'y'],
];

/** What somebody is, said without "is": "megan poorly again", "tomos fine now". */
const IS_SO = new Set(
  `poorly ill sick unwell fine ok okay alright good great brilliant better worse well bad happy sad upset angry mad tired asleep awake hungry thirsty
  ready late early safe absent present excited anxious nervous scared worried shy quiet clingy naughty rude cheeky lovely home alone gutted
  suspended excluded sorted settled unsettled due busy free able unable sure glad keen dead missing pregnant drunk high off out up mitching`.split(
    /\s+/,
  ),
);
const LITTLE_WORDS = new Set(
  `are were am not no nor never always still just only really actually definitely probably also even nearly already ever yet once maybe usually
  finally suddenly literally apparently properly all both either neither any some both this that these those same first last next one two
  soon later ago today thurs fri sat sun mon tues weds monday tuesday wednesday thursday friday saturday sunday hello hi hey please thanks
  sorry yes yeah lol though although unless whether which whose whom how what who very too so quite down through across between during
  against per via plus minus versus etc asap aswell anyway instead together alone apparently tho and or`.split(
    /\s+/,
  ),
);
/** Forms of verbs that do not end in "ed". */
const PAST = new Set(
  `ate began bent bit blew bought broke brought built burnt caught chose clung crept cut dealt did done drank dreamt drew drove fell fed felt
  fought found flew forgot froze gave got gotten gone grew had heard held hid hit hung hurt kept knew laid lay led left lent let lied lit lost
  made meant met paid put quit ran rang read rode said sang sat saw seen sent set shook shot shut slept slid sold spat spent spoke spilt stole
  stood stuck stung swam swore taught tore threw told took understood woke wore won wrote written been has does goes wants`.split(
    /\s+/,
  ),
);
