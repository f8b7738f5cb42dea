// A child's name that the words around it give to somebody else: "Mr Hope", "another Oisin", "my
// partner Oisin", "a mate called Fiadh", "Macs (the dog)", "Oisin K". English only: in other languages
// such a name still has to be nobody else's on record.
import { ADULT_TITLES } from '../text/grammar.ts';
import type { MessageWords } from '../text/message-words.ts';
import type { Token } from '../text/tokens.ts';
import { isActing } from './after-a-name.ts';
import type { Mention } from './mention.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Who or what bears the name, said before it: none of these is a child on a record of ours. */
const NO_CHILD =
  words(`mum mam mom mummy mother dad daddy father nan nanny gran grandma grandad aunt auntie aunty uncle
  partner husband wife hubby missus boyfriend girlfriend bf gf fiance fiancee ex mate m8 friend bestie neighbour neighbor boss
  landlord lodger colleague teacher head headteacher doctor gp dentist judge solicitor worker manager nurse midwife dog puppy pup
  cat kitten rabbit hamster horse pony fish budgie film movie book song show game series dvd band doll teddy`);
/** These may be a child on record, unless the writer is another relation of theirs. */
const OWN_GENERATION = words('brother sister bro sis cousin');
const NOT_THAT_ONE = words(
  'another other different second called named big prophet hazrat pope queen king lord',
);
const OLDER = words('senior snr jnr junior');
/** Single capitals that are words or kisses. */
const NO_INITIAL = words('a i o x u r');

/** Whether the words around a mention say that it is not the child on record. */
export function isOtherBearer(
  message: MessageWords,
  mention: Mention,
  relations: ReadonlySet<string>,
): boolean {
  const { tokens } = message;
  const before = tokens[mention.start - 1];
  const name = tokens[mention.start];
  const after = tokens[mention.end];
  if (name === undefined) return false;
  if (before !== undefined && stands(name) && saysWho(tokens, mention.start, relations))
    return true;
  if (before !== undefined && stands(name) && isTitle(message, mention, before)) return true;
  if (after === undefined) return false;
  if (OLDER.has(after.norm) && stands(after)) return true;
  if (describes(tokens.slice(mention.end, mention.end + 2), relations)) return true;
  if (isDescribedInBrackets(tokens, mention.end, relations)) return true;
  return mention.kind !== 'full' && isOtherInitial(message, mention, after);
}

/** Only a space or a full stop lies between it and the word before. */
const stands = (token: Token) => /^[.\s]*$/.test(token.before);

/** "another Oisin", "a lad called Fiadh", "my partner Oisin", "my brother Oisin". */
function saysWho(tokens: readonly Token[], start: number, relations: ReadonlySet<string>): boolean {
  const noun = tokens[start - 1]?.norm ?? '';
  if (NOT_THAT_ONE.has(noun)) return true;
  const owner = tokens[start - 2];
  if (noun === 'law' && owner?.norm === 'in') return true;
  const whose = owner?.norm ?? '';
  // "Bens mate Charlie"
  if (NO_CHILD.has(noun) && (owner?.possessive || (whose.length > 3 && whose.endsWith('s'))))
    return true;
  if (!/^(?:my|our|his|her|their|the|a|your|ur)$/.test(whose)) return false;
  return NO_CHILD.has(noun) || isOwnRelation(whose, noun, relations);
}

/** "Oisin my partner", "Oisin (my brother)", "Macs the dog". */
function describes([whose, noun]: readonly Token[], relations: ReadonlySet<string>): boolean {
  if (whose === undefined || noun === undefined) return false;
  if (!/^[\s,(-]*$/.test(whose.before) || !stands(noun)) return false;
  if (!/^(?:my|our|the)$/.test(whose.norm)) return false;
  return NO_CHILD.has(noun.norm) || isOwnRelation(whose.norm, noun.norm, relations);
}

/** "Stefan moved out last night (my ex)". */
function isDescribedInBrackets(
  tokens: readonly Token[],
  end: number,
  relations: ReadonlySet<string>,
): boolean {
  return tokens.some(
    (token, at) =>
      at > end && /\($/.test(token.before) && describes(tokens.slice(at, at + 2), relations),
  );
}

function isOwnRelation(whose: string, noun: string, relations: ReadonlySet<string>): boolean {
  if (!/^(?:my|our)$/.test(whose) || !OWN_GENERATION.has(noun)) return false;
  return ![...relations].some((kind) => /brother|sister|sibling|cousin|self/i.test(kind));
}

/** "Mr Hope", "Auntie Summer", "Miss Grace", "miss grace rang". "i miss grace" is none. */
function isTitle(
  { capitalsTell, tokens }: MessageWords,
  { start, end }: Mention,
  title: Token,
): boolean {
  if (title.norm !== 'miss') return ADULT_TITLES.has(title.norm);
  if (title.title && !title.first && capitalsTell) return true;
  if (title.first || start === 1) return isActing(tokens[end]?.norm ?? '');
  return !MISSES.has(tokens[start - 2]?.norm ?? '');
}
/** Before the verb "miss". */
const MISSES = words(
  'i we they you u ill well youll to really will would do dont still so must might also just always and kids both all much never really did didnt cant gonna',
);

/** "Oisin K", where no Oisin on record has a family name with K. */
function isOtherInitial(message: MessageWords, { people }: Mention, after: Token): boolean {
  if (!/^\p{Lu}$/u.test(after.raw) || !message.capitalsTell || !stands(after)) return false;
  if (after.first || NO_INITIAL.has(after.norm)) return false;
  return !people.some((person) =>
    (person.role === 'child' ? person.child.name : person.name)
      .split(/[\s-]+/)
      .some((part) => part.toLowerCase().startsWith(after.norm)),
  );
}
