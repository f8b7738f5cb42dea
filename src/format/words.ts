const number = new Intl.NumberFormat('en-GB');
const joined = {
  and: new Intl.ListFormat('en-GB', { type: 'conjunction' }),
  or: new Intl.ListFormat('en-GB', { type: 'disjunction' }),
};

/** 1 text, 2 texts, 1,204 texts. Both forms are always spelt out. */
export function plural(count: number, one: string, several: string): string {
  return `${number.format(count)} ${count === 1 ? one : several}`;
}

/** Alfie, Maisie and Jayden. */
export function listOf(names: readonly string[], word: 'and' | 'or' = 'and'): string {
  return joined[word].format(names);
}

/** Kelly Brennan, mother. A child on their own record (“self”) needs no relationship. */
export function withRelationship(name: string, relationship: string | null): string {
  return [name, relationshipWords(relationship)].filter(Boolean).join(', ');
}

/** mother; null where there is nothing to say. */
export function relationshipWords(relationship: string | null): string | null {
  return relationship === 'self' || relationship === '' ? null : relationship;
}

/** Welsh; null where it changes nothing about how a worker writes. */
export function otherLanguage(language: string | null): string | null {
  return language === null || /^(en|english)?$/i.test(language) ? null : language;
}

/** The first words, up to `max` characters, never half a word, with … where something is left out. */
export function excerpt(text: string, max: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= max) return line;
  const cut = line.slice(0, max);
  const lastSpace = cut.lastIndexOf(' ');
  const end = lastSpace > max / 2 ? lastSpace : wholeCharacters(cut);
  return `${line.slice(0, end)}…`;
}

/** The family's words in “curly quotes”, exactly as written. */
export function quoted(text: string): string {
  return `“${text}”`;
}

/** Where to cut so that a surrogate pair (an emoji) is not halved. */
function wholeCharacters(cut: string): number {
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.length - 1 : cut.length;
}
