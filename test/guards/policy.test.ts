// docs/policy.md says of every line of policy what the product does, which test proves it, and
// whether it is met. A line that is met names tests that exist.
import { describe, expect, test } from 'vitest';
import { filesBelow, readOurs } from './source.ts';

/** Every line of the policies that the product exists for. */
const LINES = [
  ...['CV4a', 'CV4b', 'CV5a', 'CV5b', 'CV6a', 'CV6b', 'CV7'],
  ...['CF1', 'CA1', 'CA2', 'CC1'],
  ...['CR1.2', 'CR1.2b', 'CR1.3', 'CR2', 'CR2b'],
  ...['CR4.1a', 'CR4.1b', 'CR4.2a', 'CR4.2b', 'CR4.2c', 'CR4.3a', 'CR4.3b', 'CR4.3c', 'CR4.3d'],
  ...['CR4.4', 'CR4.5a', 'CR4.5b', 'CR4.5c', 'CR4.5d', 'CR4.6', 'CR4.7', 'CR4.8', 'CR4.9'],
  ...['CR5.2', 'CR5.3', 'CR5.5', 'CR5.6', 'CR5.7', 'CR6.1', 'CR6.3', 'CR6.4', 'CR7.1'],
];

const ROW = /^\| (C[A-Z][\w., ]*) \| (.+) \|(.*)\| (met|not yet) \|$/gm;

const rows = [...readOurs('docs/policy.md').matchAll(ROW)].map(
  ([, ids = '', does = '', proof = '', state]) => ({
    ids: ids.split(',').map((id) => id.trim()),
    does,
    tests: [...proof.matchAll(/“(.+?)”(?=<br>|\s*$)/g)].map(([, title = '']) => title),
    state,
  }),
);

const tests = filesBelow(['src', 'adapters', 'test'], ['.test.ts']);
const exists = (title: string) =>
  tests.some(({ text }) =>
    ["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote}`)),
  );

test('every line of the policies is in the table once, as met or not yet', () => {
  expect(rows.flatMap(({ ids }) => ids).sort()).toEqual([...LINES].sort());
});

describe('a line that is met', () => {
  const met = rows.filter(({ state }) => state === 'met');

  test('names at least one test', () => {
    expect(met.filter((row) => row.tests.length === 0).map(({ ids }) => ids)).toEqual([]);
  });

  test('names only tests that exist', () => {
    const missing = met.flatMap((row) => row.tests.filter((title) => !exists(title)));

    expect(met.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });
});
