import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  categoryFile,
  guardsFile,
  lexiconFile,
  type RuleSet,
  signsFile,
  spellingFile,
  topicsFile,
  weighedFile,
} from './rule-schema.ts';

const SHIPPED = join(import.meta.dirname, 'rules');

/**
 * The rule set that comes with Casethread.
 * @param folder holds `words-*.json`, `guards.json`, `spelling.json` and one file for each category.
 * @throws Error when a file cannot be read or is not in its shape (single rules are judged later, one by one).
 */
export function readRuleFiles(folder: string = SHIPPED): RuleSet {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  const words = names
    .filter((name) => name.startsWith('words-'))
    .map((name) => lexiconFile.parse(read(name)).classes);
  const signs = names.filter((name) => name.startsWith('signs-'));
  const others = names.filter(
    (name) => !/^(?:words-|signs-|weighed-|topics\.|guards\.|spelling\.)/u.test(name),
  );
  return {
    lexicon: { classes: Object.assign({}, ...words) },
    guards: guardsFile.parse(read('guards.json')),
    signs: signs.map((name) => signsFile.parse(read(name))),
    weighed: names
      .filter((name) => name.startsWith('weighed-'))
      .toReversed()
      .map((name) => weighedFile.parse(read(name))),
    topics: topicsFile.parse(read('topics.json')),
    spelling: spellingFile.parse(read('spelling.json')),
    categories: others.map((name) => categoryFile.parse(read(name))),
  };
}
