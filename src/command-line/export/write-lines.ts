// From lines to an open stream: NDJSON or CSV, as fast as whoever reads takes them.
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvLine, valueAt } from './csv.ts';

export const FORMATS = ['ndjson', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** Every exported line says how it must be handled (Coventry Recording Policy 5.3). */
const MARKING = { marking: 'OFFICIAL-SENSITIVE' };

export type Written = { lines: number; outcome: 'finished' | 'reader-left' };

/**
 * Writes every line and returns how many; the stream stays open. A reader who leaves early, as
 * `head` does, is no error. Throws when writing fails otherwise.
 */
export async function writeLines(
  lines: AsyncIterable<object>,
  output: Writable,
  format: Format,
  columns: readonly string[],
  onProgress: (lines: number) => void,
): Promise<Written> {
  const written: Written = { lines: 0, outcome: 'finished' };
  try {
    await pipeline(Readable.from(texts(lines, format, columns, written, onProgress)), output, {
      end: false,
    });
  } catch (error) {
    if (!readerLeft(error)) throw error;
    written.outcome = 'reader-left';
  }
  return written;
}

/** True when writing failed because nobody reads any more. */
export function readerLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && LEFT.includes(String(error.code));
}

const LEFT = ['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'];
/** Lines joined into one write: each write by itself would cost more than the line. */
const CHARACTERS_A_WRITE = 64 * 1024;

async function* texts(
  lines: AsyncIterable<object>,
  format: Format,
  columns: readonly string[],
  written: Written,
  onProgress: (lines: number) => void,
): AsyncGenerator<string> {
  const header = [...columns, ...Object.keys(MARKING)];
  let text = format === 'csv' ? csvLine(header) : '';
  for await (const line of lines) {
    const marked = { ...line, ...MARKING };
    text +=
      format === 'csv'
        ? csvLine(header.map((column) => valueAt(marked, column)))
        : `${JSON.stringify(marked)}\n`;
    written.lines += 1;
    if (text.length < CHARACTERS_A_WRITE) continue;
    yield text;
    onProgress(written.lines);
    text = '';
  }
  if (text) yield text;
}
