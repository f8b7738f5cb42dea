import { BABY, NEW_BABY } from '../text/phrases.ts';
import type { Cue } from '../types.ts';
import { type CueContext, type CueReader, shortName } from './context.ts';

/** A child under two is the only one whom "the baby" can mean. */
const INFANT_YEARS = 2;

/** Against: a baby who may not be on record yet. For: "the baby", when exactly one linked child is under two. */
export const newBaby: CueReader = (context) => {
  const { text } = context.reading.words;
  const against = (reason: string): Cue[] => [
    { speaks: 'against', kind: 'new-baby', caseNumbers: [], reason },
  ];
  const coming = NEW_BABY.exec(text)?.[0]?.trim();
  if (coming !== undefined)
    return against(`“${coming}” may be about a baby who is not on record yet.`);
  const phrase = BABY.exec(text)?.[0]?.trim();
  if (phrase === undefined) return [];
  if (nameIsBaby(context)) return [];
  const infants = [...context.standing.linked.values()].filter(({ child }) =>
    isInfant(child.dateOfBirth, context.standing.on),
  );
  const only = infants[0];
  const unlinked = context.standing.household.some((child) =>
    isInfant(child.dateOfBirth, context.standing.on),
  );
  if (infants.length !== 1 || only === undefined || only.status !== 'open' || unlinked) {
    return against(`“${phrase}” fits no one linked child.`);
  }
  return [
    {
      speaks: 'for',
      kind: 'named-child',
      caseNumbers: [only.child.caseNumber],
      reason: `“${phrase}” — ${shortName(only.child)} is the only child under two linked to this contact.`,
    },
  ];
};

/** "Baby" can be what a child is called on record. */
function nameIsBaby({ reading }: CueContext): boolean {
  return reading.mentions.some((mention) => BABY.test(` ${mention.words.toLowerCase()} `));
}

function isInfant(born: string, on: string): boolean {
  const second = `${Number(born.slice(0, 4)) + INFANT_YEARS}${born.slice(4)}`;
  return born <= on && on < second;
}
