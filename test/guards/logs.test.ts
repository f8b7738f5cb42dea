// Logs carry ids, counts and durations by allow-list: never a message's words, a name or a number.
import { expect, test } from 'vitest';
import { createLogger, errorFields, LOGGED_FIELDS } from '../../src/logging.ts';
import { productFiles } from './source.ts';

const WORDS = 'Mia is crying again';
const NUMBER = '+447700900123';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger('trace', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

test('a field that is not on the list is not logged, whatever a call passes', () => {
  const output = logged((log) =>
    log.info(
      { messageId: 'm-1', body: WORDS, counterpart: NUMBER, error: { detail: WORDS }, count: 3 },
      'kept',
    ),
  );

  expect(JSON.parse(output)).toMatchObject({ messageId: 'm-1', count: 3, msg: 'kept' });
  expect(output).not.toContain(WORDS);
  expect(output).not.toContain(NUMBER);
});

test('an error is logged by its class, code and place, because its message may quote a row', () => {
  const error = Object.assign(new TypeError(`invalid input "${WORDS}" from ${NUMBER}`), {
    code: '22P02',
    detail: `Failing row contains (${WORDS}).`,
  });

  const output = logged((log) => log.error(errorFields(error), 'failed'));

  expect(JSON.parse(output)).toMatchObject({ error: 'TypeError', code: '22P02' });
  expect(output).not.toContain(WORDS);
  expect(output).not.toContain(NUMBER);
});

test('the list has no field that could hold words, a name or a number of a person', () => {
  const personal =
    /body|text|words|name|phone|counterpart|number|from|to$|author|contact|child|case|birth/i;

  expect(LOGGED_FIELDS.filter((field) => personal.test(field))).toEqual([]);
});

test('nothing in the product writes to the console', () => {
  const found = productFiles().filter(({ text }) => /\bconsole\.\w+\(/.test(text));

  expect(found.map(({ path }) => path)).toEqual([]);
});

test('what a log line says is fixed: nothing is woven into it', () => {
  const call = /\blog(?:ger)?\.(?:trace|debug|info|warn|error|fatal)\(([^;]*?)\);/gs;
  const woven = productFiles().flatMap(({ path, text }) =>
    [...text.matchAll(call)]
      .filter(([, given = '']) => given.includes('${') || /'\s*\+|\+\s*'/.test(given))
      .map(([all]) => `${path}: ${all}`),
  );

  expect(woven).toEqual([]);
});

test('pino is made in one place, where the list is applied', () => {
  const makers = productFiles().filter(({ text }) => /from 'pino'/.test(text));

  expect(makers.map(({ path }) => path)).toEqual(['src/logging.ts']);
});
