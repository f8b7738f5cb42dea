import { expect, test } from 'vitest';
import { attributionReport } from './report.ts';
import { scoreFolder } from './score.ts';

test('docs/attribution.md says what the rules are and how they score', async () => {
  const sets = ['dev-balanced', 'dev-realistic'].map((set) => {
    const folder = new URL(`../fixtures/attribution/${set}`, import.meta.url).pathname;
    return [set, scoreFolder(folder)] as const;
  });

  await expect(attributionReport(new Map(sets))).toMatchFileSnapshot('../../docs/attribution.md');
});
