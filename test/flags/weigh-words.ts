// Works out src/oversight/rules/weighed-{urgent,review}.json from the composed messages, the same numbers every time.
// Run: node test/flags/weigh-words.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRules } from '../../src/oversight/rule-compile.ts';
import { readRuleFiles } from '../../src/oversight/rule-files.ts';
import { composedCases } from './cases.ts';
import { rowsOf, tablesFrom } from './weighing.ts';

const RULES = join(import.meta.dirname, '../../src/oversight/rules');

const set = { ...readRuleFiles(), weighed: [] };
for (const table of tablesFrom(rowsOf(composedCases(), set, compileRules(set)), set))
  writeFileSync(
    join(RULES, `weighed-${table.severity}.json`),
    `${JSON.stringify(table, null, 1)}\n`,
  );
