// A backup of SMS Backup & Restore as a device's file: read once for its words, once more for the
// bytes of its attachments.
import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
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
  return {
    write: (text) => {
      const piece = decoder.write(text);
      hash.update(piece);
      bytes += piece.length;
    },
    end: () => then({ sha256: hash.digest('hex'), bytes, isSound: decoder.isSound() }),
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
  const stream = new PassThrough();
  const kept = keep(stream);
  kept.catch((error) => stream.destroy(error));
  return {
    write: async (text) => {
      if (stream.destroyed || stream.write(decoder.write(text))) return;
      await new Promise<void>((resolve) => {
        stream.once('drain', resolve);
        stream.once('close', resolve);
      });
    },
    end: async () => {
      stream.end();
      await kept;
    },
  };
}
