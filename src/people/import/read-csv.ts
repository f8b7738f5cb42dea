// One CSV file, a row at a time, with the line each row starts on.
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Rejection } from './rejection.ts';

export type CsvRow = {
  line: number;
  cells: Readonly<Record<string, string>>;
  /** How far into the file it reaches. */
  bytes: number;
};

type CsvColumns = { required: readonly string[]; optional: readonly string[] };

/** Yields rows with trimmed cells, and a rejection where a row or the header cannot be used. */
export async function* readCsv(
  path: string,
  file: string,
  columns: CsvColumns,
): AsyncGenerator<CsvRow | Rejection> {
  const parser = Readable.from(withPlainLineEnds(path)).pipe(
    parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  let header: string[] | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      const line = info.lines - lineBreaksIn(record);
      const cells = record.map((cell) => cell.trim());
      if (header === undefined) {
        header = cells;
        const problems = headerProblems(file, line, header, columns);
        if (problems.length > 0) return yield* problems;
      } else if (cells.length !== header.length) {
        yield {
          file,
          line,
          column: null,
          value: null,
          reason: `has ${cells.length} cells, and the header has ${header.length}`,
        };
      } else {
        yield { line, cells: toObject(header, cells), bytes: info.bytes };
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines);
    yield { file, line, column: null, value: null, reason: `cannot be read: ${error.message}` };
    return;
  }
  if (header === undefined) {
    yield { file, line: 1, column: null, value: null, reason: 'has no header row' };
  }
}

type ParsedRecord = { record: string[]; info: { lines: number; bytes: number } };

/** The parser counts CR LF inside quotes as two lines; and an error's line is worth being right. */
async function* withPlainLineEnds(path: string): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const text = `${held}${chunk}`;
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
  }
  if (held) yield held;
}

function lineBreaksIn(record: readonly string[]): number {
  return record.reduce((count, cell) => count + (cell.match(/\r|\n/g)?.length ?? 0), 0);
}

function headerProblems(
  file: string,
  line: number,
  header: readonly string[],
  { required, optional }: CsvColumns,
): Rejection[] {
  const known = [...required, ...optional];
  const reject = (column: string, reason: string) => ({ file, line, column, value: null, reason });
  return [
    ...required
      .filter((name) => !header.includes(name))
      .map((name) => reject(name, 'is missing from the header row')),
    ...header
      .filter((name) => !known.includes(name))
      .map((name) => reject(name, `is not a column of this file; it has ${known.join(', ')}`)),
    ...header
      .filter((name, place) => known.includes(name) && header.indexOf(name) !== place)
      .map((name) => reject(name, 'is there twice')),
  ];
}

function toObject(header: readonly string[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(header.map((name, place) => [name, cells[place] ?? '']));
}
