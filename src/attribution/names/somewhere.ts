// Where somebody is, goes or comes from: "meet at victoria", "gone to chester", "a holiday in jordan",
// "watched chelsea on telly". Shouting at, reading to and trusting in somebody are no ways to be anywhere.
import { BELONGS_TO_A_PERSON } from '../text/grammar.ts';
import type { Token } from '../text/tokens.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Done at or to somebody. */
const AIMED_AT =
  words(`shout shouts shouted shouting scream screams screamed screaming swear swears swore swearing yell yells yelled yelling laugh laughs
  laughed laughing look looks looked looking stare stared staring point pointed pointing throw throws threw throwing lash lashed lashing out
  snap snaps snapped snapping mad angry annoyed cross furious raging pissed moan moans moaned moaning spit spat spitting hit hitting good`);
/** Trusted, seen or found in somebody. */
const FOUND_IN = words(
  'confide confides confided confiding trust trusted believe believes believed interested interest change changes disappointed faith proud',
);
/** Somebody is on the way. */
const MOTION =
  words(`go goes going gone went been come comes coming came get gets getting got drive drives driving drove move moves moving moved travel
  travels travelling travelled trip journey holiday bus train coach tram flight flew fly flying lift taxi way walk walking walked run ran head
  headed heading off back return returned returning relocate relocated relocating transferred transfer visit visits day route next nearest
  close closest near`);
const ON_THE_WAY = words(
  'back over down up out off away round straight again all through across right',
);

/** Is the name at words [start, end) said of a place? Its own people possessives ("at Megan's") are none. */
export function isSomewhere(tokens: readonly Token[], start: number, end: number): boolean {
  const first = tokens[start];
  const last = tokens[end - 1];
  if (first === undefined || last === undefined || last.possessive) return false;
  const next = tokens[end];
  const owns = last.norm.endsWith('s') && next !== undefined && BELONGS_TO_A_PERSON.has(next.norm);
  if (owns || first.first || !/^\s*$/.test(first.before)) return false;
  const preposition = tokens[start - 1]?.norm;
  const before = tokens[start - 2]?.norm ?? '';
  if (preposition === 'at') return !AIMED_AT.has(before);
  if (preposition === 'in') return !FOUND_IN.has(before);
  if (preposition === 'via') return true;
  if (preposition === 'to' || preposition === 'from' || preposition === 'for')
    return isOnTheWay(tokens, start - 2, preposition);
  return false;
}

/** "Gone to", "on the bus back to", "moved down from"; "for" only of those who leave: "left for chester". */
function isOnTheWay(tokens: readonly Token[], at: number, preposition: string): boolean {
  let place = at;
  while (place >= 0 && ON_THE_WAY.has(tokens[place]?.norm ?? '') && !tokens[place]?.first)
    place -= 1;
  const verb = tokens[place]?.norm ?? '';
  if (preposition === 'for')
    return /^(?:left|leaving|leave|leaves|set|bound|headed|heading)$/.test(verb);
  return MOTION.has(verb) || (place < at && ON_THE_WAY.has(tokens[at]?.norm ?? ''));
}

/** "Watched chelsea on telly": somebody whom all know, or a team. */
export function isShown(tokens: readonly Token[], end: number): boolean {
  return (
    tokens[end]?.norm === 'on' &&
    /^(?:tv|telly|netflix|youtube|itv|bbc|sky|disney|tiktok)$/.test(tokens[end + 1]?.norm ?? '')
  );
}
