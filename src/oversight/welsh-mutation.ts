// The three initial mutations of Welsh, and h before a vowel: a word's first letter changes with the word before it
// (P. W. Thomas, Gramadeg y Gymraeg, 1996, ch. III). Rules name the plain form only.
const MUTATIONS: readonly (readonly [string, readonly string[]])[] = [
  ['ll', ['l']],
  ['rh', ['r']],
  ['ch', []],
  ['dd', []],
  ['ff', []],
  ['ng', []],
  ['ph', []],
  ['th', []],
  ['p', ['b', 'mh', 'ph']],
  ['t', ['d', 'nh', 'th']],
  ['c', ['g', 'ngh', 'ch']],
  ['b', ['f', 'm']],
  ['d', ['dd', 'n']],
  ['g', ['', 'ng']],
  ['m', ['f', 'mh']],
  ['n', ['nh']],
  ['a', ['ha']],
  ['e', ['he']],
  ['i', ['hi']],
  ['o', ['ho']],
  ['u', ['hu']],
  ['w', ['hw']],
  ['y', ['hy']],
];

/**
 * The forms a Welsh word takes at its beginning.
 * @returns the word itself first, then soft, nasal and aspirate forms; a word of fewer than three letters stays as it is.
 */
export function mutatedForms(word: string): readonly string[] {
  if (word.length < 3) return [word];
  const found = MUTATIONS.find(([initial]) => word.startsWith(initial));
  if (found === undefined) return [word];
  const rest = word.slice(found[0].length);
  return [word, ...found[1].map((initial) => initial + rest).filter((form) => form.length > 2)];
}
