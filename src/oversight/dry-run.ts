// What a version of the rules would have made of past messages, beside what the rules in force make of them.
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { makeEvaluator } from './evaluate.ts';
import { flagCategory, flagSeverity, type messageDirection } from './flag.ts';
import { changedRules, type RuleChanges } from './rule-change.ts';
import { compileRules } from './rule-compile.ts';
import type { RuleSet } from './rule-schema.ts';

export type TriedMessage = {
  id: string;
  text: string;
  direction: z.infer<typeof messageDirection>;
};

const difference = z.object({
  id: z.string(),
  category: flagCategory,
  severity: flagSeverity,
  evidence: z.array(z.string()),
  rule: z.string(),
});
export const dryRunResult = z.object({
  messages: z.number(),
  /** Messages flagged at least so, by the rules in force and by the version. */
  before: z.object({ urgent: z.number(), any: z.number() }),
  after: z.object({ urgent: z.number(), any: z.number() }),
  /** Flags that only the version raises, and those that only the rules in force raise. */
  gained: z.array(difference),
  lost: z.array(difference),
  /** Rules that cannot be read. */
  broken: z.array(z.string()),
});
export type DryRunResult = z.infer<typeof dryRunResult>;

/** Reads the messages with both; pure, and seconds long for thousands of messages. */
export function dryRun(
  shipped: RuleSet,
  inForce: RuleChanges,
  proposed: RuleChanges,
  messages: readonly TriedMessage[],
): DryRunResult {
  const now = makeEvaluator(compileRules(changedRules(shipped, inForce)));
  const compiled = compileRules(changedRules(shipped, proposed));
  const then = makeEvaluator(compiled);
  const result: DryRunResult = {
    messages: messages.length,
    before: { urgent: 0, any: 0 },
    after: { urgent: 0, any: 0 },
    gained: [],
    lost: [],
    broken: compiled.broken.map(({ where }) => where),
  };
  for (const { id, text, direction } of messages) {
    const [before, after] = [now({ text, direction }), then({ text, direction })];
    for (const [count, flags] of [
      [result.before, before],
      [result.after, after],
    ] as const) {
      if (flags.length > 0) count.any += 1;
      if (flags.some(({ severity }) => severity === 'urgent')) count.urgent += 1;
    }
    const key = (flag: { category: string; severity: string }) =>
      `${flag.category} ${flag.severity}`;
    const [had, has] = [new Set(before.map(key)), new Set(after.map(key))];
    const write = (flag: (typeof before)[number]) => ({
      ...flag,
      evidence: [...flag.evidence],
      id,
    });
    result.gained.push(...after.filter((flag) => !had.has(key(flag))).map(write));
    result.lost.push(...before.filter((flag) => !has.has(key(flag))).map(write));
  }
  return result;
}

export type DryRunOrder = {
  inForce: RuleChanges;
  proposed: RuleChanges;
  messages: readonly TriedMessage[];
};

/** The same on a thread of its own, so that the door and the pages answer meanwhile. Throws when the thread fails. */
export function dryRunAside(order: DryRunOrder): Promise<DryRunResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./dry-run-worker.ts', import.meta.url), {
      workerData: order,
    });
    worker.once('message', (message: unknown) => resolve(dryRunResult.parse(message)));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the dry run ended with ${code}`));
    });
  });
}
