// A file does one thing, and its name says it.
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow } from './source.ts';

const LONGEST = 300;
/** Tests of one thing belong together, and a style sheet has no other to go to. */
const LONGEST_LIST = 550;
const VAGUE = /^(utils?|helpers?|common|misc|manager|shared|lib)$/;

const files = filesBelow(
  ['src', 'adapters', 'test', 'tools', 'prisma'],
  ['.ts', '.js', '.mjs', '.njk', '.css', '.prisma'],
);

const isList = (path: string) => /\.test\.ts$|\.css$|^test\//.test(path);

test(`no file of code is longer than ${LONGEST} lines, and no list of tests or styles than ${LONGEST_LIST}`, () => {
  const long = files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ path, lines }) => lines > (isList(path) ? LONGEST_LIST : LONGEST))
    .map(({ path, lines }) => `${path}: ${lines}`);

  expect(files.length).toBeGreaterThan(50);
  expect(long).toEqual([]);
});

test('no file or folder has a name that could hold anything', () => {
  const vague = files.filter(({ path }) =>
    path.split('/').some((part) =>
      basename(part)
        .replace(/\..*$/, '')
        .split('-')
        .some((word) => VAGUE.test(word)),
    ),
  );

  expect(vague.map(({ path }) => path)).toEqual([]);
});
