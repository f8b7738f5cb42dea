import { readLines } from '../file-lines.ts';
import type { HistoryLine } from './event.ts';
import { readEvent } from './event.ts';

/** Lines worked on together: enough to share round trips, few enough to stay small in memory. */
const CHUNK = 2_000;

export type LineProblem = { line: number; reason: string };

export type Chunk = {
  lines: HistoryLine[];
  problems: LineProblem[];
  /** Keys that are not of the format, with the first line each was seen on in this chunk. */
  unknownKeys: Map<string, number>;
  /** How far into the file the chunk reaches, in bytes. */
  endsAt: number;
};

/** The file's events, a chunk at a time. */
export async function* readChunks(path: string): AsyncGenerator<Chunk> {
  let chunk: Chunk = emptyChunk();
  for await (const { number, bytes, endsAt, tooLong } of readLines(path)) {
    chunk.endsAt = endsAt;
    const reading = readEvent(bytes);
    if (tooLong) {
      chunk.problems.push({ line: number, reason: 'is longer than 4 MB' });
    } else if (reading.ok) {
      chunk.lines.push({ line: number, bytes, event: reading.event });
      for (const key of reading.unknownKeys) {
        if (!chunk.unknownKeys.has(key)) chunk.unknownKeys.set(key, number);
      }
    } else {
      for (const reason of reading.problems) chunk.problems.push({ line: number, reason });
    }
    if (chunk.lines.length + chunk.problems.length >= CHUNK) {
      yield chunk;
      chunk = emptyChunk();
    }
  }
  if (chunk.lines.length + chunk.problems.length > 0) yield chunk;
}

function emptyChunk(): Chunk {
  return { lines: [], problems: [], unknownKeys: new Map(), endsAt: 0 };
}
