import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DOCUMENT, scoreTables, withTables } from './flags-document.ts';

test('the scores in docs/flags.md are those of the rules that are shipped', () => {
  const document = readFileSync(DOCUMENT, 'utf8');

  expect(document).toBe(withTables(document, scoreTables()));
});
