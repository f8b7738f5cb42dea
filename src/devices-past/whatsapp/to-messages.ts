// What was said in a chat, as messages between the official number and the counterpart.
import type { PastMedia, PastMessage } from '../past-message.ts';
import { contentTypeOf } from './attachments.ts';
import type { DatedEntry } from './dated-entries.ts';
import type { ZipFile } from './open-zip.ts';
import type { Spoken } from './understand.ts';

export type Heard = {
  said: { entry: DatedEntry; spoken: Spoken }[];
  /** Our side's name in the chat; null when our side said nothing. */
  ourName: string | null;
};

type Needs = { zip: ZipFile | null; counterpart: string };

/** The messages, in the file's order. Throws UnusableFile when an attachment cannot be read. */
export async function* toMessages(
  { said, ourName }: Heard,
  { zip, counterpart }: Needs,
): AsyncGenerator<PastMessage> {
  for (const { entry, spoken } of said) {
    yield {
      line: entry.line,
      counterpart,
      direction: spoken.sender === ourName ? 'outbound' : 'inbound',
      kind: spoken.kind,
      at: entry.at,
      minute: entry.minute,
      body: spoken.words,
      media: await mediaOf(spoken, zip),
      mark: spoken.mark,
      raw: { contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(entry.raw) },
    };
  }
}

async function mediaOf({ files, omitted }: Spoken, zip: ZipFile | null): Promise<PastMedia[]> {
  const media: PastMedia[] = omitted.map((contentType) => ({
    contentType,
    ...NO_BYTES,
    missing: 'The chat was exported without it.',
  }));
  for (const name of files) {
    const contentType = contentTypeOf(name);
    if (zip?.has(name)) {
      media.push({ contentType, place: name, ...(await zip.digest(name)), missing: null });
    } else {
      media.push({ contentType, ...NO_BYTES, missing: `The file ${name} is not in the export.` });
    }
  }
  return media;
}

const NO_BYTES = { place: null, sha256: null, bytes: 0 } as const;
