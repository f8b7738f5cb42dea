// `casethread rules test <file>`: what the shipped flag rules, or those of a file, make of each line. Needs no database.
// `casethread rules re-evaluate`: past messages read again with the rules in force.
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { makeEvaluator } from '../oversight/evaluate.ts';
import { type Flag, type FlagSubject, messageDirection } from '../oversight/flag.ts';
import { readAgain } from '../oversight/re-evaluate.ts';
import {
  changedRules,
  NO_CHANGES,
  type RuleChanges,
  ruleChanges,
} from '../oversight/rule-change.ts';
import { compileRules } from '../oversight/rule-compile.ts';
import { readRuleFiles } from '../oversight/rule-files.ts';
import { readerLeft } from './export/write-lines.ts';
import { readLines } from './file-lines.ts';
import type { Product } from './product.ts';
import { counted, type ExitCode, say, showActivity, type Terminal } from './terminal.ts';

/** Characters: a write for each line would take as long as reading its message. */
const WRITTEN_AT_ONCE = 64 * 1024;

const caseLine = z.object({
  id: z.string(),
  text: z.string(),
  direction: messageDirection,
  lang: z.string().nullish(),
});

/**
 * Writes one line of flags for each line of the file. A line that cannot be read is named on
 * standard error, the others are still done, and the command fails.
 */
export async function runRulesTest(
  file: string,
  { rules }: { rules?: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const changes = rules === undefined ? NO_CHANGES : readChanges(rules);
  if (changes === null) {
    say(
      terminal,
      `${rules} cannot be read as changes to the rules: {"switchedOff": [], "rules": []}.`,
    );
    return 1;
  }
  const compiled = compileRules(changedRules(readRuleFiles(), changes));
  for (const { where, problem } of compiled.broken) {
    say(terminal, `The rule ${where} is left out: ${problem}`);
  }
  const unread = { count: 0 };
  const lines = Readable.from(results(file, makeEvaluator(compiled), terminal, unread));
  try {
    await pipeline(lines, terminal.out, { end: false });
  } catch (error) {
    if (!readerLeft(error)) throw error;
  }
  if (unread.count > 0) say(terminal, `${counted(unread.count, 'line')} could not be read.`);
  return unread.count === 0 && compiled.broken.length === 0 ? 0 : 1;
}

/** Makes work of past messages and does it here. New flags join, those that were raised stay. */
export async function runReEvaluate(
  { since }: { since: Date },
  product: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  const count = await readAgain(product.database, since);
  const progress = showActivity(terminal, 'Reading again', 'messages');
  await product.drain().finally(progress.stop);
  say(terminal, `${counted(count, 'message')} read again with the rules in force.`);
  return 0;
}

/** Changes to the shipped rules from a file; null where it does not hold any. */
function readChanges(path: string): RuleChanges | null {
  try {
    return ruleChanges.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch {
    return null; // no such file, or not JSON
  }
}

async function* results(
  file: string,
  evaluate: (subject: FlagSubject) => readonly Flag[],
  terminal: Terminal,
  unread: { count: number },
): AsyncGenerator<string> {
  let written = '';
  for await (const { number, bytes, tooLong } of readLines(file)) {
    const reading = tooLong ? undefined : readCase(bytes);
    if (reading === undefined) {
      unread.count += 1;
      say(terminal, `line ${number} is not {"id", "text", "direction"} as JSON`);
      continue;
    }
    const { id, text, direction, lang } = reading;
    const flags = evaluate({ text, direction, lang: lang ?? undefined }).map(
      ({ category, severity, evidence, rule }) => ({ category, severity, evidence, rule }),
    );
    written += `${JSON.stringify({ id, flags })}\n`;
    if (written.length < WRITTEN_AT_ONCE) continue;
    yield written;
    written = '';
  }
  yield written;
}

function readCase(bytes: Buffer): z.output<typeof caseLine> | undefined {
  try {
    return caseLine.safeParse(JSON.parse(bytes.toString('utf8'))).data;
  } catch {
    return undefined; // not JSON
  }
}
