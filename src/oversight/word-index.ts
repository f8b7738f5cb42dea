import { inflectedForms } from './inflection.ts';
import type { Alternative } from './pattern-parse.ts';
import { plain } from './read-words.ts';
import type { RuleSet, WordClass } from './rule-schema.ts';
import { withoutApostrophe } from './spelling.ts';
import { mutatedForms } from './welsh-mutation.ts';

/** A word or stem sequence: `{name}` in a class is written out before this. */
export type Phrase = readonly string[];

/** Builtin classes, recognised by how a word is written. */
export const BUILTIN = { name: '\u0001name', number: '\u0001number' } as const;

/** The words of a rule set, ready for matching. */
export type Lexicon = {
  /** Canonical words of one alternative of a pattern, its classes written out. Throws Error for an unknown class. */
  readonly phrasesIn: (alternative: Alternative) => readonly Phrase[];
  readonly fillers: ReadonlySet<string>;
  readonly respelled: ReadonlyMap<string, readonly string[]>;
  readonly keep: ReadonlySet<string>;
};

/** Reads the words of a rule set: classes written out, Welsh mutated, English inflected, spellings applied. */
export function makeLexicon(set: RuleSet): Lexicon {
  const respelled = new Map<string, readonly string[]>();
  for (const line of set.spelling.spellings.flatMap((text) => text.split(','))) {
    const [written, read] = line.split('>').map((part) => part.trim());
    if (written && read) respelled.set(written, read.split(/\s+/u));
  }
  const fillers = new Set(split(set.spelling.fillers));
  const canonical = (words: readonly string[]): Phrase => {
    const read = words.flatMap((word) => {
      if (word.startsWith('\u0001') || word.endsWith('*')) return [word];
      return withoutApostrophe(plain(word)).flatMap((part) => respelled.get(part) ?? [part]);
    });
    const kept = read.filter((word) => !fillers.has(word));
    return kept.length === 0 ? read : kept;
  };
  const done = new Map<string, readonly Phrase[]>();
  const phrasesOf = (className: string, above: readonly string[] = []): readonly Phrase[] => {
    if (className === 'name') return [[BUILTIN.name]];
    if (className === 'number') return [[BUILTIN.number]];
    const ready = done.get(className);
    if (ready !== undefined) return ready;
    const found = set.lexicon.classes[className];
    if (found === undefined) throw new Error(`there is no class {${className}}`);
    if (above.includes(className)) throw new Error(`class {${className}} contains itself`);
    const inside = [...above, className];
    const phrases = entries(found).flatMap(({ text, mutates }) =>
      text.includes('{')
        ? writtenOut(text.split(/\s+/u), (name) => phrasesOf(name, inside))
        : forms(text, mutates).map(canonical),
    );
    done.set(className, phrases);
    return phrases;
  };
  const writtenOut = (
    parts: readonly string[],
    inClass: (name: string) => readonly Phrase[],
  ): readonly Phrase[] =>
    parts.reduce<readonly Phrase[]>(
      (phrases, part) => {
        const options = part.startsWith('{')
          ? inClass(part.slice(1, -1))
          : forms(part, false).map(canonical);
        return phrases.flatMap((phrase) => options.map((option) => [...phrase, ...option]));
      },
      [[]],
    );
  return {
    phrasesIn: (alternative) => writtenOut(alternative, (name) => phrasesOf(name)),
    fillers,
    respelled,
    keep: new Set(split(set.spelling.keep)),
  };
}

function split(text: string): readonly string[] {
  return text.split(/[\s,]+/u).filter((word) => word !== '');
}

function entries(wordClass: WordClass): readonly { text: string; mutates: boolean }[] {
  const plainList = typeof wordClass === 'string' || Array.isArray(wordClass);
  const words = plainList ? wordClass : wordClass.words;
  const mutates = plainList ? false : (wordClass.mutates ?? false);
  return (typeof words === 'string' ? [words] : words)
    .flatMap((text) => text.split(','))
    .map((text) => ({ text: text.trim(), mutates }))
    .filter((entry) => entry.text !== '');
}

/** "smack+ bottom" is smack, smacks, smacked, smacking bottom; a Welsh phrase mutates at its first word. */
function forms(text: string, mutates: boolean): readonly Phrase[] {
  const words = text.split(/\s+/u);
  return words.reduce<string[][]>(
    (phrases, word, index) => {
      const options = word.endsWith('+')
        ? inflectedForms(word.slice(0, -1))
        : mutates && index === 0
          ? mutatedForms(word)
          : [word];
      return phrases.flatMap((phrase) => options.map((option) => [...phrase, option]));
    },
    [[]],
  );
}
