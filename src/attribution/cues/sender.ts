import { SOMEBODY_ELSES_PHONE } from '../text/phrases.ts';
import type { CueReader } from './context.ts';

/** Against: nobody, several people, or nobody verified holds the address on the day of the message. */
export const sender: CueReader = ({ standing, index, reading }) => {
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
  return [];
};
