// Where only a thing fits, whatever the name: "the hunter", "a black mercedes", "zara jacket", "storm ciara", "sid the
// sloth", "megans law", "the adam and eve pub".
import {
  BE_AND_HAVE,
  BELONGS_TO_A_PERSON,
  DETERMINERS,
  PERSON_VERBS,
  PRONOUNS,
} from '../text/grammar.ts';
import type { Token } from '../text/tokens.ts';
import { BUILDING_WORDS, isNoun, isVerb } from '../words/word-lists.ts';
import { mayFollowAName } from './after-a-name.ts';
import type { OtherUse } from './other-uses.ts';
import { GOES_ON, OPENS_TOO, stands, WHEN_OR_WHERE } from './person-object.ts';

type Beside = { before: Token | undefined; after: Token | undefined; use: OtherUse };

/** Does a thing bear the name at words [start, end)? */
export function isThing(
  tokens: readonly Token[],
  start: number,
  end: number,
  { before, after, use }: Beside,
): boolean {
  if (before !== undefined) {
    if (isThingAfter(before, after, use) || isDescribedThing(tokens, start, after)) return true;
    if (isHeaded(start, before) || isOfAThing(tokens, start)) return true;
  }
  if (isOfAPair(tokens, end)) return true;
  if (after === undefined) return false;
  const last = tokens[end - 1];
  const owns = last?.possessive === true || (use === 'plain' && last?.norm.endsWith('s') === true);
  if (owns) return NAMED_AFTER.has(after.norm);
  const isFollowed =
    mayFollowAName(after.norm) || (isVerb(after.norm) && MAKES_DO.test(before?.norm ?? ''));
  return !isFollowed || isEpithet(tokens, start, end);
}

/** "Drew and jack start tuesday", "what did megan eat", "let megan know". */
const MAKES_DO =
  /^(?:and|n|did|does|do|can|could|will|would|should|may|might|let|lets|make|makes|made|help|helped|helps|see|saw|watch|watched|hear|heard|have|had)$/;

/** "Storm ciara took the fence", "mini cooper": what opens the clause says what sort of thing bears the name. */
function isHeaded(start: number, sort: Token): boolean {
  if (!sort.first && start !== 1) return false;
  if (NAMES_A_SORT.test(sort.norm)) return true;
  return isNoun(sort.norm) && !OPENS_TOO.has(sort.norm) && !WHEN_OR_WHERE.has(sort.norm);
}
const NAMES_A_SORT =
  /^(?:double|triple|mini|super|mega|inner|outer|old|new|north|south|east|west|upper|lower|great|real|fake|electric|plastic|stuffed)$/;

/** "Sid the sloth", "bob the builder"; not "gave megan the book". */
function isEpithet(tokens: readonly Token[], start: number, end: number): boolean {
  const [the, noun] = tokens.slice(end, end + 2);
  if (the === undefined || noun === undefined || !/^(?:the|thee|da)$/.test(the.norm)) return false;
  if (WHEN_OR_WHERE.has(noun.norm) || !stands(noun) || (the.norm === 'the' && !isNoun(noun.norm)))
    return false;
  return !GIVES.test(tokens[start - 1]?.norm ?? '');
}
const GIVES =
  /^(?:give|gave|giving|show|showed|tell|told|buy|bought|get|got|take|took|send|sent|hand|handed|read|bring|brought|ask|asked|teach|taught)$/;

/** What is called after somebody: "megans law", "downs syndrome". */
const NAMED_AFTER = new Set(
  `law laws rule syndrome disease palsy list place bar yard cafe kitchen gym nails barbers salon shop store pizza chippy deli bakery takeaway act
  legacy trust foundation fund charity day ark ladder crackers wharf farm mill`.split(/\s+/),
);
const ARTICLES = /^(?:a|an|the|this|these|those|another|each|every|any)$/;
const OWNERS = /^(?:his|her|their|your|ur|its|whose)$/;

/** "The hunter", "a ruby", "his mercedes", "2 rubys"; of a name that is nothing else "tell her megan cried" is somebody. */
function isThingAfter(before: Token, after: Token | undefined, use: OtherUse): boolean {
  if (ARTICLES.test(before.norm)) return true;
  if (use !== 'plain')
    return DETERMINERS.has(before.norm) || OWNERS.test(before.norm) || /^\d+$/.test(before.norm);
  const isSubject =
    after !== undefined && (BE_AND_HAVE.has(after.norm) || PERSON_VERBS.has(after.norm));
  return OWNERS.test(before.norm) && !isSubject;
}

/** "A black mercedes", "the old hunter"; not "the school megan goes to", nor "a boy megan knows". */
function isDescribedThing(
  tokens: readonly Token[],
  start: number,
  after: Token | undefined,
): boolean {
  const adjective = tokens[start - 1];
  const article = tokens[start - 2];
  if (adjective === undefined || article === undefined || adjective.first || !stands(adjective))
    return false;
  if (!/^(?:a|an|the|this|that|another)$/.test(article.norm)) return false;
  if (
    GOES_ON.has(adjective.norm) ||
    BE_AND_HAVE.has(adjective.norm) ||
    PRONOUNS.has(adjective.norm)
  )
    return false;
  const isRelative =
    after !== undefined &&
    (BE_AND_HAVE.has(after.norm) || PERSON_VERBS.has(after.norm) || /(?:s|ed)$/.test(after.norm));
  return !(isNoun(adjective.norm) && isRelative);
}

/** "Statue of isabella", "book of malachi"; not "pics of megan", "care of megan". */
function isOfAThing(tokens: readonly Token[], start: number): boolean {
  const thing = tokens[start - 2]?.norm ?? '';
  return tokens[start - 1]?.norm === 'of' && isNoun(thing) && !OF_SOMEBODY.has(thing);
}
const OF_SOMEBODY = new Set(
  `care picture pictures pic pics photo photos video videos news custody charge hold front behalf instead sight death side birthday loss fear thought
  thoughts control progress view parents mother father behaviour safety health school record account part members because ahold mention sign
  signs copy copies state`.split(/\s+/),
);

/** "Adam and eve pub", "florence and the machine": of a pair that names a third thing. */
function isOfAPair(tokens: readonly Token[], end: number): boolean {
  const [and, other, what] = tokens.slice(end, end + 3);
  if (and === undefined || other === undefined || what === undefined) return false;
  if (!/^(?:and|n)$/.test(and.norm) || !stands(and) || !stands(what)) return false;
  if (other.norm === 'the' && isNoun(what.norm) && !BELONGS_TO_A_PERSON.has(what.norm)) return true;
  return BUILDING_WORDS.has(what.norm) && !BELONGS_TO_A_PERSON.has(what.norm);
}
