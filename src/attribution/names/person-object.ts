// What is done to a person, and to no thing and no place: "told hunter", "picked ruby up", "a day with amber".
import { BE_AND_HAVE, PERSON_VERBS, PRONOUNS } from '../text/grammar.ts';
import type { Token } from '../text/tokens.ts';
import type { OtherUse } from './other-uses.ts';

/** "Told hunter", "picked ruby up", "a day with amber". */
export function isObjectOf(
  tokens: readonly Token[],
  start: number,
  end: number,
  use: OtherUse,
): boolean {
  const next = tokens[end];
  const before = tokens[start - 1]?.norm ?? '';
  const isPhrasal = before === 'up' || before === 'off';
  const verb = isPhrasal ? (tokens[start - 2]?.norm ?? '') : before;
  if (use === 'brand' && TAKES_ORDERS.test(verb)) return false;
  if (
    /^(?:let|lets|tell|told|ask|asked)$/.test(verb) &&
    /^(?:know|go|come|have|stay|see|sleep|nan|how|what)$/.test(next?.norm ?? '')
  )
    return true;
  if (
    /^(?:give|gave|show|showed|buy|bought|get|got)$/.test(verb) &&
    /^(?:a|an|his|her|some|new)$/.test(next?.norm ?? '')
  )
    return use === 'word';
  if (/^(?:take|took|taking|taken)$/.test(verb)) return use === 'word' && isTakenOut(tokens, end);
  if (!endsThere(next)) return false;
  if (/^(?:pick|drop|wak|woke|tuck)/.test(verb))
    return isPhrasal || /^(?:up|off|in|from|at)$/.test(next?.norm ?? '');
  if (/^(?:get|gets|got|getting)$/.test(verb)) return next?.norm === 'to';
  if (/^(?:about|on|re|regarding)$/.test(verb) && CONCERN.has(tokens[start - 2]?.norm ?? ''))
    return true;
  if (verb === 'for' && use === 'word') return MADE_FOR.has(tokens[start - 2]?.norm ?? '');
  if (ONLY_OF_PEOPLE.has(verb)) return true;
  if (verb === 'with') return use === 'place' || IN_COMPANY.has(tokens[start - 2]?.norm ?? '');
  return use === 'word' && OF_PEOPLE_TOO.has(verb);
}

/** One tells Alexa things, and takes the Mercedes. */
const TAKES_ORDERS =
  /^(?:tell|telling|tells|told|ask|asks|asked|asking|get|got|take|took|collect|collected|with)$/;
const CONCERN = new Set(
  'update updates worried concerned concerns assessment report review referral'.split(' '),
);
const MADE_FOR = new Set(
  'evening appointment appt meeting review place contact nothing assessment report uniform'.split(
    ' ',
  ),
);
/** "Staying with amber", "a day with amber"; not "a ring with amber". */
const IN_COMPANY = new Set(
  `stay stays staying stayed live lives living lived go going goes went gone play plays playing played be is was been sit sat sleep sleeping
  time day night morning afternoon evening week weekend contact visit home along here out spoke speak speaking talk talking talked argue
  arguing argued row fight fighting fought wrong matter fine ok happen happened happening`.split(
    /\s+/,
  ),
);

/** "Took amber swimming", "took jack to the doctors", "took ruby home". */
function isTakenOut(tokens: readonly Token[], end: number): boolean {
  const next = tokens[end];
  if (next === undefined || !stands(next)) return false;
  if (/^(?:swimming|shopping|home|out|fishing|bowling)$/.test(next.norm)) return true;
  const where = tokens[end + 1]?.norm === 'the' ? tokens[end + 2] : tokens[end + 1];
  return next.norm === 'to' && where !== undefined && TAKEN_TO.test(where.norm);
}
const TAKEN_TO =
  /^(?:school|nursery|docs?|doctors?|dentists?|hospital|gp|park|shops?|clinic|opticians?|nans?|mums?|dads?|contact|swimming|football|soft|bed|barbers|hairdressers)$/;

/** After the name something else begins. */
function endsThere(next: Token | undefined): boolean {
  if (next === undefined || !stands(next)) return true;
  return (
    BE_AND_HAVE.has(next.norm) ||
    PRONOUNS.has(next.norm) ||
    PERSON_VERBS.has(next.norm) ||
    GOES_ON.has(next.norm) ||
    KIN.test(next.norm) ||
    WHEN_OR_WHERE.has(next.norm)
  );
}
export const GOES_ON = new Set(
  `about after again and as at away back because before but by cos coz down early for from here if in into just later like n now off on or
  out over please pls re round since so soon than that then there thx til till to too twice under until up when where while who why with
  without x xx xxx`.split(/\s+/),
);

/** What is done to a person, and to no thing and no place. */
const ONLY_OF_PEOPLE = new Set(
  `told tell telling tells asked ask asking asks collect collects collected collecting fetch fetched fetching phoned texted texting messaged hug
  hugged cuddle cuddled hates bullied bullies bullying punched slapped pushed let lets helped helping bath bathed dress dressed
  excluded suspended discharged arrested diagnosed assessed adopted fostered`.split(/\s+/),
);
const OF_PEOPLE_TOO = new Set(
  'about re regarding concerning rang met meet seen saw see miss missed missing worried'.split(' '),
);

/** Only a space or a hyphen lies between it and the word before. */
export const stands = (token: Token) => !token.first && /^(?:\s*|-)$/.test(token.before);
/** Nouns that may follow a name and say only when or where. */
export const WHEN_OR_WHERE = new Set(
  'today tomorrow yesterday tonight morning afternoon evening night week weekend month year home'.split(
    ' ',
  ),
);
export const KIN =
  /^(?:mum|mam|mom|mummy|dad|daddy|nan|nana|nain|gran|grandma|grandad|taid|father|mother)s?$/;

/** After one of these somebody may be the subject, though it opens no clause. */
export const OPENS_TOO = new Set(
  `our my little lil poor baby young today tonight now then again also apparently still just yes yeah yep no nope ok okay so well lol omg fyi btw
  sorry update urgent please pls whether until till before after since while although though whenever told says saying thinks know hope
  hoping wish glad sad shame worried feel say`.split(/\s+/),
);
