const VOWELS = 'aeiou';

/** The regular forms of an English word: plural or third person, past, and -ing. Forms that do not exist do no harm. */
export function inflectedForms(base: string): readonly string[] {
  const last = base.at(-1) ?? '';
  const before = base.at(-2) ?? '';
  if (last === 'e') return [base, `${base}s`, `${base}d`, `${base.slice(0, -1)}ing`];
  if (last === 'y' && !VOWELS.includes(before)) {
    const stem = base.slice(0, -1);
    return [base, `${stem}ies`, `${stem}ied`, `${base}ing`];
  }
  const plural = /(?:[sxz]|ch|sh)$/u.test(base) ? `${base}es` : `${base}s`;
  const forms = [base, plural, `${base}ed`, `${base}ing`];
  const doubles = VOWELS.includes(before) && !VOWELS.includes(base.at(-3) ?? 'a');
  if (doubles && !'wxy'.includes(last)) forms.push(`${base}${last}ed`, `${base}${last}ing`);
  return forms;
}
