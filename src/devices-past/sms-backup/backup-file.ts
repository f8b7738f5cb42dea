// A backup of SMS Backup & Restore as a device's file: read once for its words, once more for the
// bytes of its attachments.
import { createHash } from 'node:crypto';
import type { DeviceFile, KeepMedia } from '../device-file.ts';
import { addNote } from '../past-message.ts';
import { type Found, readElement } from './as-message.ts';
import { base64Decoder } from './base64.ts';
import { cleanXml, type DataTaker, dataMark } from './clean-xml.ts';
import { readBackup } from './read-backup.ts';

export function openSmsBackup(path: string, officialNumber: string): DeviceFile {
  return {
    kind: 'sms-backup',
    channel: 'sms',
    path,
    counterpart: null,
    zone: 'UTC',
    async *read(findings, onProgress) {
      const held = new Map<string, Found>();
      const takeData = (ordinal: number) => describe((found) => held.set(dataMark(ordinal), found));
      for await (const element of readBackup(path, { findings, takeData, onProgress })) {
        const reading = readElement(element, { officialNumber, found: (mark) => held.get(mark) });
        held.clear();
        if (reading.outcome === 'message') yield reading.message;
        else if (reading.outcome === 'left-out') addNote(findings.leftOut, reading.note);
        else addNote(findings.notUnderstood, reading.note);
      }
    },
    keepMedia: (wanted, keep) => keepAll(path, wanted, keep),
    close: () => {},
  };
}

/** Learns what an attachment is without holding it. */
function describe(then: (found: Found) => void): DataTaker {
  const decoder = base64Decoder();
  const hash = createHash('sha256');
  let bytes = 0;
  const take = (piece: Buffer) => {
    hash.update(piece);
    bytes += piece.length;
  };
  return {
    write: (text) => take(decoder.write(text)),
    end: () => {
      take(decoder.end());
      then({ sha256: hash.digest('hex'), bytes, state: decoder.state() });
    },
  };
}

const NOT_WANTED: DataTaker = { write: () => {}, end: () => {} };

async function keepAll(path: string, wanted: ReadonlySet<string>, keep: KeepMedia): Promise<void> {
  if (wanted.size === 0) return;
  const takeData = (ordinal: number) =>
    wanted.has(dataMark(ordinal)) ? keeping(keep) : NOT_WANTED;
  for await (const _ of cleanXml(path, takeData));
}

function keeping(keep: KeepMedia): DataTaker {
  const decoder = base64Decoder();
  const { source, offer } = handOver();
  const kept = keep(source);
  kept.catch(() => {}); // said by whoever waits for it below
  const give = (piece: Buffer | null) => Promise.race([offer(piece), kept]);
  return {
    write: async (text) => {
      await give(decoder.write(text));
    },
    end: async () => {
      await give(decoder.end());
      await give(null);
      await kept;
    },
  };
}

type Offer = { piece: Buffer | null; done: () => void };

/** Pieces from one hand to another: an offer is done when whoever took it asks for the next. */
function handOver() {
  let waiting = Promise.withResolvers<Offer>();
  async function* source(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { piece, done } = await waiting.promise;
      waiting = Promise.withResolvers<Offer>();
      try {
        if (piece === null) return;
        yield piece;
      } finally {
        done();
      }
    }
  }
  const offer = (piece: Buffer | null) =>
    new Promise<void>((done) => waiting.resolve({ piece, done }));
  return { source: source(), offer };
}
