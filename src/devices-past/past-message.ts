// A message as a device's file tells it, whichever file: what the import works with.
import type { Direction } from '../messaging/message.ts';

/** An attachment that a message names. */
export type PastMedia = {
  contentType: string;
  /** Where its bytes lie in the file, for the second reading; null: the file does not hold them. */
  place: string | null;
  /** SHA-256 (hexadecimal) of the bytes, when the file holds them. */
  sha256: string | null;
  bytes: number;
  /** In plain words why there are no bytes; null when there are. */
  missing: string | null;
};

/** A date and time as a device shows it, without a place on Earth: 2026-10-25T01:30. */
export type WallMinute = string;

export type PastMessage = {
  /** The line of the file on which it begins, from 1. */
  line: number;
  counterpart: string;
  direction: Direction;
  kind: 'message' | 'call';
  at: Date;
  /** The minute by which it is compared with other copies of the same message. */
  minute: WallMinute;
  body: string;
  media: PastMedia[];
  /** The device shows that the words were changed, or taken back, after they were sent. */
  mark: 'edited' | 'deleted' | null;
  /** What stood in the file, for the delivery. */
  raw: { contentType: string; bytes: Buffer };
};

/** Something that a person should read, by line. */
export type LineNote = {
  line: number;
  /** What it is, in plain words. */
  reason: string;
  /** The beginning of what stands there; empty where there is nothing to show. */
  shown: string;
};

/** How many there are, and the first of them: a file may hold any number. */
export type Noted = { count: number; first: LineNote[] };

/** What the first reading of a file found beside its messages. */
export type FileFindings = {
  /** What nobody can say the meaning of, or what cannot be kept: no certificate while there is any. */
  notUnderstood: Noted;
  /** Understood and not kept, because nobody sent it. */
  leftOut: Noted;
  /** Understood and kept; worth a look. */
  notes: Noted;
  /** Lines that the app itself wrote. */
  notices: number;
};

export function noFindings(): FileFindings {
  const none = (): Noted => ({ count: 0, first: [] });
  return { notUnderstood: none(), leftOut: none(), notes: none(), notices: 0 };
}

const MOST_NOTED = 500;

/** Counts a note, and holds it while there are not too many. */
export function addNote(noted: Noted, note: LineNote): void {
  noted.count += 1;
  if (noted.first.length < MOST_NOTED) noted.first.push(note);
}

const MOST_SHOWN = 80;

/** The beginning of a line, on one line, for a person to find it by. */
export function shownLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
}

/** A file that cannot be imported as it is. Said in words; nothing of it was kept. */
export class UnusableFile extends Error {
  readonly what: readonly string[];

  constructor(...what: string[]) {
    super(what.join(' '));
    this.name = 'UnusableFile';
    this.what = what;
  }
}
