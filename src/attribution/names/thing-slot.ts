// Where only a thing fits, whatever the name: "the hunter", "a black mercedes", "zara jacket", "storm ciara", "sid the
// sloth", "megans law", "the adam and eve pub".
import {
  BE_AND_HAVE,
  BELONGS_TO_A_PERSON,
  DETERMINERS,
  HANDS_OVER,
  PERSON_VERBS,
  PRONOUNS,
} from '../text/grammar.ts';
import type { Token } from '../text/tokens.ts';
import { BUILDING_WORDS, isEnglishWord, isGivenName, isNoun, isVerb } from '../words/word-lists.ts';
import { isActing, isOwned, mayFollowAName, mayPrecedeAName } from './after-a-name.ts';
import type { OtherUse } from './other-uses.ts';
import { GOES_ON, stands, WHEN_OR_WHERE } from './person-object.ts';

type Beside = {
  before: Token | undefined;
  after: Token | undefined;
  use: OtherUse;
  /** The name bears an s that is not its own, without an apostrophe: "roccos is shut". */
  isAShop: boolean;
};

/** Does a thing bear the name at words [start, end)? */
export function isThing(
  tokens: readonly Token[],
  start: number,
  end: number,
  { before, after, use, isAShop }: Beside,
): boolean {
  if (before !== undefined) {
    if (isThingAfter(tokens, start, before, after, use) || isDescribedThing(tokens, start, after))
      return true;
    if (isSorted(start, before, after) || isSwornBy(start, before)) return true;
    if (isOfAThing(tokens, start) || isConsumed(tokens, start)) return true;
  }
  if (isOfAPair(tokens, end) || isSonOf(tokens, end) || isEitherWay(tokens, end)) return true;
  if (after === undefined) return false;
  const last = tokens[end - 1];
  const owns = last?.possessive === true || (use === 'plain' && last?.norm.endsWith('s') === true);
  if (isAShop && /^(?:is|was|are|were|has|have|will)$/.test(after.norm)) return true;
  if (owns)
    return NAMED_AFTER.has(after.norm) || !(isOwned(after.norm) || mayFollowAName(after.norm));
  if (isInitial(after) || isFamilyNameMay(tokens, end)) return true;
  const isFollowed =
    mayFollowAName(after.norm) ||
    isDoneTo(tokens, end) ||
    (isVerb(after.norm) && MAKES_DO.test(before?.norm ?? ''));
  return !isFollowed || isEpithet(tokens, start, end);
}

/** "Mali drew this for you": a verb beside its object, though somebody may be called by that word. */
function isDoneTo(tokens: readonly Token[], end: number): boolean {
  const verb = tokens[end]?.raw ?? '';
  return (
    isActing(verb) &&
    /^(?:this|these|that|it|you|u|me|us|him|her|a|the)$/.test(tokens[end + 1]?.norm ?? '')
  );
}

/** "Drew and jack start tuesday", "what did megan eat", "let megan know". */
const MAKES_DO =
  /^(?:and|n|did|does|do|can|could|will|would|should|may|might|let|lets|make|makes|made|help|helped|helps|see|saw|watch|watched|hear|heard|have|had)$/;

/**
 * "Storm ciara took the fence", "curious george on telly", "hot milo": a word that says what sort of thing bears the
 * name. After "at school megan hit him" or "poor megan" somebody is meant.
 */
function isSorted(start: number, sort: Token, after: Token | undefined): boolean {
  const opens = sort.first || start === 1;
  if (opens && NAMES_A_SORT.test(sort.norm)) return true;
  if (mayPrecedeAName(sort.norm)) return false;
  return opens || after === undefined || !isActing(after.norm);
}

const NAMES_A_SORT =
  /^(?:double|triple|mini|super|mega|inner|outer|old|new|fake|electric|plastic|stuffed)$/;

/** "By george": nobody has done anything. */
function isSwornBy(start: number, by: Token): boolean {
  return by.norm === 'by' && (by.first || start === 1);
}

/** "Drinking milo", "sniffing charlie", "listening to rihanna", "on max strength". */
function isConsumed(tokens: readonly Token[], start: number): boolean {
  const verb = tokens[start - 1]?.norm ?? '';
  const before = tokens[start - 2]?.norm ?? '';
  if (verb === 'to')
    return /^(?:listen|listens|listened|listening|dance|danced|dancing|sing|sang|singing|set|up)$/.test(
      before,
    );
  if (verb === 'on') return !UPON.has(before);
  return CONSUMES.test(verb);
}
const CONSUMES =
  /^(?:dr(?:i|a|u)nk(?:s|ing)?|eat(?:s|ing)?|ate|wear(?:s|ing)?|wore|smok(?:e|es|ed|ing)|sniff(?:s|ed|ing)?|snort(?:s|ed|ing)?|sell(?:s|ing)?|sold|deal(?:s|ing)?|dealt|order(?:s|ed|ing)?|cook(?:s|ed|ing)?|plant(?:s|ed|ing)?|stream(?:s|ed|ing)?|download(?:s|ed|ing)?|sing(?:s|ing)?)$/;
/** What one does on somebody. */
const UPON = new Set(
  `eye eyes pick picks picked picking check checks checked checking report reports update updates focus focused rely relies depend pressure effect impact
  blame blames blamed grass grassed up turned turn work working works call calls info information news feedback details paperwork review walked
  hung hang hanging shout cheated waiting wait spit spat sat sit hard easy easier harder rough tough notes file get gets got wee phone keen
  love crush out`.split(/\s+/),
);

/** "Sid the sloth", "bob the builder"; not "gave megan the book". */
function isEpithet(tokens: readonly Token[], start: number, end: number): boolean {
  const [the, noun] = tokens.slice(end, end + 2);
  if (the === undefined || noun === undefined || !/^(?:the|thee|da)$/.test(the.norm)) return false;
  if (
    WHEN_OR_WHERE.has(noun.norm) ||
    !stands(noun) ||
    /^(?:other|same|next|last|whole|first|second|minute|day|moment|way)$/.test(noun.norm)
  )
    return false;
  return !GIVES.test(tokens[start - 1]?.norm ?? '');
}
const GIVES =
  /^(?:give|gave|giving|show|showed|tell|told|buy|bought|get|got|take|took|send|sent|hand|handed|read|bring|brought|ask|asked|teach|taught)$/;

/** "Raine or shine": the other of the two is no person. */
function isEitherWay(tokens: readonly Token[], end: number): boolean {
  const other = tokens[end + 1];
  if (tokens[end]?.norm !== 'or' || other === undefined) return false;
  return isEnglishWord(other.norm) && !mayPrecedeAName(other.norm) && !isGivenName(other.norm);
}

/** "Ali g show": a letter that is no kiss and no "u", "r" or "n". Capital initials are compared with the record. */
function isInitial(after: Token): boolean {
  return /^[b-hjlmo-qstvwyz]$/.test(after.raw);
}

/** "Lorna may from dance", "jayden will was there": no verb follows that anybody may or will do. */
function isFamilyNameMay(tokens: readonly Token[], end: number): boolean {
  const next = tokens[end + 1];
  if (!/^(?:may|will)$/.test(tokens[end]?.norm ?? '') || next === undefined) return false;
  return /^(?:from|at|in|of|off|with|on|and|n|was|is|has|had|said|told|hit|did|got|who|that|lives|goes)$/.test(
    next.norm,
  );
}

/** What is called after somebody: "megans law", "downs syndrome". */
const NAMED_AFTER = new Set(
  `law laws rule syndrome disease palsy list place bar yard cafe kitchen gym nails barbers salon shop store pizza chippy deli bakery takeaway act
  legacy trust foundation fund charity day ark ladder crackers wharf farm mill`.split(/\s+/),
);
const ARTICLES = /^(?:a|an|the|this|these|those|another|each|every|any)$/;
const OWNERS = /^(?:his|her|their|your|ur|its|whose)$/;

/** "The hunter", "a ruby", "his mercedes", "2 rubys"; "tell her megan cried" is somebody. */
function isThingAfter(
  tokens: readonly Token[],
  start: number,
  before: Token,
  after: Token | undefined,
  use: OtherUse,
): boolean {
  if (ARTICLES.test(before.norm)) return true;
  if (use !== 'plain')
    return DETERMINERS.has(before.norm) || OWNERS.test(before.norm) || /^\d+$/.test(before.norm);
  if (!OWNERS.test(before.norm)) return false;
  const isTold = before.norm === 'her' && HANDS_OVER.has(tokens[start - 2]?.norm ?? '');
  return !(isTold && after !== undefined && isActing(after.norm));
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
  if (!/^(?:a|an|the|this|that|another|his|her|their|your|ur)$/.test(article.norm)) return false;
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
  return tokens[start - 1]?.norm === 'of' && !OF_SOMEBODY.has(thing);
}
const OF_SOMEBODY = new Set(
  `care picture pictures pic pics photo photos video videos news custody charge hold front behalf instead sight death side birthday loss fear thought
  thoughts control progress view parents mother father behaviour safety health school record account part members because ahold mention sign
  signs copy copies state
  proud scared afraid frightened terrified fed up sick tired ashamed fond jealous wary full capable aware made think thinks thinking thought dream dreams
  heard hear know out all both none one some rest lots many either neither any each half most much more enough instead ahead kind sort best worst
  rid accused guilty off end back top side inside outside speaking talking taken taking lie`.split(
    /\s+/,
  ),
);

/** "Sam son of the landlord". */
function isSonOf(tokens: readonly Token[], end: number): boolean {
  return KIN_OF.test(tokens[end]?.norm ?? '') && tokens[end + 1]?.norm === 'of';
}
const KIN_OF = /^(?:son|daughter|brother|sister|cousin|niece|nephew|child|friend)$/;

/** "Adam and eve pub", "florence and the machine": of a pair that names a third thing. */
function isOfAPair(tokens: readonly Token[], end: number): boolean {
  const [and, other, what] = tokens.slice(end, end + 3);
  if (and === undefined || other === undefined || what === undefined) return false;
  if (!/^(?:and|n)$/.test(and.norm) || !stands(and) || !stands(what)) return false;
  if (other.norm === 'the' && isNoun(what.norm) && !BELONGS_TO_A_PERSON.has(what.norm)) return true;
  return BUILDING_WORDS.has(what.norm) && !BELONGS_TO_A_PERSON.has(what.norm);
}
