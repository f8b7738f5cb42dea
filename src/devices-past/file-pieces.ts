import { open } from 'node:fs/promises';

const PIECE = 64 * 1024;

/**
 * A file's bytes, piece by piece, always in the same memory: a piece is good until the next is asked
 * for. A stream would leave a gigabyte of buffers for the collector.
 */
export async function* filePieces(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  const memory = Buffer.allocUnsafe(PIECE);
  try {
    for (;;) {
      const { bytesRead } = await file.read(memory, 0, PIECE);
      if (bytesRead === 0) return;
      yield memory.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
