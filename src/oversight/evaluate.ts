import type { Flag, FlagSubject } from './flag.ts';
import { readWords } from './read-words.ts';
import type { CompiledRules } from './rule-compile.ts';
import type { Guard, SignSet } from './rule-schema.ts';
import type { Found, ReadToken, SequenceMachine, Step } from './sequence-machine.ts';

type WordReader = (raw: string) => readonly CanonicalWord[];
type CanonicalWord = {
  readonly word: string;
  readonly filler: boolean;
  readonly ruleAtoms: readonly number[];
  readonly idiomAtoms: readonly number[];
  readonly strange: boolean;
};
type ReadWord = { readonly canonical: CanonicalWord; readonly start: number; readonly end: number; readonly place: number; readonly sentence: number; readonly name: boolean; readonly number: boolean; readonly filler: boolean };

const REMEMBERED_WORDS = 50_000;
const STOP_WIDTH = 3;
// More fillers in a row than this count as words, so that no run of them makes a match unboundedly long.
const FILLERS_IN_A_ROW = 3;
const GUARDS_LOOKED_AT = 12;

/**
 * Makes the function that reads one message with these rules.
 * @returns `evaluate(subject)`: at most one flag for each category and severity, urgent first; time linear in the text.
 */
export function makeEvaluator(compiled: CompiledRules): (subject: FlagSubject) => readonly Flag[] {
  const readWord = rememberingReader(compiled);
  return (subject) => {
    const tokens = readTokens(subject.text, readWord);
    if (tokens.length === 0) return [];
    const hidden = idiomTokens(compiled.idioms, tokens);
    const found = compiled.machine.run(
      tokens.map((token, index) => ({ atoms: hidden.has(index) ? [] : atoms(token, compiled.machine, token.canonical.ruleAtoms), place: token.place, filler: token.filler })),
    );
    return found.length === 0 ? [] : flagsFrom(compiled, subject, tokens, found);
  };
}

function rememberingReader(compiled: CompiledRules): WordReader {
  const remembered = new Map<string, readonly CanonicalWord[]>();
  return (raw) => {
    const known = remembered.get(raw);
    if (known !== undefined) return known;
    const words = compiled.spell(raw).map((word) => {
      const ruleAtoms = compiled.machine.atomsOf(word);
      const idiomAtoms = compiled.idioms.atomsOf(word);
      const filler = compiled.fillers.has(word) || /^\p{Extended_Pictographic}$/u.test(word);
      return { word, filler, ruleAtoms, idiomAtoms, strange: ruleAtoms.length === 0 && !filler };
    });
    if (remembered.size >= REMEMBERED_WORDS) remembered.clear();
    remembered.set(raw, words);
    return words;
  };
}

function readTokens(text: string, readWord: WordReader): readonly ReadWord[] {
  const tokens: ReadWord[] = [];
  let place = 0;
  let sentence = 0;
  let run = 0;
  for (const written of readWords(text)) {
    if (written.kind !== 'word') {
      place += written.kind === 'stop' ? STOP_WIDTH : 1;
      if (written.kind === 'stop') sentence += 1;
      continue;
    }
    const { raw, start, end, capital } = written.word;
    for (const canonical of readWord(raw)) {
      run = canonical.filler ? run + 1 : 0;
      const filler = canonical.filler && run <= FILLERS_IN_A_ROW;
      if (!filler) place += 1;
      tokens.push({
        canonical,
        start,
        end,
        place,
        sentence,
        filler,
        name: capital && canonical.strange,
        number: /^\d{1,2}$/u.test(canonical.word),
      });
    }
  }
  return tokens;
}

function atoms(token: ReadWord, machine: SequenceMachine, own: readonly number[]): readonly number[] {
  if (token.name) return [...own, machine.nameAtom];
  return token.number ? [...own, machine.numberAtom] : own;
}

/** Words inside a turn of phrase: no rule reads them. */
function idiomTokens(idioms: SequenceMachine, tokens: readonly ReadWord[]): ReadonlySet<number> {
  const read: ReadToken[] = tokens.map((token) => ({ atoms: atoms(token, idioms, token.canonical.idiomAtoms), place: token.place, filler: token.filler }));
  const hidden = new Set<number>();
  for (const { last } of idioms.run(read))
    for (let step: Step | undefined = last; step !== undefined; step = step.before)
      for (let at = step.from; at <= step.to; at += 1) hidden.add(at);
  return hidden;
}

type Span = { readonly from: number; readonly to: number };

function spanOf(found: Found): Span {
  let first = found.last;
  while (first.before !== undefined) first = first.before;
  return { from: first.from, to: found.last.to };
}

function flagsFrom(compiled: CompiledRules, subject: FlagSubject, tokens: readonly ReadWord[], found: readonly Found[]): readonly Flag[] {
  const bySequence = new Map<number, Found[]>();
  const byGuard = new Map<string, Span[]>();
  const bySign = new Map<string, Found[]>();
  for (const one of found) {
    const guardName = compiled.guardOfSequence[one.sequence];
    const sign = compiled.signOfSequence[one.sequence];
    if (sign !== undefined) listed(bySign, sign).push(one);
    else if (guardName === undefined) listed(bySequence, one.sequence).push(one);
    else listed(byGuard, guardName).push(spanOf(one));
  }
  const flags = new Map<string, Flag>();
  if (bySequence.size === 0 && bySign.size === 0) return [];
  const holds = (one: Found, guards: readonly string[]): boolean =>
    !guards.some((name) => {
      const entry = compiled.guards.get(name);
      const spans = byGuard.get(name);
      return entry !== undefined && spans !== undefined && applies(entry.guard, spans, one, tokens);
    });
  for (const number of touched(compiled, bySequence)) {
    const variant = compiled.variants[number];
    const inForce = variant === undefined ? undefined : compiled.rules[variant.rule];
    if (variant === undefined || inForce === undefined) continue;
    const { rule, category } = inForce;
    if (rule.direction !== undefined && rule.direction !== subject.direction) continue;
    const key = `${category} ${rule.severity}`;
    if (flags.has(key)) continue;
    const guards = rule.unless ?? [];
    const parts = variant.sequences.map((sequence) => bySequence.get(sequence)?.find((one) => holds(one, guards)));
    if (parts.some((part) => part === undefined)) continue;
    const matched = parts.filter((part) => part !== undefined);
    flags.set(key, { category, severity: rule.severity, evidence: evidenceOf(subject.text, tokens, matched), rule: `${rule.id}@${rule.version}` });
  }
  for (const set of compiled.signSets) {
    // Signs are for what no rule has found.
    const found = [...flags.values()].some((flag) => flag.severity === 'urgent' || set.severity === 'review');
    const flag = found ? undefined : signsTogether(set, compiled, subject, tokens, bySign, byGuard);
    if (flag !== undefined) flags.set(`${flag.category} ${flag.severity}`, flag);
  }
  const all = [...flags.values()];
  // A category that is urgent needs no second, weaker flag.
  return [...all.filter((flag) => flag.severity === 'urgent'), ...all.filter((flag) => flag.severity === 'review' && !flags.has(`${flag.category} urgent`))];
}

/** Adds up the signs of one set; undefined when they are too few, or a guard says that they mean nothing. */
function signsTogether(
  set: SignSet,
  compiled: CompiledRules,
  subject: FlagSubject,
  tokens: readonly ReadWord[],
  bySign: ReadonlyMap<string, readonly Found[]>,
  byGuard: ReadonlyMap<string, readonly Span[]>,
): Flag | undefined {
  if (subject.direction !== set.direction || set.silentIf.some((name) => byGuard.has(name))) return undefined;
  const denial = compiled.guards.get(set.denied);
  const denials = byGuard.get(set.denied) ?? [];
  const counted = Object.entries(set.signs).flatMap(([name, sign]) => {
    const found = bySign.get(`${set.id}/${name}`);
    const match = found?.find((one) => denial === undefined || !applies(denial.guard, denials, one, tokens));
    return match === undefined ? [] : [{ sign, match }];
  });
  const points = counted.reduce((sum, { sign }) => sum + sign.points, 0);
  const strongest = counted
    .filter(({ sign }) => sign.category !== undefined)
    .sort((left, right) => right.sign.points - left.sign.points)[0];
  const category = strongest?.sign.category;
  if (category === undefined || points < set.atLeast) return undefined;
  const evidence = evidenceOf(subject.text, tokens, counted.map(({ match }) => match));
  return { category, severity: set.severity, evidence, rule: `${set.id}@${set.version}` };
}

/** Variants of which the first sequence was found, in the rules' order. */
function touched(compiled: CompiledRules, bySequence: ReadonlyMap<number, unknown>): readonly number[] {
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

/** Whether a guard's words stand where they take this match's meaning away. */
function applies(guard: Guard, spans: readonly Span[], one: Found, tokens: readonly ReadWord[]): boolean {
  if (guard.where === 'message') return true;
  const match = spanOf(one);
  const within = guard.within ?? 0;
  const place = (at: number): number => tokens[at]?.place ?? 0;
  const sentence = (at: number): number => tokens[at]?.sentence ?? 0;
  // A guard made of the match's own words ("not" in "not breathing") says nothing against it.
  const own = (span: Span): boolean => {
    for (let step: Step | undefined = one.last; step !== undefined; step = step.before)
      if (step.from <= span.from && span.to <= step.to) return true;
    return false;
  };
  let looked = 0;
  for (let index = firstNear(spans, match, guard, tokens); index < spans.length && looked < GUARDS_LOOKED_AT; index += 1) {
    const span = spans[index];
    if (span === undefined || own(span)) continue;
    looked += 1;
    const near =
      guard.where === 'before'
        ? span.to < match.to && place(match.from) - place(span.to) <= within && sentence(span.to) >= sentence(match.from)
        : guard.where === 'after'
          ? span.from > match.from && place(span.from) - place(match.to) <= within
          : sentence(span.to) >= sentence(match.from) && sentence(span.from) <= sentence(match.to);
    if (near) return true;
  }
  return false;
}

/** Where to start looking in a guard's spans (they are in order of their end): the first that is not too early. */
function firstNear(spans: readonly Span[], match: Span, guard: Guard, tokens: readonly ReadWord[]): number {
  const tooEarly = (span: Span | undefined): boolean => {
    const end = tokens[span?.to ?? 0];
    const start = tokens[match.from];
    if (end === undefined || start === undefined) return false;
    return guard.where === 'sentence' ? end.sentence < start.sentence : start.place - end.place > (guard.within ?? 0) + 1;
  };
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tooEarly(spans[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The matched words as they stand in the text, neighbours joined. */
function evidenceOf(text: string, tokens: readonly ReadWord[], matched: readonly Found[]): readonly string[] {
  const indexes = new Set<number>();
  for (const { last } of matched)
    for (let step: Step | undefined = last; step !== undefined; step = step.before)
      for (let at = step.from; at <= step.to; at += 1) indexes.add(at);
  const sorted = [...indexes].sort((left, right) => left - right);
  const runs: { from: number; to: number }[] = [];
  for (const index of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && (index <= run.to + 1)) run.to = index;
    else runs.push({ from: index, to: index });
  }
  return runs.map(({ from, to }) => text.slice(tokens[from]?.start ?? 0, tokens[to]?.end ?? 0));
}
