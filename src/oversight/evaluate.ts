import { metFeatures } from './features.ts';
import type { Flag, FlagCategory, FlagSubject } from './flag.ts';
import { applies, type Span, spanOf } from './guards.ts';
import {
  atoms,
  evidenceOf,
  idiomTokens,
  type ReadWord,
  readTokens,
  rememberingReader,
} from './read-message.ts';
import type { CompiledRules } from './rule-compile.ts';
import type { Found } from './sequence-machine.ts';
import { signsTogether } from './signs.ts';
import { makeTopicReader } from './topics.ts';
import { makeScale, type Scale } from './weigh.ts';

/** About our service, what is wanted of it and how we write: the weight of words does not make these urgent. */
const OF_OUR_SERVICE: ReadonlySet<FlagCategory> = new Set<FlagCategory>([
  'complaint',
  'conduct',
  'records-request',
  'disengagement',
  'data-breach',
  'off-channel',
  'legal',
]);

type Grouped = {
  readonly bySequence: ReadonlyMap<number, readonly Found[]>;
  readonly bySign: ReadonlyMap<string, readonly Found[]>;
  readonly byGuard: ReadonlyMap<string, readonly Span[]>;
};

/** What was noticed on the way, beside flags: the patterns met, and the guards that took a match away. */
type Seen = { readonly patterns: Set<string>; readonly taken: Set<string> };

/** What the patterns and signs make of a message, before its words are weighed. */
export type Reading = {
  readonly flags: readonly Flag[];
  /** What was met, as features for weighing: see `metFeatures`. */
  readonly met: readonly string[];
  /** The words outside turns of phrase. */
  readonly words: readonly ReadWord[];
};

/** Makes the function that reads a message by patterns and signs; `ofInterest` says whether the flags may matter. */
export function makeReading(
  compiled: CompiledRules,
): (subject: FlagSubject, ofInterest: (reading: Reading) => boolean) => Reading {
  const readWord = rememberingReader(compiled);
  return (subject, ofInterest) => {
    const tokens = readTokens(subject.text, readWord);
    if (tokens.length === 0) return { flags: [], met: [], words: [] };
    const read = (hidden: ReadonlySet<number>): Reading => {
      const found = compiled.machine.run(
        tokens.map((token, index) => ({
          atoms: hidden.has(index) ? [] : atoms(token, compiled.machine, token.canonical.ruleAtoms),
          place: token.place,
          filler: token.filler,
        })),
      );
      const parts = grouped(compiled, found);
      const seen: Seen = { patterns: new Set(), taken: new Set() };
      const flags = byRules(compiled, subject, tokens, parts, seen);
      const words = hidden.size === 0 ? tokens : tokens.filter((_, index) => !hidden.has(index));
      return { flags, met: metFeatures(flags, { ...seen, guards: parts.byGuard.keys() }), words };
    };
    const first = read(new Set());
    if (!ofInterest(first)) return first;
    // Most messages raise nothing; only for the others is it worth asking for turns of phrase, which nothing reads.
    const hidden = idiomTokens(compiled.idioms, tokens);
    return hidden.size === 0 ? first : read(hidden);
  };
}

/**
 * Makes the function that reads one message with these rules.
 * @returns `evaluate(subject)`: at most one flag for each category, urgent first; time linear in the text.
 */
export function makeEvaluator(compiled: CompiledRules): (subject: FlagSubject) => readonly Flag[] {
  const readMessage = makeReading(compiled);
  const topicOf = makeTopicReader(compiled.topics, compiled.lexicon);
  const scales = compiled.weighed.map((table) => ({
    table,
    scale: makeScale(table, compiled.lexicon),
    // What is about our own service is a matter for a manager within a day.
    topicOf: ({ words, met }: Reading): FlagCategory =>
      topicOf(
        words.map((word) => word.canonical.word),
        met,
        (category) => table.severity === 'review' || !OF_OUR_SERVICE.has(category),
      ),
  }));
  return (subject) => {
    const weighed = (reading: Reading): readonly Flag[] => {
      let { flags } = reading;
      for (const weighing of scales) flags = settled(flags, reading, weighing, subject);
      return flags;
    };
    // Nearly every message raises nothing and has no turn of phrase: its first reading is its last.
    let first: { readonly reading: Reading; readonly flags: readonly Flag[] } | undefined;
    const interesting = (reading: Reading): boolean => {
      first = { reading, flags: weighed(reading) };
      return reading.flags.length > 0 || first.flags.length > 0;
    };
    const reading = readMessage(subject, interesting);
    return tidied(reading === first?.reading ? first.flags : weighed(reading));
  };
}

function grouped(compiled: CompiledRules, found: readonly Found[]): Grouped {
  const bySequence = new Map<number, Found[]>();
  const bySign = new Map<string, Found[]>();
  const byGuard = new Map<string, Span[]>();
  for (const one of found) {
    const sign = compiled.signOfSequence[one.sequence];
    const guardName = compiled.guardOfSequence[one.sequence];
    if (sign !== undefined) listed(bySign, sign).push(one);
    else if (guardName !== undefined) listed(byGuard, guardName).push(spanOf(one));
    else listed(bySequence, one.sequence).push(one);
  }
  return { bySequence, bySign, byGuard };
}

/** What the patterns find, and where they find nothing, the signs. */
function byRules(
  compiled: CompiledRules,
  subject: FlagSubject,
  tokens: readonly ReadWord[],
  { bySequence, bySign, byGuard }: Grouped,
  { patterns, taken }: Seen,
): readonly Flag[] {
  const flags = new Map<string, Flag>();
  const holds = (one: Found, guards: readonly string[]): boolean =>
    !guards.some((name) => {
      const entry = compiled.guards.get(name);
      const spans = byGuard.get(name);
      const away =
        entry !== undefined && spans !== undefined && applies(entry.guard, spans, one, tokens);
      if (away) taken.add(name);
      return away;
    });
  for (const number of touched(compiled, bySequence)) {
    const variant = compiled.variants[number];
    const inForce = variant === undefined ? undefined : compiled.rules[variant.rule];
    if (variant === undefined || inForce === undefined) continue;
    const { rule, category } = inForce;
    if (rule.direction !== undefined && rule.direction !== subject.direction) continue;
    const key = `${category} ${rule.severity}`;
    const guards = rule.unless ?? [];
    const parts = variant.sequences.map((sequence) =>
      bySequence.get(sequence)?.find((one) => holds(one, guards)),
    );
    const matched = parts.filter((part) => part !== undefined);
    if (matched.length < parts.length) continue;
    patterns.add(`${rule.id}#${variant.pattern}`);
    if (flags.has(key)) continue;
    const evidence = evidenceOf(subject.text, tokens, matched);
    flags.set(key, {
      category,
      severity: rule.severity,
      evidence,
      rule: `${rule.id}@${rule.version}`,
    });
  }
  for (const set of compiled.signSets) {
    // Signs are for what no rule has found.
    const found = [...flags.values()].some(
      (flag) => flag.severity === 'urgent' || set.severity === 'review',
    );
    const flag = found ? undefined : signsTogether(set, compiled, subject, tokens, bySign, byGuard);
    if (flag !== undefined) flags.set(`${flag.category} ${flag.severity}`, flag);
  }
  return [...flags.values()];
}

type Weighing = {
  readonly table: CompiledRules['weighed'][number];
  readonly scale: Scale;
  readonly topicOf: (reading: Reading) => FlagCategory;
};

/** Adds the flag that the message's weight asks for, or lowers flags that the message as a whole speaks against. */
function settled(
  flags: readonly Flag[],
  reading: Reading,
  { table, scale, topicOf }: Weighing,
  subject: FlagSubject,
): readonly Flag[] {
  const { enough, telling } = scale.weigh(subject, reading.words, reading.met);
  if (!enough) {
    // An urgent flag becomes one for review; a flag for review is dropped.
    if (table.severity === 'urgent')
      return flags.map((flag) => (scale.knows(flag) ? { ...flag, severity: 'review' } : flag));
    return flags.filter((flag) => flag.severity === 'urgent' || !scale.knows(flag));
  }
  if (flags.some((flag) => flag.severity === 'urgent' || table.severity === 'review')) return flags;
  const { severity } = table;
  const rule = `${table.id}@${table.version}`;
  if (telling === undefined) {
    // Names and numbers tell a manager nothing: what a rule found does.
    const known = flags.find((flag) => !OF_OUR_SERVICE.has(flag.category));
    return known === undefined ? flags : [{ ...known, severity, rule }, ...flags];
  }
  const shown = { sequence: 0, last: { ...telling, before: undefined } };
  const evidence = evidenceOf(subject.text, reading.words, [shown]);
  return [...flags, { category: topicOf(reading), severity, evidence, rule }];
}

/** Urgent first; a category that is urgent needs no second, weaker flag. */
function tidied(flags: readonly Flag[]): readonly Flag[] {
  const urgent = flags.filter((flag) => flag.severity === 'urgent');
  const categories = new Set(urgent.map((flag) => flag.category));
  const review = new Map(
    flags
      .filter((flag) => flag.severity === 'review' && !categories.has(flag.category))
      .map((flag) => [flag.category, flag]),
  );
  return [...urgent, ...review.values()];
}

/** Variants of which the first sequence was found, in the rules' order. */
function touched(
  compiled: CompiledRules,
  bySequence: ReadonlyMap<number, unknown>,
): readonly number[] {
  const numbers: number[] = [];
  for (const sequence of bySequence.keys()) {
    const variant = compiled.variantOfFirst[sequence];
    if (variant !== undefined) numbers.push(variant);
  }
  return numbers.sort((left, right) => left - right);
}

function listed<K, V>(map: Map<K, V[]>, key: K): V[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
