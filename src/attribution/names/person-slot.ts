// Where in a sentence does a name stand: where only a person fits, where a thing or a place does, or
// where either may? A word that is also a name, and a name that is also a place, is somebody only in the first.
import { BELONGS_TO_A_PERSON, OPENS_A_CLAUSE } from '../text/grammar.ts';
import type { MessageWords } from '../text/message-words.ts';
import type { Token } from '../text/tokens.ts';
import type { OtherUse } from './other-uses.ts';
import { actsAsAPerson } from './person-acts.ts';
import { isObjectOf, OPENS_TOO, stands, WHEN_OR_WHERE } from './person-object.ts';
import { isShown, isSomewhere } from './somewhere.ts';
import { isThing } from './thing-slot.ts';

export type Slot = 'person' | 'open' | 'thing';

/** The slot of words [start, end). `bodyStart`: the first word after a greeting. `use`: what else the name is. */
export function slotOf(
  words: MessageWords,
  start: number,
  end: number,
  bodyStart: number,
  use: OtherUse,
  spelling: string,
  isPerson: (at: number) => boolean,
): Slot {
  const { tokens } = words;
  const first = tokens[start];
  const last = tokens[end - 1];
  if (first === undefined || last === undefined) return 'open';
  const before = start > bodyStart && stands(first) ? tokens[start - 1] : undefined;
  const next = tokens[end];
  const after = next !== undefined && stands(next) ? next : undefined;
  if (isSomewhere(tokens, start, end) || isShown(tokens, end)) return 'thing';
  const isAShop = end - start === 1 && last.norm !== spelling && !last.possessive;
  if (isThing(tokens, start, end, { before, after, use, isAShop })) return 'thing';
  if (last.possessive || last.norm.endsWith('s')) {
    if (after !== undefined && BELONGS_TO_A_PERSON.has(after.norm))
      return use === 'plain' || last.possessive || OWN.test(after.norm) ? 'person' : 'open';
  }
  if (opensAClause(before) && actsAsAPerson(words, end, use)) return 'person';
  if (before !== undefined && isAskedAbout(before, after)) return 'person';
  if (before !== undefined && isObjectOf(tokens, start, end, use)) return 'person';
  if (isJoined(tokens, start, end, isPerson)) return 'person';
  return 'open';
}

const OWN =
  /^(?:mums?|mams?|mom|mummy|dads?|daddy|nans?|nana|nain|gran|grandma|grandad|taid|father|mother|brother|sister|teacher|bag|coat|shoes|bedroom|birthday|bday|inhaler|glasses|hair|teeth|tooth|homework|pram|bottle|nappy|uniform|clothes|meds|medicine|passport)$/;
/** "Ruby said", "cos ruby said", "our ruby said", "yesterday ruby said"; not "the job hunter said". */
function opensAClause(before: Token | undefined): boolean {
  if (before === undefined) return true;
  return (
    OPENS_A_CLAUSE.has(before.norm) || OPENS_TOO.has(before.norm) || WHEN_OR_WHERE.has(before.norm)
  );
}
/** "How did ruby get on", "what did hunter say", "is ruby coming". */
function isAskedAbout(auxiliary: Token, verb: Token | undefined): boolean {
  if (/^(?:is|was|isnt|wasnt)$/.test(auxiliary.norm))
    return (
      verb !== undefined &&
      /^(?:coming|allowed|poorly|asleep|upset|eating|sleeping|behaving|crying)$/.test(verb.norm)
    );
  return (
    /^(?:did|does|can|could|will|has|what)$/.test(auxiliary.norm) &&
    verb !== undefined &&
    ASKED.has(verb.norm)
  );
}
const ASKED = new Set(
  'eat eaten sleep slept say said tell told know want like behave cry get settle talk see'.split(
    ' ',
  ),
);

/** "Me and ruby", "ruby and megan": in a row with somebody. */
function isJoined(
  tokens: readonly Token[],
  start: number,
  end: number,
  isPerson: (at: number) => boolean,
): boolean {
  const isAnd = (at: number) => {
    const token = tokens[at];
    return token !== undefined && stands(token) && /^(?:and|n|nd|an)$/.test(token.norm);
  };
  const isSomebody = (at: number) => {
    const token = tokens[at];
    return (
      token !== undefined && (/^(?:me|i|him|her|them|myself)$/.test(token.norm) || isPerson(at))
    );
  };
  if (isAnd(start - 1) && isSomebody(start - 2)) return true;
  return isAnd(end) && isSomebody(end + 1);
}
