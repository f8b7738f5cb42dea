import type { Cue } from '../types.ts';
import type { CueContext, CueReader } from './context.ts';

const FEMALE = / (?:she|shes|her|hers|herself|shed|shell|shs) /;
const MALE = / (?:he|hes|him|his|himself|hed) /;
const DAUGHTER =
  / (?:my|our) (?:little |lil |wee |young |big |eldest |oldest |youngest )*(?:daughter|daughters|girl|lass) /;
const SON =
  / (?:my|our) (?:little |lil |wee |young |big |eldest |oldest |youngest )*(?:son|sons|boy|lad) /;
const ADULT =
  / (?:mum|mam|mom|mummy|dad|daddy|nan|nanny|gran|grandma|grandad|partner|ex|husband|wife|boyfriend|girlfriend|bf|gf|father|mother|carer|teacher|gp|doctor|nurse|landlord|landlady|worker|solicitor|judge|aunt|auntie|uncle|officer|friend|mate) /;

/** Against: "my daughter", or "she" throughout, about children who are recorded as boys, or the other way round. */
export const sex: CueReader = (context) => {
  const recorded = recordedSexes(context, () => true);
  if (new Set(recorded).size !== 1 || recorded[0] === null) return [];
  const said = sexSaid(context);
  if (said === null || recorded[0] === said) return [];
  return [against(said, `no linked child is recorded as ${said}`)];
};

/**
 * Against: "she", where only what went before says whom it is about, all of whom are recorded as boys, and
 * another linked child may be a girl.
 */
export function sexOfOthers(context: CueContext, around: readonly Cue[]): Cue[] {
  const meant = new Set(around.flatMap((cue) => (cue.speaks === 'for' ? cue.caseNumbers : [])));
  if (meant.size === 0) return [];
  const those = recordedSexes(context, (id) => meant.has(id));
  const others = recordedSexes(context, (id) => !meant.has(id));
  if (others.length === 0 || those.length === 0 || those.includes(null)) return [];
  const said = sexSaid(context);
  if (said === null || those.includes(said)) return [];
  if (!others.some((is) => is === null || is === said)) return [];
  return [against(said, `what went before is about children recorded as ${those[0] ?? ''}`)];
}

/** The one sex that a message speaks of, where no adult can be meant. */
function sexSaid({ reading }: CueContext): 'female' | 'male' | null {
  const { text } = reading.words;
  const daughter = DAUGHTER.test(text);
  const son = SON.test(text);
  // "my daughter" is a child whoever else is spoken of; "she" may be any of them.
  const isKin = daughter !== son;
  const she = isKin ? daughter : FEMALE.test(text);
  const he = isKin ? son : MALE.test(text);
  if (she === he || (!isKin && ADULT.test(text))) return null;
  const adult = reading.mentions.some(
    (mention) =>
      mention.people.some((person) => person.role !== 'child') && mention.reading === 'name',
  );
  if (!isKin && adult) return null;
  return she ? 'female' : 'male';
}

function recordedSexes({ standing }: CueContext, which: (caseNumber: string) => boolean) {
  return [...standing.linked.values()]
    .filter(({ child }) => which(child.caseNumber))
    .map(({ child }) => sexOf(child.sex));
}

function against(said: 'female' | 'male', but: string): Cue {
  const whom = said === 'female' ? 'a girl or a woman' : 'a boy or a man';
  return {
    speaks: 'against',
    kind: 'sex',
    caseNumbers: [],
    reason: `It is about ${whom}, and ${but}.`,
  };
}

export function sexOf(recorded: string | null): 'female' | 'male' | null {
  if (recorded === null) return null;
  if (/^f(emale)?$|^girl$|^woman$/i.test(recorded)) return 'female';
  return /^m(ale)?$|^boy$|^man$/i.test(recorded) ? 'male' : null;
}
