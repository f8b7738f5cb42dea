// Every job that is asked for has a consumer, and every consumer is asked for.
import { describe, expect, test } from 'vitest';
import { productFiles } from './source.ts';

const files = productFiles();
const all = files.map(({ text }) => text).join('\n');

/** Names of tasks that something asks for are constants: `SEND_TASK` → `send-messages`. */
const names = new Map(
  [...all.matchAll(/export const (\w+_TASK) = '([\w-]+)'/g)].map(
    ([, constant = '', name = '']) => [constant, name] as const,
  ),
);

/** What the queue's runner is given: `{ name: SEND_TASK, run: …, everyMinutes: 1 }`. */
const consumers = new Map(
  [
    ...all.matchAll(
      /\bname: (\w+_TASK|'[\w-]+'),\s*((?:everyMinutes: \d+,\s*)?)(?:restMs: [\d_]+,\s*)?run\b/g,
    ),
  ].map(
    ([, name = '', repeats]) => [name.replaceAll("'", ''), { repeats: repeats !== '' }] as const,
  ),
);

/** Constants in files that add jobs: what is asked for when it is needed. */
const asked = new Set(
  files
    .filter(({ text }) => text.includes('add_job'))
    .flatMap(({ text }) => [...text.matchAll(/\b\w+_TASK\b/g)].map(([constant]) => constant)),
);

describe('the queue', () => {
  test('has tasks, and no two of one name', () => {
    expect(names.size).toBeGreaterThan(2);
    expect(new Set(names.values()).size).toBe(names.size);
  });

  test('consumes every job that can be asked for', () => {
    expect([...names.keys()].filter((constant) => !consumers.has(constant))).toEqual([]);
  });

  test('is asked for everything it consumes, by a commit or by the clock', () => {
    const idle = [...consumers].filter(
      ([constant, { repeats }]) => !repeats && !asked.has(constant),
    );

    expect(idle.map(([constant]) => constant)).toEqual([]);
  });

  test('is asked by the constant, never by a name written out', () => {
    const written = files.filter(({ text }) => /add_job\(\s*'/.test(text));

    expect(written.map(({ path }) => path)).toEqual([]);
  });
});
