// Works out src/oversight/rules/{weighed-urgent,weighed-review,topics}.json from the composed messages, the same numbers every time.
// Run: node test/flags/weigh-words.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRules } from '../../src/oversight/rule-compile.ts';
import { readRuleFiles } from '../../src/oversight/rule-files.ts';
import { composedCases } from './cases.ts';
import { rowsOf, tablesFrom, topicsFrom } from './weighing.ts';

const RULES = join(import.meta.dirname, '../../src/oversight/rules');

const set = { ...readRuleFiles(), weighed: [] };
const rows = rowsOf(composedCases(), set, compileRules(set));
const write = (name: string, table: unknown): void =>
  writeFileSync(join(RULES, `${name}.json`), `${JSON.stringify(table, null, 2)}\n`);
for (const table of tablesFrom(rows, set)) write(`weighed-${table.severity}`, table);
write('topics', topicsFrom(rows, set));
