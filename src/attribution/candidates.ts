// The sets of children offered with a question: at most five, the likeliest by the evidence, shown
// oldest child first and none preselected. Whoever is asked is shown those they may see: a restricted
// child linked to the sender is offered to the people named on that record, and hidden from all others.
import type { CueContext } from './cues/context.ts';
import { sexOf } from './cues/sex.ts';
import { nameForms } from './names/forms.ts';
import { nameWords } from './text/fold-word.ts';
import type { Cue, LocalDate } from './types.ts';

const AT_MOST = 5;
/** Up to this many linked children every pair can be offered beside them. */
const FEW = 3;

type Person = { caseNumber: string; dateOfBirth: LocalDate };

export function candidatesFor(context: CueContext, cues: readonly Cue[]): string[][] {
  const offered = offerable(context);
  const weights = new Map<string, { set: string[]; weight: number }>();
  const offer = (caseNumbers: readonly string[], weight: number) => {
    const set = [...new Set(caseNumbers)].sort();
    if (set.length === 0 || set.some((id) => !offered.has(id))) return;
    const key = set.join();
    const known = weights.get(key);
    if (known === undefined) weights.set(key, { set, weight });
    else known.weight = Math.max(known.weight, weight) + 1;
  };
  const linked = [...context.standing.linked.keys()].filter((id) => offered.has(id));
  const named = cues
    .filter((cue) => cue.speaks === 'for' && cue.kind === 'named-child')
    .flatMap((cue) => cue.caseNumbers);
  const denied = new Set(
    cues.filter((cue) => cue.kind === 'not-this-child').flatMap((cue) => cue.caseNumbers),
  );

  for (const cue of cues) {
    if (cue.speaks === 'for') offer(cue.caseNumbers, 80);
    else if (cue.kind === 'group') offer(cue.caseNumbers, 79);
    else if (PERSONAL.has(cue.kind))
      for (const id of cue.caseNumbers) offer([id], denied.has(id) ? 20 : 70);
  }
  for (const full of context.reading.namesakes.full)
    for (const namesake of full.namesakes) {
      offer([namesake.caseNumber], 75);
      if (named.length > 0) offer([...named, namesake.caseNumber], 76);
    }
  for (const namesake of singleNamesakes(context)) offer([namesake], 40);
  for (const cue of cues)
    if (cue.kind === 'ambiguous-name' && cue.caseNumbers.length === 2) offer(cue.caseNumbers, 66);
  for (const id of initialled(context)) offer([id], 60);
  if (cues.some((cue) => cue.kind === 'unnamed-child') && named.length > 0) {
    for (const id of linked) offer([...named, id], 72);
    for (const id of linked) if (!named.includes(id)) offer([id], 71);
  }
  const recent = lately(context);
  const she = / (?:she|shes|her|hers) /.test(context.reading.words.text);
  const he = / (?:he|hes|him|his) /.test(context.reading.words.text);
  linked.forEach((id) => {
    const sex = sexOf(context.index.children.get(id)?.sex ?? null);
    const fits = she === he || sex === null || (she ? sex === 'female' : sex === 'male');
    offer([id], (denied.has(id) ? 10 : 50) + (fits ? 0 : -25) + (recent.get(id) ?? 0));
  });
  if (linked.length > 1)
    offer(linked, cues.some((cue) => cue.kind === 'group') ? 78 : linked.length <= FEW ? 48 : 45);
  if (linked.length === FEW && cues.some((cue) => cue.kind === 'group')) {
    for (const left of linked)
      offer(
        linked.filter((id) => id !== left),
        60,
      );
  }
  for (const id of context.standing.formerly.keys())
    if (offered.has(id) && linked.length === 0) offer([id], 30);

  const best = [...weights.values()].sort(
    (a, b) => b.weight - a.weight || a.set.join().localeCompare(b.set.join()),
  );
  return best
    .slice(0, AT_MOST)
    .map(({ set }) => set.toSorted((a, b) => byAge(offered, a, b)))
    .sort(
      (a, b) =>
        byAge(offered, a[0] ?? '', b[0] ?? '') ||
        a.length - b.length ||
        a.join().localeCompare(b.join()),
    );
}

/** Kinds that name or nearly name somebody. */
const PERSONAL = new Set<Cue['kind']>([
  'ambiguous-name',
  'not-linked',
  'somebody-else',
  'not-this-child',
  'forwarded',
]);

function offerable({ standing, index, reading }: CueContext): Map<string, Person> {
  const found = new Map<string, Person>();
  for (const child of index.children.values()) {
    const linked = standing.linked.has(child.caseNumber);
    if (linked || child.status !== 'restricted') found.set(child.caseNumber, child);
  }
  for (const namesake of reading.namesakes.all)
    if (namesake.status !== 'restricted') found.set(namesake.caseNumber, namesake);
  return found;
}

/** Children elsewhere with a name that stands in the message and that nobody on record here has. */
function singleNamesakes({ reading, standing }: CueContext): string[] {
  const spoken = new Set(
    reading.strangers
      .filter((stranger) => stranger.isName)
      .flatMap(({ words }) => {
        const folded = nameWords(words).join(' ');
        return [folded, folded.replace(/s$/, '')];
      }),
  );
  if (spoken.size === 0) return [];
  return reading.namesakes.all
    .filter((namesake) => !standing.linked.has(namesake.caseNumber))
    .filter((namesake) =>
      nameForms(namesake).some((form) => form.kind === 'given' && spoken.has(form.words.join(' '))),
    )
    .map((namesake) => namesake.caseNumber)
    .slice(0, AT_MOST);
}

/** "R.L. absent today": linked children with those initials. */
function initialled({ reading, standing }: CueContext): string[] {
  const found = /(?:^|[^\p{L}])(\p{Lu})\.? ?(\p{Lu})\.?(?=$|[^\p{L}])/u.exec(reading.body);
  if (found === null) return [];
  return [...standing.linked.values()]
    .filter(({ child }) => {
      const parts = child.name.split(' ');
      return parts[0]?.[0] === found[1] && parts.at(-1)?.[0] === found[2];
    })
    .map(({ child }) => child.caseNumber);
}

/** Children of the conversation's latest messages, the latest most. */
function lately({ state }: CueContext): Map<string, number> {
  const found = new Map<string, number>();
  [...state.placed.values()]
    .sort((a, b) => a.at - b.at)
    .forEach((message, order) => {
      for (const id of message.caseNumbers) found.set(id, Math.min(15, 1 + order / 1_000_000));
    });
  return found;
}

function byAge(people: ReadonlyMap<string, Person>, left: string, right: string): number {
  const a = people.get(left)?.dateOfBirth ?? '';
  const b = people.get(right)?.dateOfBirth ?? '';
  return a.localeCompare(b) || left.localeCompare(right);
}
