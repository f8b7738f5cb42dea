// A street, school or town can bear a person's name: "outside St Anne's", "George Road".
import type { Token } from '../text/tokens.ts';
import { BUILDING_WORDS, PLACE_PREFIXES, STREET_WORDS } from '../words/word-lists.ts';

/**
 * Is the name at words [start, end) part of a place's name? `unclear`: a building follows and no
 * possessive says whose ("Kian school rang").
 */
export function placeReading(
  tokens: readonly Token[],
  start: number,
  end: number,
  capitalsTell: boolean,
): 'place' | 'unclear' | null {
  const before = tokens[start - 1];
  const last = tokens[end - 1];
  const next = joined(tokens[end]) ? tokens[end] : undefined;
  if (last === undefined) return null;
  if (
    before !== undefined &&
    PLACE_PREFIXES.has(before.norm) &&
    joined(tokens[start]) &&
    !isSuffixStreet(before, tokens, start)
  ) {
    return 'place';
  }
  if (next === undefined) return null;
  const belongs = last.possessive || last.norm.endsWith('s');
  if (STREET_WORDS.has(next.norm)) {
    if (!PERSONAL_STREET_WORDS.has(next.norm)) return 'place';
    if (capitalsTell && last.title && next.title) return 'place';
    // "14 david close" is an address; "david close to tears" is not.
    if (before !== undefined && /^\d+[a-z]?$/.test(before.norm)) return 'place';
    return before !== undefined && WHERE.test(before.norm) ? 'unclear' : null;
  }
  if (BUILDING_WORDS.has(next.norm)) {
    if (capitalsTell && last.title && next.title)
      return last.possessive && WHOSE.has(next.norm) ? 'unclear' : 'place';
    if (belongs && WHOSE.has(next.norm)) return null;
    return 'unclear';
  }
  return null;
}

const WHERE = /^(on|at|in|near|nr|of|off|to|down|along|up|around|round|from|outside|by)$/;
/** The words that people have rather than live at: "Kian's school", "Rosies nursery". */
const WHOSE = new Set(
  'school primary college nursery preschool playgroup class house room unit ward club flat flats surgery dentist uni academy park trust hospital office'.split(
    ' ',
  ),
);
/** Also everyday words after a person's name. */
const PERSONAL_STREET_WORDS = new Set(
  'walk drive way close view green hill place row bank stop bridge gate field fields bus st passage parade'.split(
    ' ',
  ),
);

/** "in the High St Anne came": st after a street's name belongs to that street. */
function isSuffixStreet(before: Token, tokens: readonly Token[], start: number): boolean {
  const earlier = tokens[start - 2];
  return (
    before.norm === 'st' &&
    earlier !== undefined &&
    (earlier.norm === 'high' || earlier.norm === 'main')
  );
}

/** Only spaces, a hyphen or a full stop ("St. Anne's") between a word and the one before. */
function joined(token: Token | undefined): boolean {
  return token !== undefined && /^[\s.-]*$/.test(token.before) && !token.before.includes('\n');
}
