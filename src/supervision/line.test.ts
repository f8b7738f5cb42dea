import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assembleAgenda, type DecidedLine, LINE_KINDS, type LineWords, lineName } from './line.ts';

const aLine = fc.record({
  kind: fc.constantFrom(...LINE_KINDS),
  key: fc.string({ minLength: 1, maxLength: 3 }),
  heading: fc.constant('heading'),
  detail: fc.constant(''),
  caseNumbers: fc.constant<string[]>([]),
  at: fc.date({ min: new Date('2026-01-01'), max: new Date('2026-03-01'), noInvalidDate: true }),
});
const lines = fc.uniqueArray(aLine, { selector: lineName, maxLength: 12 });

const decide = (line: LineWords): DecidedLine => ({
  ...line,
  id: lineName(line),
  decision: { words: 'Yes', action: null, byName: 'Helen Marsh', byRole: 'manager', at: line.at },
  additions: [],
});

test('whatever is decided and in whatever order, every line keeps its number', () => {
  fc.assert(
    fc.property(
      lines,
      fc.array(fc.nat({ max: 11 })),
      fc.array(fc.nat({ max: 11 })),
      (live, chosen, left) => {
        const carried = new Set(left.flatMap((index) => live[index] ?? []).map(lineName));
        const decided = live.filter((_, index) => chosen.includes(index)).map(decide);
        const before = assembleAgenda(live, [], carried);
        // What was decided may no longer wait: its line stays all the same.
        const waiting = live.filter((_, index) => !chosen.includes(index) || index % 2 === 0);
        const after = assembleAgenda(waiting, decided, carried);

        expect(after.map(({ line }) => lineName(line))).toEqual(
          before.map(({ line }) => lineName(line)),
        );
        expect(after.map(({ number }) => number)).toEqual(live.map((_, index) => index + 1));
        expect(after.filter(({ state }) => state === 'decided')).toHaveLength(decided.length);
      },
    ),
    { seed: 20_261_121 },
  );
});

test('what was left last time comes first, and a decided line stays when nothing waits any more', () => {
  const at = new Date('2026-03-01');
  const words = { heading: '', detail: '', caseNumbers: [], at };
  const flag = { ...words, kind: 'flagged' as const, key: 'f' };
  const plan = { ...words, kind: 'plan-due' as const, key: 'p' };

  const agenda = assembleAgenda([plan], [decide(flag)], new Set(['plan-due:p']));

  expect(agenda.map(({ group, state }) => [group, state])).toEqual([
    ['carried', 'to-decide'],
    ['flagged', 'decided'],
  ]);
});
