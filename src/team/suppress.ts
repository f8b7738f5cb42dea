// Small counts in published figures are hidden, and so much else that nothing published gives them
// away: neither a total with its other parts, nor a difference between rows (Coventry 5.6; ONS,
// "Protecting confidentiality in tables": primary and secondary suppression). Pure.

/** Counts below this are shown as "fewer than 5". */
export const SMALLEST_SHOWN = 5;

/** `small`: 0 to 4. `hidden`: 5 or more, not shown because it would give a small count away. */
export type PublishedCell = { shown: number } | 'small' | 'hidden';

/**
 * What may be published of a table of counts. Rows are parts of a whole, and so are columns: to be
 * added by this function are the last row and the last column, which hold the totals.
 * Returns one row and one column more than it was given. `null`: nothing of it may be published.
 */
export function publishable(counts: readonly (readonly number[])[]): PublishedCell[][] | null {
  const table = withTotals(counts);
  const cells: PublishedCell[][] = table.map((row) =>
    row.map((count) => (count < SMALLEST_SHOWN ? 'small' : { shown: count })),
  );
  for (;;) {
    const exposed = firstExposed(table, cells);
    if (exposed === null) return givenBack(table, cells);
    const next = toHideBeside(table, cells, exposed);
    if (next === null) return null;
    const row = cells[next.row];
    if (row) row[next.column] = 'hidden';
  }
}

/** Shows again, the largest first, what was hidden without need. */
function givenBack(table: readonly number[][], cells: PublishedCell[][]): PublishedCell[][] {
  const hidden = cells
    .flatMap((line, row) => line.map((cell, column) => ({ cell, row, column })))
    .filter(({ cell }) => cell === 'hidden')
    .map(({ row, column }) => ({ row, column, count: table[row]?.[column] ?? 0 }))
    .sort((a, b) => b.count - a.count);
  for (const { row, column, count } of hidden) {
    const line = cells[row];
    if (!line) continue;
    line[column] = { shown: count };
    if (firstExposed(table, cells) !== null) line[column] = 'hidden';
  }
  return cells;
}

function withTotals(counts: readonly (readonly number[])[]): number[][] {
  const rows = counts.map((row) => [...row, sum(row)]);
  const width = (counts[0]?.length ?? 0) + 1;
  const totals = Array.from({ length: width }, (_, column) =>
    sum(rows.map((row) => row[column] ?? 0)),
  );
  return [...rows, totals];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

type Place = { row: number; column: number };

/** The first small count whose value follows from what is published. */
function firstExposed(table: readonly number[][], cells: readonly PublishedCell[][]): Place | null {
  for (const [row, line] of cells.entries()) {
    for (const [column, cell] of line.entries()) {
      if (cell === 'small' && !couldDiffer(table, cells, { row, column })) return { row, column };
    }
  }
  return null;
}

/**
 * Whether a table that differs in this cell would look the same when published. Rows and columns that
 * must add up are the ends of arcs, cells the arcs between them, totals run backwards: a cell can
 * differ by one exactly when there is a way round through hidden cells whose bounds leave room.
 */
function couldDiffer(
  table: readonly number[][],
  cells: readonly PublishedCell[][],
  place: Place,
): boolean {
  return [1, -1].some(
    (change) => hasRoom(table, cells, place, change) && findsWayRound(table, cells, place, change),
  );
}

/** What a reader knows of a hidden count: 0 to 4, or 5 and more. */
function hasRoom(
  table: readonly number[][],
  cells: readonly PublishedCell[][],
  { row, column }: Place,
  change: number,
): boolean {
  const cell = cells[row]?.[column];
  const changed = (table[row]?.[column] ?? 0) + change;
  if (cell === 'small') return changed >= 0 && changed < SMALLEST_SHOWN;
  return cell === 'hidden' && changed >= SMALLEST_SHOWN;
}

function findsWayRound(
  table: readonly number[][],
  cells: readonly PublishedCell[][],
  place: Place,
  change: number,
): boolean {
  const height = table.length;
  const width = table[0]?.length ?? 0;
  // A total counts against its parts.
  const sign = ({ row, column }: Place) =>
    (row === height - 1 ? -1 : 1) * (column === width - 1 ? -1 : 1);
  // The place changes its row's sum and its column's: the way round must give both back.
  const imbalance = sign(place) * change;
  const seen = new Set([`r${place.row}`]);
  const queue = [{ end: `r${place.row}`, isRow: true, index: place.row }];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (!at.isRow && at.index === place.column) return true;
    const others = at.isRow ? width : height;
    for (let other = 0; other < others; other += 1) {
      const through = at.isRow
        ? { row: at.index, column: other }
        : { row: other, column: at.index };
      if (through.row === place.row && through.column === place.column) continue;
      const needed = at.isRow ? -imbalance : imbalance;
      const next = `${at.isRow ? 'c' : 'r'}${other}`;
      if (seen.has(next) || !hasRoom(table, cells, through, needed * sign(through))) continue;
      seen.add(next);
      queue.push({ end: next, isRow: !at.isRow, index: other });
    }
  }
  return false;
}

/** The smallest count that is still shown in the same row or column, else anywhere. */
function toHideBeside(
  table: readonly number[][],
  cells: readonly PublishedCell[][],
  exposed: Place,
): Place | null {
  const shown = cells.flatMap((line, row) =>
    line.flatMap((cell, column) => (typeof cell === 'object' ? [{ row, column }] : [])),
  );
  const beside = shown.filter(
    ({ row, column }) => row === exposed.row || column === exposed.column,
  );
  const from = beside.length > 0 ? beside : shown;
  const count = ({ row, column }: Place) => table[row]?.[column] ?? 0;
  return from.reduce<Place | null>(
    (least, place) => (least === null || count(place) < count(least) ? place : least),
    null,
  );
}
