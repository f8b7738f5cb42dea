import type { CueReader } from './context.ts';

const FEMALE = / (?:she|shes|her|hers|herself|shed|shell|shs) /;
const MALE = / (?:he|hes|him|his|himself|hed) /;
const DAUGHTER =
  / (?:my|our) (?:little |lil |big |eldest |oldest |youngest )*(?:daughter|daughters|girl|lass) /;
const SON = / (?:my|our) (?:little |lil |big |eldest |oldest |youngest )*(?:son|sons|boy|lad) /;
const ADULT =
  / (?:mum|mam|mom|mummy|dad|daddy|nan|nanny|gran|grandma|grandad|partner|ex|husband|wife|boyfriend|girlfriend|bf|gf|father|mother|carer|teacher|gp|doctor|nurse|landlord|landlady|worker|solicitor|judge|aunt|auntie|uncle|officer|friend|mate) /;

/** Against: "my daughter", or "she" throughout, about children who are recorded as boys, or the other way round. */
export const sex: CueReader = ({ reading, standing }) => {
  const { text } = reading.words;
  const daughter = DAUGHTER.test(text);
  const son = SON.test(text);
  // "my daughter" is a child whoever else is spoken of; "she" may be any of them.
  const isKin = daughter !== son;
  const she = isKin ? daughter : FEMALE.test(text);
  const he = isKin ? son : MALE.test(text);
  if (she === he || (!isKin && ADULT.test(text))) return [];
  if (
    !isKin &&
    reading.mentions.some(
      (mention) =>
        mention.people.some((person) => person.role !== 'child') && mention.reading === 'name',
    )
  )
    return [];
  const recorded = [...standing.linked.values()].map(({ child }) => sexOf(child.sex));
  const said = she ? 'female' : 'male';
  if (recorded.length === 0 || recorded.some((is) => is === null || is === said)) return [];
  return [
    {
      speaks: 'against',
      kind: 'sex',
      caseNumbers: [],
      reason: `It is about ${she ? 'a girl or a woman' : 'a boy or a man'}, and no linked child is recorded as ${said}.`,
    },
  ];
};

export function sexOf(recorded: string | null): 'female' | 'male' | null {
  if (recorded === null) return null;
  if (/^f(emale)?$|^girl$|^woman$/i.test(recorded)) return 'female';
  return /^m(ale)?$|^boy$|^man$/i.test(recorded) ? 'male' : null;
}
