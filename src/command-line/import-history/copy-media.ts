// Attachments of a history lie beside its file: their bytes are copied to where all media are kept.
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { mediaRows } from '../../capture/rows.ts';
import type { Queryable } from '../../database/client.ts';
import { pathOfSource, rowOf } from './as-delivery.ts';
import type { HistoryLine } from './event.ts';
import { type MediaCopy, mediaStates } from './media-store.ts';

/** Keeps bytes under their SHA-256 (hexadecimal); keeping the same bytes again changes nothing. */
export type KeepMedia = (
  bytes: AsyncIterable<Uint8Array>,
) => Promise<{ sha256: string; bytes: number }>;

/** Copies what the chunk's messages have attached and what is not stored yet. */
export async function copyMedia(
  connection: Queryable,
  historyFile: string,
  lines: readonly HistoryLine[],
  keepMedia: KeepMedia,
): Promise<MediaCopy[]> {
  const media = mediaRows(lines.flatMap((line) => rowOf(line) ?? []));
  if (media.length === 0) return [];
  const states = await mediaStates(
    connection,
    media.map(({ id }) => id),
  );
  const stored = new Set(states.filter(({ state }) => state === 'stored').map(({ id }) => id));
  const folder = await realpath(dirname(historyFile));
  const copies: MediaCopy[] = [];
  for (const { id, source } of media) {
    if (!stored.has(id)) copies.push({ id, ...(await copyOne(folder, source, keepMedia)) });
  }
  return copies;
}

type Copied =
  | { state: 'stored'; sha256: string; bytes: number }
  | { state: 'unavailable'; reason: string };

async function copyOne(folder: string, source: string, keepMedia: KeepMedia): Promise<Copied> {
  const relative = pathOfSource(source);
  const path = await realpath(join(folder, relative)).catch(() => null);
  if (path === null)
    return unavailable(`The file ${relative} was not beside the imported history.`);
  // A link may lead anywhere, and what it leads to is nobody's message.
  if (!path.startsWith(`${folder}${sep}`)) {
    return unavailable(`The file ${relative} is outside the folder of the imported history.`);
  }
  if (!(await stat(path)).isFile()) return unavailable(`${relative} is not a file.`);
  try {
    return { state: 'stored', ...(await keepMedia(createReadStream(path))) };
  } catch (error) {
    if (isUnreadable(error)) return unavailable(`The file ${relative} could not be read.`);
    throw error;
  }
}

function unavailable(reason: string): Copied {
  return { state: 'unavailable', reason };
}

function isUnreadable(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')
  );
}
