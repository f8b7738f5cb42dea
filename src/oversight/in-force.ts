// The rules in force: the shipped ones with what the authority changed, compiled once for each version.
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Queryable } from '../database/client.ts';
import { makeEvaluator } from './evaluate.ts';
import type { Flag, FlagSubject } from './flag.ts';
import { changedRules, NO_CHANGES } from './rule-change.ts';
import { compileRules } from './rule-compile.ts';
import type { RuleSet } from './rule-schema.ts';
import { readInForce } from './rules-store.ts';

/** Reads one message with the rules in force. */
export type Evaluate = (subject: FlagSubject) => readonly Flag[];

export type RulesInForce = {
  /** With the rules as they were known last. */
  readonly evaluate: Evaluate;
  /** As they were known last; another object for another version. */
  readonly rules: () => RuleSet;
  /** Looks for another version where that was not done for half a minute. Alarms are raised for rules that are broken. */
  readonly refresh: (connection: Queryable, now: Date) => Promise<void>;
};

const LOOK_AFTER_MS = 30_000;

/** @param readShipped reads the rules that come with Casethread; asked once, when they are first needed. */
export function createRulesInForce(readShipped: () => RuleSet): RulesInForce {
  let shipped: RuleSet | undefined;
  let current: RuleSet | undefined;
  let evaluate: Evaluate | undefined;
  let known: string | undefined;
  let lookedAt = 0;
  const compile = (changes = NO_CHANGES) => {
    shipped ??= readShipped();
    current = changedRules(shipped, changes);
    const compiled = compileRules(current);
    evaluate = makeEvaluator(compiled);
    return compiled.broken;
  };
  return {
    evaluate: (subject) => {
      if (evaluate === undefined) compile();
      return evaluate?.(subject) ?? [];
    },
    rules: () => {
      shipped ??= readShipped();
      return current ?? shipped;
    },
    refresh: async (connection, now) => {
      // By the machine's clock: a demonstration's clock may stand elsewhere.
      if (known !== undefined && Date.now() - lookedAt < LOOK_AFTER_MS) return;
      const { versionId, changes } = await readInForce(connection);
      lookedAt = Date.now();
      const name = versionId ?? 'shipped';
      if (name === known) return;
      const broken = compile(changes ?? NO_CHANGES);
      known = name;
      await tellOfBroken(
        connection,
        changes === null
          ? ['all changes of the version in force']
          : broken.map(({ where }) => where),
        now,
      );
    },
  };
}

/** A rule with a mistake is off, the others and every message are as they would be; administrators hear of it. */
async function tellOfBroken(
  connection: Queryable,
  broken: readonly string[],
  at: Date,
): Promise<void> {
  if (broken.length === 0) {
    await clearAlarm(connection, 'rule-broken', 'flag rules', at);
    return;
  }
  const words = `Switched off because they cannot be read: ${broken.slice(0, 5).join(', ')}. Messages are kept and the other rules still look at them. Mend them at Settings, Flag rules.`;
  await raiseAlarm(connection, { kind: 'rule-broken', subject: 'flag rules', words, at });
}
