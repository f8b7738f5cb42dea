import { z } from 'zod';
import type { FlagCategory } from './flag.ts';
import { parsePattern, type Sequence } from './pattern-parse.ts';
import {
  type Guard,
  type Rule,
  type RuleSet,
  rule as ruleSchema,
  type SignSet,
  type TopicWords,
  type WeighedWords,
} from './rule-schema.ts';
import { buildMachine, type SequenceMachine } from './sequence-machine.ts';
import { makeSpeller } from './spelling.ts';
import { type Lexicon, makeLexicon } from './word-index.ts';

/** A rule (or guard, or idiom) that cannot be used, and why. The others stay in force. */
type BrokenRule = { readonly where: string; readonly problem: string };

type RuleInForce = { readonly category: FlagCategory; readonly rule: Rule };
/** One way of meeting a rule: every sequence of it must be found. */
type Variant = {
  readonly rule: number;
  /** Number of the pattern in its rule, from 1. */
  readonly pattern: number;
  readonly sequences: readonly number[];
};

export type CompiledRules = {
  readonly rules: readonly RuleInForce[];
  readonly broken: readonly BrokenRule[];
  readonly machine: SequenceMachine;
  readonly idioms: SequenceMachine;
  readonly variants: readonly Variant[];
  /** For each sequence number: the variant that begins with it. */
  readonly variantOfFirst: readonly (number | undefined)[];
  /** Guard definitions and the sequence numbers of each. */
  readonly guards: ReadonlyMap<
    string,
    { readonly guard: Guard; readonly sequences: readonly number[] }
  >;
  /** For each sequence number: the guard it belongs to. */
  readonly guardOfSequence: readonly (string | undefined)[];
  /** Urgent before review. */
  readonly weighed: readonly WeighedWords[];
  readonly topics: TopicWords;
  readonly signSets: readonly SignSet[];
  /** For each sequence number: the sign it belongs to, as `set id/sign`. */
  readonly signOfSequence: readonly (string | undefined)[];
  readonly lexicon: Lexicon;
  readonly spell: (token: string) => readonly string[];
  readonly fillers: ReadonlySet<string>;
};

/**
 * Makes a rule set ready for reading messages. Never throws for what a rule says: a rule with a mistake is left out and
 * named in `broken`.
 */
export function compileRules(set: RuleSet): CompiledRules {
  const lexicon = makeLexicon(set);
  const broken: BrokenRule[] = [];
  const attempt = <T>(where: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      broken.push({ where, problem: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  };
  const sequences: Sequence[] = [];
  const guardOfSequence: (string | undefined)[] = [];
  const add = (sequence: Sequence, guardName: string | undefined): number => {
    sequences.push(sequence);
    guardOfSequence.push(guardName);
    return sequences.length - 1;
  };

  const guards = new Map<string, { guard: Guard; sequences: readonly number[] }>();
  for (const [name, guard] of Object.entries(set.guards.guards)) {
    const parsed = guard.match.flatMap(
      (text) => attempt(`guard ${name}`, () => compilePattern(text, lexicon)) ?? [],
    );
    guards.set(name, {
      guard,
      sequences: parsed.flatMap((variant) => variant.map((part) => add(part, name))),
    });
  }

  const rules: RuleInForce[] = [];
  const variants: Variant[] = [];
  const ids = new Set<string>();
  for (const { category, rules: written } of set.categories) {
    written.forEach((candidate, index) => {
      const named = z.object({ id: z.string() }).safeParse(candidate);
      const where = named.success ? named.data.id : `${category} rule ${index + 1}`;
      const read = attempt(where, () => {
        const result = ruleSchema.safeParse(candidate);
        if (!result.success) throw new Error(z.prettifyError(result.error));
        if (ids.has(result.data.id)) throw new Error('another rule has the same id');
        const missing = result.data.unless?.find((name) => !guards.has(name));
        if (missing !== undefined) throw new Error(`there is no guard "${missing}"`);
        return {
          rule: result.data,
          ways: result.data.match.flatMap((text, at) =>
            compilePattern(text, lexicon).map((parts) => ({ pattern: at + 1, parts })),
          ),
        };
      });
      if (read === undefined) return;
      ids.add(read.rule.id);
      rules.push({ category, rule: read.rule });
      for (const way of read.ways)
        variants.push({
          rule: rules.length - 1,
          pattern: way.pattern,
          sequences: way.parts.map((part) => add(part, undefined)),
        });
    });
  }
  const signOfSequence: (string | undefined)[] = [];
  for (const { id, signs } of set.signs) {
    for (const [name, sign] of Object.entries(signs)) {
      for (const text of sign.match) {
        for (const way of attempt(`${id}, sign ${name}`, () => compilePattern(text, lexicon)) ?? [])
          for (const part of way) signOfSequence[add(part, undefined)] = `${id}/${name}`;
      }
    }
  }
  const idiomSequences = set.guards.idioms.flatMap(
    (text) => attempt(`idiom "${text}"`, () => compilePattern(text, lexicon))?.flat() ?? [],
  );
  const machine = buildMachine(sequences, lexicon);
  const idioms = buildMachine(idiomSequences, lexicon);
  const words = new Set([...machine.literalWords, ...idioms.literalWords, ...lexicon.fillers]);
  const isKnown = (word: string): boolean =>
    lexicon.fillers.has(word) ||
    machine.atomsOf(word).length > 0 ||
    idioms.atomsOf(word).length > 0;
  const spell = makeSpeller({ isKnown, words, respelled: lexicon.respelled, keep: lexicon.keep });
  const variantOfFirst: (number | undefined)[] = [];
  variants.forEach((variant, index) => {
    variantOfFirst[variant.sequences[0] ?? 0] = index;
  });
  return {
    rules,
    broken,
    machine,
    idioms,
    variants,
    variantOfFirst,
    guards,
    guardOfSequence,
    weighed: set.weighed,
    topics: set.topics,
    signSets: set.signs,
    signOfSequence,
    lexicon,
    spell,
    fillers: lexicon.fillers,
  };
}

/** Parses a pattern and makes sure that its classes exist and hold words. Throws Error in words when not. */
export function compilePattern(text: string, lexicon: Lexicon): readonly (readonly Sequence[])[] {
  const ways = parsePattern(text);
  for (const item of ways.flat(2)) {
    if (item.alternatives.flatMap(lexicon.phrasesIn).length === 0)
      throw new Error(`an item without words in "${text}"`);
  }
  return ways;
}
