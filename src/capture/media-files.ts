// The bytes of attachments, each in a file that its SHA-256 names: the same photo sent twice is one file.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type KeptFile = { sha256: string; bytes: number };

/** More came than may be kept; nothing of it was. */
export class FileTooLarge extends Error {
  constructor() {
    super('The file is too large.');
    this.name = 'FileTooLarge';
  }
}

export type MediaFiles = {
  /** Keeps bytes durably. Throws FileTooLarge above `limit`, and whatever the source or disk throws. */
  keep(bytes: AsyncIterable<Uint8Array>, limit?: number): Promise<KeptFile>;
  /** Where the bytes with this SHA-256 (hexadecimal) lie, if they do. */
  pathOf(sha256: string): string;
};

/** `dataDir` is DATA_DIR; the files lie below its `media`. */
export function mediaFiles(dataDir: string): MediaFiles {
  const root = join(dataDir, 'media');
  const arriving = join(root, 'arriving');
  const pathOf = (sha256: string) => join(root, sha256.slice(0, 2), sha256);
  return {
    pathOf,
    keep: async (bytes, limit = Number.POSITIVE_INFINITY) => {
      await mkdir(arriving, { recursive: true, mode: 0o700 });
      const temporary = join(arriving, randomUUID());
      try {
        const kept = await write(temporary, bytes, limit);
        const path = pathOf(kept.sha256);
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await rename(temporary, path);
        await flush(dirname(path));
        await flush(root);
        return kept;
      } finally {
        await rm(temporary, { force: true });
      }
    },
  };
}

async function write(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<KeptFile> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let length = 0;
  try {
    for await (const chunk of bytes) {
      length += chunk.length;
      if (length > limit) throw new FileTooLarge();
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), bytes: length };
}

/** A renamed file survives a power cut only when its folder is flushed too. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
