// Each dependency is chosen, pinned, and its reason is written down.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { filesBelow, importsOf, readOurs } from './source.ts';

const pins = z.record(z.string(), z.string());
const manifest = z
  .object({
    dependencies: pins,
    devDependencies: pins,
    optionalDependencies: pins,
    overrides: pins,
  })
  .parse(JSON.parse(readOurs('package.json')));

const all = {
  ...manifest.optionalDependencies,
  ...manifest.dependencies,
  ...manifest.devDependencies,
};

test('every version is exact', () => {
  const exact = /^(npm:[@\w./-]+@)?\d+\.\d+\.\d+(-[\w.-]+)?$/;

  const loose = Object.entries({ ...all, ...manifest.overrides }).filter(
    ([, version]) => !exact.test(version),
  );

  expect(loose).toEqual([]);
});

test('every dependency has its reason in docs/decisions/dependencies.md, and nothing else has', () => {
  const reasons = [
    ...readOurs('docs/decisions/dependencies.md').matchAll(/^\| `([^`]+)` \| (.{10,}) \|$/gm),
  ];

  expect(reasons.map(([, name]) => name).sort()).toEqual(Object.keys(all).sort());
});

test('every package that the product imports is a dependency of the product', () => {
  const files = filesBelow(['src', 'adapters', 'prisma'], ['.ts']).filter(
    ({ path }) => !path.endsWith('.test.ts'),
  );
  const packages = files
    .flatMap((file) => importsOf(file).filter(({ typeOnly }) => !typeOnly))
    .filter(({ isOurs, target }) => !isOurs && !target.startsWith('node:'))
    .map(({ target }) => target.split('/', target.startsWith('@') ? 2 : 1).join('/'));

  const missing = [...new Set(packages)].filter((name) => !(name in manifest.dependencies));

  expect(missing).toEqual([]);
});
