// The ways a person's recorded names can be written.
import { nameWords } from '../text/fold-word.ts';

/**
 * How sure a form is: `full` first and family name; `given` a recorded first, preferred or other name;
 * `diminutive` a usual short form that is not recorded; `part` a piece of a name, a middle name or the
 * family name alone; `misspelling` one slip away from a recorded name.
 */
export type FormKind = 'full' | 'given' | 'diminutive' | 'part' | 'misspelling';
export type NameForm = { words: readonly string[]; kind: FormKind };

type Names = {
  name: string;
  preferredName?: string | null;
  alsoKnownAs: readonly string[];
};

/** Words inside a family name that belong to the word after them. */
const PARTICLES = new Set([
  'de',
  'da',
  'di',
  'van',
  'von',
  'der',
  'al',
  'el',
  'bin',
  'bint',
  'ibn',
  'ap',
  'ab',
  'ferch',
  'mac',
  'mc',
  'st',
  'le',
  'la',
  'dos',
  'o',
]);

/** "Mary Kate O'Brien" → given ["mary"], ["mary","kate"]; family ["obrien"]. Titles in brackets are left out. */
export function splitName(name: string): { given: string[][]; family: string[] } {
  const parts = name
    .replace(/\(.*?\)/g, ' ')
    .trim()
    .split(/\s+/);
  let familyFrom = Math.max(1, parts.length - 1);
  while (familyFrom > 1 && PARTICLES.has(nameWords(parts[familyFrom - 1] ?? '').join('')))
    familyFrom -= 1;
  const given = parts
    .slice(0, familyFrom)
    .map(nameWords)
    .filter((words) => words.length > 0);
  const family = parts.slice(familyFrom).flatMap(nameWords);
  return { given, family };
}

/** Every form under which a person may be written about. Diminutives are looked up the other way round. */
export function nameForms(person: Names): NameForm[] {
  const forms = new Map<string, NameForm>();
  const add = (words: readonly string[], kind: FormKind) => {
    if (words.length === 0 || words.join('').length < 2) return;
    for (const spelling of spellings(words)) {
      const key = spelling.join(' ');
      if (!forms.has(key)) forms.set(key, { words: spelling, kind });
    }
  };
  const { given, family } = splitName(person.name);
  const first = given[0] ?? [];
  const allGiven = given.flat();
  const known = [person.preferredName ?? '', ...person.alsoKnownAs].map(nameWords);
  const usual = [first, allGiven, ...known.filter((words) => words.length > 0)];
  for (const words of usual) {
    if (family.length === 0) continue;
    add([...words, ...family], 'full');
    // Either half of a double-barrelled family name is used alone.
    if (family.length > 1) for (const half of family) add([...words, half], 'full');
    add([...family, ...words], 'full');
  }
  for (const words of usual) add(words, 'given');
  for (const words of given.slice(1)) add(words, 'part');
  if (first.length > 1) for (const word of first) add([word], 'part');
  for (const words of known) if (words.length > 1) add(words.slice(0, 1), 'part');
  add(family, 'part');
  for (const half of family) add([half], 'part');
  return [...forms.values()];
}

/** A name of several words is also typed as one: "bobbyjoe". */
function spellings(words: readonly string[]): (readonly string[])[] {
  return words.length > 1 && words.length <= 3 ? [words, [words.join('')]] : [words];
}
