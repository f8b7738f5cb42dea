import type { LinkedChild } from '../standing.ts';
import { groupSaid } from '../text/groups.ts';
import type { Cue } from '../types.ts';
import { type CueContext, type CueReader, caseNumbersOf, namesOf } from './context.ts';
import { sexOf } from './sex.ts';

/**
 * For: "the kids", "both", "the twins", when exactly one set of linked children fits. Against: when
 * none or several do; "my eldest" and "the girls" only suggest whom to offer.
 */
export const siblingGroup: CueReader = (context) => {
  const said = groupSaid(context.reading.words.text);
  if (said === null || (said.group === 'one' && context.standing.linked.size < 2)) return [];
  if (said.phrase === 'both' && isBothOfThoseNamed(context)) return [];
  const fitting = fittingSet(context, said);
  const phrase = `“${said.phrase}”`;
  const ask = (caseNumbers: string[], reason: string): Cue[] => [
    { speaks: 'against', kind: 'group', caseNumbers, reason },
  ];
  if (typeof fitting === 'string') {
    return ask(caseNumbersOf(context.standing.linked.values()), `${phrase}: ${fitting}`);
  }
  const caseNumbers = caseNumbersOf(fitting);
  // An age or a sex that fits some of the linked children may fit one who is not on record as well.
  if (
    (said.group === 'age' || said.group === 'sex') &&
    caseNumbers.length < context.standing.linked.size
  ) {
    return ask(
      caseNumbers,
      `${phrase} fits ${namesOf(context, caseNumbers)} among the linked children, and may mean a child who is not on record.`,
    );
  }
  return [
    {
      speaks: 'for',
      kind: 'sibling-group',
      caseNumbers,
      reason: `${phrase} fits ${namesOf(context, caseNumbers)}, and no other set of the children linked to this contact.`,
    },
  ];
};

/** "Osh and Fiadh both have chickenpox", "both Osh and Fiadh": the names say who. */
function isBothOfThoseNamed({ reading, standing }: CueContext): boolean {
  const { mentions, words } = reading;
  const at = words.tokens.findIndex((token) => token.norm === 'both');
  const named = mentions.filter(
    ({ people }) => people.length === 1 && standing.linked.has(people[0]?.id ?? ''),
  );
  const children = new Set(named.map(({ people }) => people[0]?.id));
  const besides = named.some(({ start, end }) => end === at || start === at + 1);
  return besides && children.size === 2 && mentions.length === named.length;
}

type Said = NonNullable<ReturnType<typeof groupSaid>>;

function fittingSet(context: CueContext, said: Said): LinkedChild[] | string {
  const linked = [...context.standing.linked.values()];
  if (linked.length < 2) return 'only one child is linked to this contact.';
  const households = new Set(linked.map(({ child }) => child.household));
  if (households.size > 1 || households.has(null))
    return 'the linked children are not one household.';
  if (context.standing.household.length > 0)
    return 'a child of the household is not linked to this contact.';
  if (context.standing.self.size > 0) return 'the writer has a record of their own.';
  const set = chosenFrom(linked, said);
  if (typeof set === 'string') return set;
  return set.every(({ status }) => status === 'open') &&
    linked.every(({ status }) => status === 'open')
    ? set
    : 'one of the records is not open.';
}

function chosenFrom(linked: readonly LinkedChild[], said: Said): LinkedChild[] | string {
  switch (said.group) {
    case 'all':
      return [...linked];
    case 'number':
      return linked.length === said.number
        ? [...linked]
        : `${linked.length} children are linked to this contact.`;
    case 'twins': {
      const sameDay = [...Map.groupBy(linked, ({ child }) => child.dateOfBirth).values()].filter(
        (born) => born.length === said.number,
      );
      return sameDay.length === 1 && sameDay[0] !== undefined
        ? sameDay[0]
        : 'no one set of linked children was born on one day.';
    }
    case 'sex': {
      if (linked.some(({ child }) => sexOf(child.sex) === null))
        return 'not every linked child has a sex on record.';
      const set = linked.filter(({ child }) => sexOf(child.sex) === said.sex);
      return set.length >= 2 ? set : 'fewer than two linked children fit.';
    }
    case 'age': {
      const byAge = linked.toSorted((a, b) =>
        a.child.dateOfBirth.localeCompare(b.child.dateOfBirth),
      );
      const at = said.age === 'eldest' ? 0 : byAge.length - 1;
      const one = byAge[at];
      const next = byAge[said.age === 'eldest' ? 1 : byAge.length - 2];
      if (one === undefined || one.child.dateOfBirth === next?.child.dateOfBirth)
        return 'two linked children are of one age.';
      return [one];
    }
    case 'one':
    case 'unclear':
      return 'it does not say which children.';
  }
}
