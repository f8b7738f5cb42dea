import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PublishedCell, publishable, SMALLEST_SHOWN } from './suppress.ts';

/** What anybody can work out who tries every table: the values each cell could have. */
function readerKnows(cells: PublishedCell[][], most: number): Set<number>[][] {
  const height = cells.length - 1;
  const width = (cells[0]?.length ?? 1) - 1;
  const known = cells.map((row) => row.map(() => new Set<number>()));
  const fits = (cell: PublishedCell | undefined, value: number) => {
    if (cell === 'small') return value < SMALLEST_SHOWN;
    return cell === 'hidden' ? value >= SMALLEST_SHOWN : cell?.shown === value;
  };
  const inner: number[] = [];
  const look = () => {
    const rows = Array.from({ length: height }, (_, row) =>
      inner.slice(row * width, (row + 1) * width),
    );
    const full = rows.map((row) => [...row, row.reduce((a, b) => a + b, 0)]);
    full.push(
      Array.from({ length: width + 1 }, (_, c) => full.reduce((a, row) => a + (row[c] ?? 0), 0)),
    );
    if (!full.every((row, r) => row.every((value, c) => fits(cells[r]?.[c], value)))) return;
    for (const [r, row] of full.entries())
      for (const [c, value] of row.entries()) known[r]?.[c]?.add(value);
  };
  const fill = (index: number) => {
    if (index === height * width) return look();
    const cell = cells[Math.floor(index / width)]?.[index % width];
    const [from, to] =
      cell === 'small'
        ? [0, 4]
        : cell === 'hidden'
          ? [5, most]
          : [cell?.shown ?? 0, cell?.shown ?? 0];
    for (let value = from; value <= to; value += 1) {
      inner[index] = value;
      fill(index + 1);
    }
  };
  fill(0);
  return known;
}

describe('small counts are suppressed in publication', () => {
  test('counts under 5 are not shown, nor the count that would give one away', () => {
    const cells = publishable([
      [12, 3],
      [20, 9],
    ]);

    expect(cells).toEqual([
      ['hidden', 'small', { shown: 15 }],
      ['hidden', 'hidden', { shown: 29 }],
      [{ shown: 32 }, { shown: 12 }, { shown: 44 }],
    ]);
  });

  test('a table without small counts is shown whole', () => {
    expect(
      publishable([
        [12, 8],
        [20, 9],
      ]),
    ).toEqual([
      [{ shown: 12 }, { shown: 8 }, { shown: 20 }],
      [{ shown: 20 }, { shown: 9 }, { shown: 29 }],
      [{ shown: 32 }, { shown: 17 }, { shown: 49 }],
    ]);
  });

  test('no small count follows from totals, other parts and differences, whatever the table', () => {
    const table = fc
      .record({ rows: fc.integer({ min: 1, max: 2 }), columns: fc.integer({ min: 1, max: 2 }) })
      .chain(({ rows, columns }) =>
        fc.array(
          fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns }),
          {
            minLength: rows,
            maxLength: rows,
          },
        ),
      );
    fc.assert(
      fc.property(table, (counts) => {
        const cells = publishable(counts);
        if (cells === null) return;
        const known = readerKnows(cells, 30);
        for (const [r, row] of cells.entries()) {
          for (const [c, cell] of row.entries()) {
            if (cell === 'small') expect(known[r]?.[c]?.size).toBeGreaterThan(1);
            if (typeof cell === 'object') expect(cell.shown).toBeGreaterThanOrEqual(SMALLEST_SHOWN);
          }
        }
      }),
      { numRuns: 150, seed: 20_261_121 },
    );
  });

  test('the same holds over three teams', () => {
    const table = fc.array(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 7 })), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(table, (counts) => {
        const cells = publishable(counts);
        if (cells === null) return;
        const known = readerKnows(cells, 11);
        for (const [r, row] of cells.entries()) {
          for (const [c, cell] of row.entries()) {
            if (cell === 'small') expect(known[r]?.[c]?.size).toBeGreaterThan(1);
          }
        }
      }),
      { numRuns: 20, seed: 20_261_121 },
    );
  });
});
