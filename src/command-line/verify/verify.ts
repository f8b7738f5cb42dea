// `casethread verify`: is everything still as it was kept? (Coventry Recording Policy 4.5a.)
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { messageHash } from '../../capture/canonical.ts';
import type { MediaFiles } from '../../capture/media-files.ts';
import type { Database } from '../../database/client.ts';
import {
  countKept,
  findMissing,
  readKeptDeliveries,
  readKeptMedia,
  readKeptMessages,
} from './verify-store.ts';

type Verified = { messages: number; deliveries: number; media: number };

type Verification =
  | { outcome: 'same'; counts: Verified }
  /** The first difference, in words that hold no content. */
  | { outcome: 'different'; words: string; counts: Verified };

type VerifyOptions = {
  database: Database;
  media: MediaFiles;
  onStart: (total: number) => void;
  onProgress: (done: number) => void;
};

/** Recomputes every hash and stops at the first difference. Reads only; memory stays the same. */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { database, onStart, onProgress } = options;
  const counts: Verified = { messages: 0, deliveries: 0, media: 0 };
  onStart(await countKept(database.pool));
  for await (const words of differences(options, counts)) {
    if (words !== null) return { outcome: 'different', words, counts };
    onProgress(counts.messages + counts.deliveries + counts.media);
  }
  const missing = await findMissing(database.pool);
  return missing === undefined
    ? { outcome: 'same', counts }
    : { outcome: 'different', words: missing, counts };
}

/** For everything kept: null when it is as it was, or what is different. */
async function* differences(
  { database, media }: VerifyOptions,
  counts: Verified,
): AsyncGenerator<string | null> {
  for await (const message of readKeptMessages(database)) {
    counts.messages += 1;
    yield messageHash(message).equals(message.sha256)
      ? null
      : `Message K${message.sequence} (${message.id}) is not what was kept: its hash differs.`;
  }
  for await (const { id, raw, sha256 } of readKeptDeliveries(database)) {
    counts.deliveries += 1;
    yield createHash('sha256').update(raw).digest().equals(sha256)
      ? null
      : `The raw payload of delivery ${id} is not what was kept: its hash differs.`;
  }
  for await (const { id, sha256 } of readKeptMedia(database)) {
    counts.media += 1;
    const found = await hashOfFile(media.pathOf(sha256));
    if (found === undefined) yield `The file of attachment ${id} (${sha256}) is not there.`;
    else
      yield found === sha256
        ? null
        : `The file of attachment ${id} is not what was kept: its hash differs.`;
  }
}

async function hashOfFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}
