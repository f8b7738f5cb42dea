// One normal form for a message's words and for recorded names: small letters, no accents, no
// apostrophes. Letters that Unicode does not decompose (Polish ł, Danish ø …) are mapped by hand.
const UNDECOMPOSED: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
};
const APOSTROPHES = /['’‘`´ʼ]/g;
const PLAIN = /^[a-z0-9]*$/;

/** "Siân" → "sian", "O’Brien" → "obrien", "Łukasz" → "lukasz". */
export function foldWord(word: string): string {
  const lower = word.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(APOSTROPHES, '')
    .replace(/[łøđðþßæœıħ]/g, (letter) => UNDECOMPOSED[letter] ?? letter);
}

/** The folded words of a recorded name: "Ellie-Mae O'Brien" → ["ellie", "mae", "obrien"]. */
export function nameWords(name: string): string[] {
  return name
    .split(/[^\p{L}\p{M}\p{N}'’‘`´ʼ]+/u)
    .map(foldWord)
    .filter((word) => word !== '');
}
