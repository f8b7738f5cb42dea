// What an import needs of a device's file, whichever kind it is.
import type { Channel } from '../messaging/message.ts';
import type { FileFindings, PastMessage } from './past-message.ts';

/** Keeps bytes under their SHA-256 (hexadecimal); keeping the same bytes again changes nothing. */
export type KeepMedia = (
  bytes: AsyncIterable<Uint8Array>,
) => Promise<{ sha256: string; bytes: number }>;

export type DeviceFile = {
  kind: 'whatsapp-export' | 'sms-backup';
  channel: Channel;
  path: string;
  /** Null: the file holds many conversations. */
  counterpart: string | null;
  /** The zone in which the file tells the time; UTC where it tells instants. */
  zone: string;
  /**
   * The messages, as the file has them. Fills `findings` on the way. Throws UnusableFile, before
   * or in the middle: then nothing may be kept.
   */
  read(findings: FileFindings, onProgress: (done: number) => void): AsyncIterable<PastMessage>;
  /** Reads the file again and keeps the bytes of these places (PastMedia.place). */
  keepMedia(wanted: ReadonlySet<string>, keep: KeepMedia): Promise<void>;
  close(): void;
};

/** A file is read twice; in between it must stay as it was. */
export class FileChanged extends Error {
  constructor() {
    super('The file changed while it was imported.');
    this.name = 'FileChanged';
  }
}
