// Only *-store.ts files and src/database talk to the database.
import { expect, test } from 'vitest';
import { isStore, productFiles, roomOf } from './source.ts';

const TALKS =
  /\.query\s*[(<]|\.prisma\b|\$queryRaw|\$executeRaw|['"`]\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|BEGIN|COMMIT|SAVEPOINT)\s/;

test('SQL and Prisma are touched by stores only', () => {
  const others = productFiles().filter(
    ({ path }) =>
      path.startsWith('src/') &&
      roomOf(path) !== undefined &&
      roomOf(path) !== 'database' &&
      !isStore(path),
  );

  const wrong = others.flatMap(({ path, text }) =>
    text
      .split('\n')
      .map((line, index) => ({ line, at: `${path}:${index + 1}` }))
      .filter(({ line }) => TALKS.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line))
      .map(({ at }) => at),
  );

  expect(others.length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});
