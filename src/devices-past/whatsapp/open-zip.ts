// A zip that somebody hands us: read without trusting anything it says. Nothing is ever unpacked to
// a path that the zip names.
import { createHash } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import yauzl from 'yauzl';
import { UnusableFile } from '../past-message.ts';

export type ZipFile = {
  names: readonly string[];
  has(name: string): boolean;
  /** The whole content of a small file. Throws UnusableFile. */
  text(name: string): Promise<string>;
  /** Reads a file to its end and says what it is. Throws UnusableFile. */
  digest(name: string): Promise<{ sha256: string; bytes: number }>;
  /** The bytes, as they are read. */
  open(name: string): Promise<AsyncIterable<Uint8Array>>;
  close(): void;
};

const MOST_ENTRIES = 100_000;
/** 40,000 messages, which is what WhatsApp exports at most, of the longest kind would not fill it. */
const LARGEST_TEXT = 128 * 1024 * 1024;
/** WhatsApp takes documents up to 2 GB. */
const LARGEST_FILE = 2 * 1024 ** 3;
/** Photos do not shrink at all and text shrinks by ten; only a trap shrinks by this much. */
const MOST_SHRUNK = 200;
const ALWAYS_FINE = 10 * 1024 * 1024;
const ENCRYPTED = 0x1;

const NOTHING = 'Nothing was imported.';

/** Opens a zip and checks its list of files. Throws UnusableFile, and what the disk throws. */
export async function openZip(path: string): Promise<ZipFile> {
  const zip = await openList(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error) throw error;
    throw new UnusableFile(
      `This is not a zip file, or it is cut off (${words(error)}). ${NOTHING}`,
      'Export the chat again on the phone (“Export chat”, “Attach media”), and give that file.',
    );
  });
  try {
    return toZipFile(zip, await readEntries(zip));
  } catch (error) {
    zip.close();
    throw error;
  }
}

function openList(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });
}

function readList(zip: yauzl.ZipFile, onEntry: (entry: yauzl.Entry) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry: yauzl.Entry) => {
      try {
        onEntry(entry);
        zip.readEntry();
      } catch (error) {
        reject(error);
      }
    });
    zip.readEntry();
  });
}

/** An uncompressed file's stream never says that it is closed, which an iterator would wait for. */
function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error);
      const passing = new PassThrough();
      stream.on('error', (trouble) => passing.destroy(trouble));
      resolve(stream.pipe(passing));
    });
  });
}

async function readEntries(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > MOST_ENTRIES) {
    throw new UnusableFile(
      `The zip holds ${zip.entryCount} files, which no chat has. ${NOTHING}`,
      'Give the file that WhatsApp made.',
    );
  }
  const entries = new Map<string, yauzl.Entry>();
  try {
    await readList(zip, (entry) => checkEntry(entries, entry));
  } catch (error) {
    if (error instanceof UnusableFile) throw error;
    throw new UnusableFile(
      `The zip’s list of files is not sound (${words(error)}). ${NOTHING}`,
      'Give the file that WhatsApp made, as the phone sent it.',
    );
  }
  return entries;
}

function checkEntry(entries: Map<string, yauzl.Entry>, entry: yauzl.Entry): void {
  const name = entry.fileName;
  if (name.endsWith('/') || name.startsWith('__MACOSX/') || name.endsWith('.DS_Store')) return;
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) {
    throw new UnusableFile(
      `The zip is locked with a password. ${NOTHING}`,
      'Unlock it first, or export the chat again without one.',
    );
  }
  if (entries.has(name)) {
    throw new UnusableFile(
      `The zip holds two files called ${name}, and nobody can say which is meant. ${NOTHING}`,
      'Give the file that WhatsApp made, as the phone sent it.',
    );
  }
  const isTooLarge = entry.uncompressedSize > LARGEST_FILE;
  const isTrap =
    entry.uncompressedSize > ALWAYS_FINE &&
    entry.uncompressedSize > MOST_SHRUNK * Math.max(1, entry.compressedSize);
  if (isTooLarge || isTrap) {
    throw new UnusableFile(
      `${name} in the zip says that it is ${entry.uncompressedSize} bytes from ` +
        `${entry.compressedSize}, which no chat’s file is. ${NOTHING}`,
      'Give the file that WhatsApp made.',
    );
  }
  entries.set(name, entry);
}

function toZipFile(zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>): ZipFile {
  const open = async (name: string): Promise<Readable> => {
    const entry = entries.get(name);
    if (entry === undefined) throw new Error('A file that is not in the zip was asked for.');
    return openEntry(zip, entry);
  };
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    text: (name) =>
      reading(name, async () => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        for await (const chunk of await open(name)) {
          bytes += chunk.length;
          if (bytes > LARGEST_TEXT) throw new Error('it is larger than 128 MB');
          chunks.push(chunk);
        }
        return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
      }),
    digest: (name) =>
      reading(name, async () => {
        const hash = createHash('sha256');
        let bytes = 0;
        for await (const chunk of await open(name)) {
          hash.update(chunk);
          bytes += chunk.length;
        }
        return { sha256: hash.digest('hex'), bytes };
      }),
    open,
    close: () => zip.close(),
  };
}

async function reading<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new UnusableFile(
      `${name} in the zip cannot be read (${words(error)}). ${NOTHING}`,
      'The file was damaged on its way. Export the chat again on the phone, and give that file.',
    );
  }
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : 'no reason was given';
}
