import { z } from 'zod';
import { flagCategory, flagSeverity, messageDirection } from './flag.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/);
const pattern = z.string().min(1).max(8000);

/** A list of words and phrases, comma-separated; see docs/flags.md for the little language. */
const wordClass = z.strictObject({
  /** Welsh words: every mutated form is added. */
  mutates: z.boolean().optional(),
  words: z.union([z.string(), z.array(z.string())]),
});

/** Words near a match that take its meaning away: a denial, the distant past, a game. */
const guard = z.strictObject({
  where: z.enum(['before', 'after', 'sentence', 'message']),
  /** For `before` and `after`: how many words away, at most. */
  within: z.int().min(0).max(30).optional(),
  match: z.array(pattern).min(1),
});

export const rule = z.strictObject({
  id: name,
  version: z.int().positive(),
  severity: flagSeverity,
  /** What the rule looks for, in words for a manager. */
  means: z.string().min(1),
  direction: messageDirection.optional(),
  match: z.array(pattern).min(1),
  /** Names of guards: where one applies, this match does not count. */
  unless: z.array(name).optional(),
});

export const lexiconFile = z.strictObject({
  classes: z.record(name, z.union([z.string(), z.array(z.string()), wordClass])),
});
export const guardsFile = z.strictObject({
  guards: z.record(name, guard),
  /** Turns of phrase that are never meant literally: their words are not read by any rule. */
  idioms: z.array(pattern),
});
/**
 * Weak signs that mean something together. Each sign found counts its points once; the flag takes the category of the
 * strongest. No one word of them is a reason on its own.
 */
export const signsFile = z.strictObject({
  id: name,
  version: z.int().positive(),
  severity: flagSeverity,
  means: z.string().min(1),
  direction: messageDirection,
  /** Points needed. */
  atLeast: z.int().positive(),
  /** Guards: where one applies anywhere in the message, signs are not counted. */
  silentIf: z.array(name),
  /** The guard that takes a single sign away: "no bruises". */
  denied: name,
  signs: z.record(
    name,
    z.strictObject({
      points: z.int().min(1).max(9),
      category: flagCategory.optional(),
      match: z.array(pattern).min(1),
    }),
  ),
});
/**
 * A table of words with points, worked out from composed messages (test/flags/weigh-words.ts); a person may edit it.
 * A message whose points reach `atLeast` gets a flag of this severity; where they do not, what the rules it knows have
 * raised is lowered.
 */
export const weighedFile = z.strictObject({
  id: name,
  version: z.int().positive(),
  severity: flagSeverity,
  means: z.string().min(1),
  /** What a message starts with. */
  base: z.record(messageDirection, z.int()),
  atLeast: z.int(),
  /** … or this, where no rule was met and no word of `tellWith` stands there, or where a guard took the only match away. */
  elseAtLeast: z.int(),
  /** A manager is shown the stretch around a word of one of these classes, if there is one … */
  tellWith: z.array(name),
  /** … that weighs so much by itself … */
  tellAtLeast: z.int(),
  /** … and is none of these, with spaces between. */
  tellNothing: z.string(),
  /** Classes of words that have points of their own. */
  classes: z.array(name),
  /**
   * "word points", "stem~ points", "{class} points", "first second points" where either may be a class, "rule:id points":
   * those that speak for a flag, and those that speak against. With ">" before it: besides, where we write ourselves.
   */
  words: z.strictObject({ for: z.string(), against: z.string() }),
});
/** Points by category, worked out in the same way: what a message is about that got a flag by its words. */
export const topicsFile = z.strictObject({
  version: z.int().positive(),
  /** Classes of words that have points of their own. */
  classes: z.array(name),
  base: z.partialRecord(flagCategory, z.int()),
  /** "word points", "stem~ points", "{class} points", "rule:id points". */
  words: z.partialRecord(flagCategory, z.string()),
});
export const spellingFile = z.strictObject({
  /** "as written > as read", comma-separated. */
  spellings: z.array(z.string()),
  /** Words of no width between two words of a pattern. */
  fillers: z.string(),
  /** Real words that lie one letter from a word of the rules, and are not to be taken for it. */
  keep: z.string(),
});
export const categoryFile = z.strictObject({ category: flagCategory, rules: z.array(z.unknown()) });

export type Guard = z.infer<typeof guard>;
export type Rule = z.infer<typeof rule>;
export type WeighedWords = z.infer<typeof weighedFile>;
export type TopicWords = z.infer<typeof topicsFile>;
export type SignSet = z.infer<typeof signsFile>;
export type WordClass = z.infer<typeof lexiconFile>['classes'][string];

/** Everything that is in force together: words, spellings, guards, idioms and the rules by category. */
export type RuleSet = {
  readonly lexicon: z.infer<typeof lexiconFile>;
  readonly guards: z.infer<typeof guardsFile>;
  readonly spelling: z.infer<typeof spellingFile>;
  readonly signs: readonly SignSet[];
  readonly weighed: readonly WeighedWords[];
  readonly topics: TopicWords;
  readonly categories: readonly z.infer<typeof categoryFile>[];
};
