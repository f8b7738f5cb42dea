// What follows the name of a person who does or is something: "Faith was sick", "Drew has cut himself",
// "Grace is with my mum". Nothing that a thing, a place, a team or the weather does as well.
import { PERSON_VERBS } from '../text/grammar.ts';
import type { MessageWords } from '../text/message-words.ts';
import type { OtherUse } from './other-uses.ts';

/** Does what follows word `at` say that it is a person? For words that are names only by their sentence. */
export function doesAsAPerson(words: MessageWords, at: number): boolean {
  return ONLY_PEOPLE_DO.test(` ${predicate(words, at + 1).join(' ')} `);
}

/** "Faith was sick", "Rose is asking", "Joy has lost her coat"; not "hope is not lost", "faith is important". */
export function isAsAPersonIs(words: MessageWords, at: number): boolean {
  const [is, how, then] = predicate(words, at + 1);
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

/** The same of a word or a place that is on record as somebody's name, whose last word is before `end`. */
export function actsAsAPerson(words: MessageWords, end: number, use: OtherUse): boolean {
  const [verb, then, third] = predicate(words, end);
  if (verb === undefined) return false;
  if (doesAsAPerson(words, end - 1) || isWithTheirOwn(words, end, use)) return true;
  // One tells Alexa things, and a Mercedes has things.
  if (use === 'brand') return false;
  if (use !== 'place' && isAsAPersonIs(words, end - 1)) return true;
  const does = AUXILIARIES.has(verb) ? then : verb;
  const object = AUXILIARIES.has(verb) ? third : then;
  if (does === undefined) return false;
  if (AUXILIARIES.has(verb) && ONLY_PEOPLE_CAN.has(does)) return true;
  if (
    /^(?:is|was|has|keeps|kept)$/.test(verb) &&
    then !== undefined &&
    ONLY_PEOPLE_ARE_AT.has(then)
  )
    return true;
  if (/^(?:drew|painted|wrote|baked|coloured)$/.test(verb))
    return then !== undefined && MADE_FOR_SOMEBODY.has(then);
  if (!PERSON_VERBS.has(verb)) return false;
  const isToSomebody =
    object !== undefined && /^(?:his|her|me|him|us|himself|herself)$/.test(object);
  if (use === 'place') return isToSomebody || !ALSO_OF_PLACES.has(verb);
  return isToSomebody || !ALSO_OF_THINGS.has(verb);
}

/** "Fell off his bike", "wont take her meds": whose they are is who it is, unless somebody else does it. */
function isWithTheirOwn(words: MessageWords, end: number, use: OtherUse): boolean {
  const [verb = '', ...rest] = predicate(words, end);
  if (!PERSON_VERBS.has(verb) && !AUXILIARIES.has(verb)) return false;
  const whose = rest.findIndex((word) => word === 'his' || word === 'her');
  const between = rest.slice(0, whose);
  if (use === 'place' && whose > 1) return false;
  return whose >= 0 && rest.length > whose + 1 && !between.some((word) => SUBJECTS.has(word));
}
const SUBJECTS = new Set('i we you u he she they it that'.split(' '));

/** Bills come, hope goes, prices fell: these do not make a word a person. */
export const ALSO_OF_THINGS = new Set(
  `came comes went goes got gets left fell turns turned started starts moved moves looks looked seems seemed keeps kept hit hits broke ran
  arrived hurts needs needed stays stayed passed failed hasnt havent wont doesnt didnt dont isnt wasnt cant couldnt wouldnt shouldnt lives`.split(
    /\s+/,
  ),
);
/** A town, its team, its weather and its people do these as well. */
const ALSO_OF_PLACES = new Set(
  `lost plays played beat threw missed struggles struggled feels felt loved loves wants wanted likes liked kicked attended came comes went goes
  got gets needs needed turns turned moves moved looks looked seems seemed keeps kept started stays stayed passed failed lives hasnt havent wont
  doesnt didnt dont isnt wasnt cant couldnt wouldnt shouldnt hit hits left fell ran arrived`.split(
    /\s+/,
  ),
);
const AUXILIARIES = new Set(
  'has had will would can could may might wont wouldnt cant couldnt doesnt didnt dont does did hasnt hadnt never always just even still only really also'.split(
    ' ',
  ),
);
/** "Mali drew this for you"; not "chester drew two all". */
const MADE_FOR_SOMEBODY = new Set('this these that it you u me us him her'.split(' '));
const ONLY_PEOPLE_CAN = new Set(
  `want wants wanted wanna like liked love loved hate hated eat eaten eats sleep slept talk talked talking speak spoken tell told say said think cry cried
  listen listened know knew refuse refused refuses ask asked asks disclose disclosed shout shouted swear swore bite bit smoke smoked`.split(
    /\s+/,
  ),
);
const ONLY_PEOPLE_ARE_AT = new Set(
  `crying sobbing screaming shouting swearing asking asked saying said told telling refusing refused sleeping eating eaten vomiting
  kicking biting poorly sick ill asleep unwell upset hungry excluded suspended absent naughty scared tearful limping coughing wetting settled unsettled withdrawn`.split(
    /\s+/,
  ),
);

function predicate(words: MessageWords, from: number): string[] {
  const rest: string[] = [];
  for (let at = from; at < words.tokens.length && at < from + 6; at += 1) {
    const token = words.tokens[at];
    if (token === undefined || token.first || /[,;:]/.test(token.before)) break;
    rest.push(token.norm);
  }
  return rest;
}

const KIN =
  '(?:mum|mam|mom|dad|nan|nana|nain|gran|granny|grandma|grandad|sister|aunt|auntie|uncle)s?';
const WORN =
  '(?:shoes|coat|glasses|uniform|inhaler|meds|medicine|braces|nappy|nappies|clothes|trainers|wellies|hair cut|haircut)';
const DOES =
  '(?:wont|cant|doesnt|didnt|hasnt|has|had|keeps|kept|lost|left|broke|hit|wants|wanted|needs|forgot|forgets|found|refuses|refused|told|misses|loves|hates) ';
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
    '^ (?:was|is) (?:\\w+ ){0,3}late (?:for|to) (?:school|nursery|college|contact|registration|work) ',
    '^ (?:is|was|isnt) (?:not )?(?:really )?ready for (?:school|bed|home|nursery|overnights?|contact|college|work) ',
    `^ (?:needs|needed|has|had|got|lost|wants|wanted) (?:(?:a|new|his|her|some|no|the) )*${WORN} `,
    // "wont take his meds", "cant find her shoes": whose they are is who it is, unless somebody else does it
    `^ ${DOES}(?:(?!i |we |you |u |he |she |they |it )\\w+ ){0,3}(?:his|her) (?:\\w+ )`,
    '^ (?:has|had|got) (?:got )?(?:a |an |the |really |bad |high )*(?:nits|headlice|chickenpox|temperature|rash|cold|cough|asthma|eczema|nosebleed|nosebleeds|worms|toothache|earache|fever|flu|bruise|bruises|nightmares?) ',
    '^ (?:has |had )?(?:been |was |is |got )(?:excluded|suspended|bullied|arrested|groomed|sectioned|expelled|fostered|adopted|assessed) ',
    '^ (?:told|said to|asked) (?:me|us|him|her|them) (?:that )?(?:he|she) ',
    '^ (?:wants|wanted) to (?:see|speak|talk|know|tell|come|live|stay|be|do|go) ',
    '^ (?:has )?got (?:bitten|excluded|suspended|bullied|arrested|detention|nits|hurt|upset) ',
  ].join('|'),
);
const ONLY_PEOPLE_ARE = new Set(
  'off sick ill poorly asleep awake upset crying hungry tired excluded absent suspended unwell naughty anxious excited asking saying sleeping eating playing refusing kicking screaming having seeing staying allowed scared nervous bullied hurt settled unsettled tearful withdrawn worried'.split(
    ' ',
  ),
);
const ONLY_PEOPLE_HAVE = new Set(
  'lost broken broke hit bitten told asked said eaten slept cried a an her his had missed passed refused run settled woken fallen behaved disclosed absconded nits chickenpox chicken school contact swimming football dentist hospital nightmares bruises'.split(
    ' ',
  ),
);
