// Families and phrasings of our own, none of them from the development data, with the noise that
// phones and hurry add. What may never happen is exact; what is missed is bounded.
import { describe, expect, test } from 'vitest';
import { child, decide, family, namesake, outcome } from './families.ts';
import { ADULT, NAMED, NEUTRAL, PRONOUN } from './phrasebook.ts';
import {
  FORWARDED,
  GROUPS,
  OTHER_CHILD,
  PLACES,
  STRANGER,
  WORDS_NOT_NAMES,
} from './phrasebook-others.ts';

const NAMES =
  'Megan Callum Aneurin Ayaan Wiktoria Caoimhe Kenzie-Leigh Tobi Mohammed Ffion Jaxon Lily Ruby Poppy Jack Archie Siôn Oluwaseun Zosia Harry Teddy Max Mia Ella Ivy Noah Riley Nikodem Jesse Amber'.split(
    ' ',
  );
/** In small letters these are words of any message as well: they are names where only a person fits. */
const ALSO_WORDS = new Set('Lily Ruby Poppy Jack Harry Ivy Amber Max Teddy'.split(' '));
const STRANGERS = 'Kayden Tallulah Brogan Malachy tyrell shanelle Zuzanna Dexter'.split(' ');

type Noise = (words: string) => string;
const NOISE: Noise[] = [
  (words) => words,
  (words) => `${words} x`,
  (words) => `Hiya ${words}`,
  (words) => `hi Beth, ${words}`,
  (words) => words.toLowerCase(),
  (words) => words.toUpperCase(),
  (words) => `Hi Beth ${words.charAt(0).toUpperCase()}${words.slice(1)}`,
  (words) => `${words} 🙏`,
  (words) => `Morning - ${words} pls`,
];

type Said = {
  body: string;
  name: string;
  sole: ReturnType<typeof family>;
  two: ReturnType<typeof family>;
};

/** Every phrase by every name, each with one noise in turn. */
function everyone(phrases: readonly string[]): Said[] {
  let turn = 0;
  return NAMES.flatMap((name, place) => {
    const other = NAMES[(place + 11) % NAMES.length] ?? '';
    const own = child('C1', `${name} Pritchard`);
    const sole = family([own]);
    const two = family([own, child('C2', `${other} Pritchard`, { dateOfBirth: '2012-05-05' })]);
    const she = place % 2 === 1;
    return phrases.map((phrase) => {
      const plain = phrase
        .replaceAll('{N}', name)
        .replaceAll('{X}', STRANGERS[place % STRANGERS.length] ?? '')
        .replaceAll('{A}', 'Darren')
        .replaceAll('{P}', she ? 'her' : 'him')
        .replaceAll('{S}', she ? 'she' : 'he')
        .replaceAll('{Z}', she ? 'her' : 'his');
      turn += 1;
      return { body: (NOISE[turn % NOISE.length] ?? NOISE[0])?.(plain) ?? plain, name, sole, two };
    });
  });
}

/** Bodies whose outcome is not the expected one. */
function amiss(
  said: readonly Said[],
  of: (one: Said) => ReturnType<typeof family>,
  expected: string,
): string[] {
  return said
    .filter((one) => outcome(decide(of(one), one.body)) !== expected)
    .map(({ body }) => body);
}

function attached(said: readonly Said[], of: (one: Said) => ReturnType<typeof family>): string[] {
  return said
    .filter((one) => decide(of(one), one.body).state === 'attributed')
    .map(({ body }) => body);
}

const sole = (one: Said) => one.sole;
const two = (one: Said) => one.two;

describe('on fresh families and phrasings', () => {
  test('a sole contact’s everyday messages are attached', () => {
    expect(amiss(everyone([...NEUTRAL, ...PRONOUN, ...ADULT]), sole, 'C1')).toEqual([]);
  });

  test('the same from a contact with two children ask', () => {
    expect(attached(everyone([...NEUTRAL, ...PRONOUN]), two)).toEqual([]);
  });

  test('a named child is attached, nearly always, and never another; a word or a place for a name is asked about more', () => {
    const said = everyone(NAMED);
    const plain = said.filter(({ name }) => !ALSO_WORDS.has(name));
    const words = said.filter(({ name }) => ALSO_WORDS.has(name));
    expect(amiss(plain, two, 'C1').length / plain.length).toBeLessThan(0.02);
    expect(amiss(words, two, 'C1').length / words.length).toBeLessThan(0.35);
    for (const one of said)
      expect(['C1', 'awaiting-worker']).toContain(outcome(decide(two(one), one.body)));
  });

  test('somebody else’s child, an unnamed sibling, a coming baby and forwarded words always ask', () => {
    expect(attached(everyone([...STRANGER, ...OTHER_CHILD, ...FORWARDED]), sole)).toEqual([]);
  });

  test('a name in a place names nobody', () => {
    expect(attached(everyone(PLACES.filter((place) => !place.includes('-'))), two)).toEqual([]);
  });

  test('the kids are both children of two, and ask of one', () => {
    expect(amiss(everyone(GROUPS), two, 'C1,C2')).toEqual([]);
    expect(attached(everyone(GROUPS), sole)).toEqual([]);
  });

  test.each(Object.entries(WORDS_NOT_NAMES))('“%s” as a word names no child', (word, phrases) => {
    const name = word.charAt(0).toUpperCase() + word.slice(1);
    const ours = family([child('C1', `${name} Pritchard`), child('C2', 'Ffion Pritchard')]);
    const elsewhere = [namesake('C9', `${name} Smith`)];
    for (const phrase of phrases) {
      for (const noise of NOISE)
        expect(outcome(decide(ours, noise(phrase)))).toBe('awaiting-worker');
      expect(
        outcome(decide(family([child('C2', 'Ffion Pritchard')]), phrase, { namesakes: elsewhere })),
      ).toBe('C2');
    }
  });
});
