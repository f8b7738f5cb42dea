/** One written token, where it stands in the text, before spelling is looked at. */
type WrittenWord = {
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  /** A capital inside a sentence, as names have. */
  readonly capital: boolean;
};
export type Written =
  | { readonly kind: 'word'; readonly word: WrittenWord }
  | { readonly kind: 'pause' | 'stop' };

// One alternative per token and no nested repetition: the scan is linear in the text.
const TOKEN =
  /[\p{L}\p{M}\p{N}]+(?:['’‘`][\p{L}\p{M}\p{N}]+)*|\p{Extended_Pictographic}|[.!?;\n]|[,:()–—-]|[*$@£&]/gu;
const NUMBER_AND_UNIT = /^(\d{1,4})([a-z]{1,6})$/u;
const UNITS = new Set(
  'am pm yr yrs year years yo y mo mos month months wk wks week weeks day days hr hrs hour hours min mins mg ml k st nd rd th x'.split(
    ' ',
  ),
);
const CAPITAL = /^\p{Lu}\p{Ll}/u;

/** Splits a text into words, pauses (a comma) and stops (the end of a sentence). */
export function readWords(text: string): readonly Written[] {
  const written: Written[] = [];
  let fresh = true;
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    const start = match.index;
    const code = token.charCodeAt(0);
    if (code < 64 && token.length === 1 && !(code >= 48 && code <= 57)) {
      const stop =
        token === '.' || token === '!' || token === '?' || token === ';' || token === '\n';
      if (token !== '*' && token !== '$' && token !== '£' && token !== '&') {
        written.push({ kind: stop ? 'stop' : 'pause' });
        if (stop) fresh = true;
      }
      continue;
    }
    if (token === '–' || token === '—' || token === '`' || token === '@') {
      written.push({ kind: 'pause' });
      continue;
    }
    const lower = plain(token);
    const unit = code < 58 ? NUMBER_AND_UNIT.exec(lower) : null;
    if (unit?.[1] !== undefined && unit[2] !== undefined && UNITS.has(unit[2])) {
      const middle = start + unit[1].length;
      written.push({ kind: 'word', word: { raw: unit[1], start, end: middle, capital: false } });
      written.push({
        kind: 'word',
        word: { raw: unit[2], start: middle, end: start + token.length, capital: false },
      });
    } else {
      const capital = !fresh && CAPITAL.test(token);
      written.push({
        kind: 'word',
        word: { raw: lower, start, end: start + token.length, capital },
      });
    }
    fresh = false;
  }
  return written;
}

const NOT_ASCII = /[^\u0020-\u007e]/u;

/** Lower case, without accents, with one kind of apostrophe. */
export function plain(token: string): string {
  const lower = token.toLowerCase();
  if (!NOT_ASCII.test(lower)) return lower;
  return lower
    .replace(/[’‘`]/gu, "'")
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ł/gu, 'l')
    .replace(/ß/gu, 'ss')
    .replace(/ı/gu, 'i');
}
