import { PASSED_ON, SOMEBODY_ELSES_PHONE } from '../text/phrases.ts';
import type { CueContext, CueReader } from './context.ts';

/** Against: nobody, several people, or nobody verified holds the address on the day of the message. */
export const sender: CueReader = (context) => {
  const { standing, index, reading, event } = context;
  const against = (reason: string) => [
    { speaks: 'against' as const, kind: 'sender' as const, caseNumbers: [], reason },
  ];
  if (standing.holders.length === 0) {
    return against(
      index.facts.identifiers.length > 0
        ? 'Nobody on record had this number on that day. It belonged to somebody else before.'
        : 'This number belongs to nobody on record.',
    );
  }
  if (standing.holders.length > 1) return against('More than one person uses this number.');
  if (standing.otherHolder)
    return against('This number is on record for somebody else on another channel.');
  if (standing.holders[0]?.verified === false)
    return against('Nobody has checked yet whose number this is.');
  if (standing.linked.size === 0)
    return against('This contact was not linked to any child on that day.');
  const phrase = SOMEBODY_ELSES_PHONE.exec(reading.words.text)?.[0].trim();
  if (phrase !== undefined) return against(`“${phrase}”: somebody else may be writing.`);
  if (event.direction === 'outbound') return [];
  const passed = PASSED_ON.exec(reading.words.text)?.[0].trim();
  if (passed !== undefined) return against(`“${passed}”: somebody else may be writing.`);
  if (saysTheyAreNot(context)) return against('The writer says that they are somebody else.');
  return [];
};

const IS_SOMEBODYS = new Set(
  'mum mam dad nan gran sister brother husband wife partner boyfriend girlfriend bf gf friend mate neighbour aunt auntie uncle cousin son daughter carer landlord'.split(
    ' ',
  ),
);

/** "im not stacey", "this isnt Stacey", "this is Staceys husband", from a number that is Stacey's. */
function saysTheyAreNot({ reading, standing }: CueContext): boolean {
  const holders = new Set(standing.holders.map(({ contactId }) => contactId));
  return reading.mentions.some(({ start, end, people }) => {
    if (!people.some(({ role, id }) => role === 'contact' && holders.has(id))) return false;
    const before = reading.words.tokens.slice(0, start).map(({ norm }) => norm);
    const kin = reading.words.tokens[end]?.norm ?? '';
    if (/(?:^| )(?:im|i am|this is|its|it is)$/.test(before.join(' ')) && IS_SOMEBODYS.has(kin))
      return true;
    return /(?:^| )(?:im not|i am not|(?:this|it) (?:is not|isnt|aint)|its not|not)$/.test(
      before.join(' '),
    );
  });
}
