import type { Flag, FlagSubject } from './flag.ts';
import { applies, type Span } from './guards.ts';
import { evidenceOf, type ReadWord } from './read-message.ts';
import type { CompiledRules } from './rule-compile.ts';
import type { SignSet } from './rule-schema.ts';
import type { Found } from './sequence-machine.ts';

/** Adds up the signs of one set; undefined when they are too few, or a guard says that they mean nothing. */
export function signsTogether(
  set: SignSet,
  compiled: CompiledRules,
  subject: FlagSubject,
  tokens: readonly ReadWord[],
  bySign: ReadonlyMap<string, readonly Found[]>,
  byGuard: ReadonlyMap<string, readonly Span[]>,
): Flag | undefined {
  if (subject.direction !== set.direction || set.silentIf.some((name) => byGuard.has(name)))
    return undefined;
  const denial = compiled.guards.get(set.denied);
  const denials = byGuard.get(set.denied) ?? [];
  const counted = Object.entries(set.signs).flatMap(([name, sign]) => {
    const found = bySign.get(`${set.id}/${name}`);
    const match = found?.find(
      (one) => denial === undefined || !applies(denial.guard, denials, one, tokens),
    );
    return match === undefined ? [] : [{ sign, match }];
  });
  const points = counted.reduce((sum, { sign }) => sum + sign.points, 0);
  const strongest = counted
    .filter(({ sign }) => sign.category !== undefined)
    .sort((left, right) => right.sign.points - left.sign.points)[0];
  const category = strongest?.sign.category;
  if (category === undefined || points < set.atLeast) return undefined;
  const evidence = evidenceOf(
    subject.text,
    tokens,
    counted.map(({ match }) => match),
  );
  return { category, severity: set.severity, evidence, rule: `${set.id}@${set.version}` };
}
