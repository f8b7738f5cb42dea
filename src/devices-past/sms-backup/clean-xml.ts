// A backup's bytes as XML that a strict parser takes, a tag at a time: values are repaired, and the
// attachments' bytes are taken out on the way, because they are most of the file.
import { filePieces } from '../file-pieces.ts';
import { UnusableFile } from '../past-message.ts';
import { repairValue, safeLength } from './repair.ts';

/** Takes the pieces of one `data` attribute, in order. */
export type DataTaker = { write(text: string): Promise<void> | void; end(): Promise<void> | void };

export type Piece = {
  /** Up to and with the end of a tag. */
  text: string;
  /** The line of the file on which the tag begins. */
  line: number;
  /** Bytes of the file read so far. */
  done: number;
};

/** In place of an attachment's bytes: the number of the attribute in the file, from 0. */
export function dataMark(ordinal: number): string {
  return `data:${ordinal}`;
}

/** More than a tag without attachments can hold: a message has at most some thousand characters. */
const LONGEST_TAG = 32 * 1024 * 1024;

type State =
  | { in: 'text' }
  | { in: 'tag' }
  | { in: 'comment' }
  | { in: 'value'; quote: string }
  | { in: 'data'; quote: string; taker: DataTaker };

/** The file, tag by tag. Throws UnusableFile when a tag has no end. */
export async function* cleanXml(
  path: string,
  takeData: (ordinal: number) => DataTaker,
): AsyncGenerator<Piece> {
  let state: State = { in: 'text' };
  let held = '';
  let out = '';
  let line = 1;
  let tagLine = 1;
  let ordinal = 0;
  let done = 0;
  for await (const { text, bytes, isLast } of readText(path)) {
    done = bytes;
    const input: string = held + text;
    let at = 0;
    held = '';
    const pass = (end: number) => {
      const passed = input.slice(at, end);
      line += countLines(passed);
      at = end;
      return passed;
    };
    while (at < input.length) {
      if (state.in === 'text') {
        const open = input.indexOf('<', at);
        out += pass(open < 0 ? input.length : open);
        if (open < 0) break;
        if (!isLast && input.length - at < '<!--'.length) break;
        tagLine = line;
        state = input.startsWith('<!--', at) ? { in: 'comment' } : { in: 'tag' };
        out += pass(at + 1);
      } else if (state.in === 'comment') {
        const close = input.indexOf('-->', at);
        if (close < 0 && !isLast) break;
        pass(close < 0 ? input.length : close + '-->'.length);
        out = out.slice(0, -1); // its beginning; what an app says about itself is of no use
        state = { in: 'text' };
      } else if (state.in === 'tag') {
        const next = nextOf(input, at);
        out += pass(next < 0 ? input.length : next + 1);
        if (next < 0) break;
        const found = input.charAt(next);
        if (found === '>') {
          state = { in: 'text' };
          yield { text: freshCopy(out), line: tagLine, done };
          out = '';
        } else if (/(^|\s)data\s*=\s*["']$/.test(out.slice(-12))) {
          state = { in: 'data', quote: found, taker: takeData(ordinal) };
          out += dataMark(ordinal);
          ordinal += 1;
        } else {
          state = { in: 'value', quote: found };
        }
      } else if (state.in === 'value') {
        const close = input.indexOf(state.quote, at);
        const end: number =
          close < 0 ? at + (isLast ? input.length - at : safeLength(input.slice(at))) : close;
        out += repairValue(pass(end));
        if (close < 0) break;
        out += pass(close + 1);
        state = { in: 'tag' };
      } else {
        const close = input.indexOf(state.quote, at);
        await state.taker.write(pass(close < 0 ? input.length : close));
        if (close < 0) break;
        await state.taker.end();
        out += pass(close + 1);
        state = { in: 'tag' };
      }
    }
    held = input.slice(at);
    if (out.length + held.length > LONGEST_TAG) throw endless(tagLine);
  }
  if (state.in === 'data') await state.taker.end();
  yield { text: out + held, line: tagLine, done };
}

/** A string cut out of another keeps all of that in memory: a piece must not hold a quarter of a megabyte. */
function freshCopy(text: string): string {
  return Buffer.from(text).toString();
}

function endless(line: number): UnusableFile {
  return new UnusableFile(
    `Line ${line} begins something that has no end. Nothing was imported.`,
    'This is not a backup of SMS Backup & Restore, or it is damaged. Make the backup again.',
  );
}

function nextOf(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22 || code === 0x27 || code === 0x3e) return at;
  }
  return -1;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** The file's text; its byte order mark says when it is UTF-16 (made by a Windows shell). */
async function* readText(
  path: string,
): AsyncGenerator<{ text: string; bytes: number; isLast: boolean }> {
  let decoder: TextDecoder | undefined;
  let bytes = 0;
  for await (const chunk of filePieces(path)) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    bytes += chunk.length;
    yield { text: decoder.decode(chunk, { stream: true }), bytes, isLast: false };
  }
  yield { text: decoder?.decode() ?? '', bytes, isLast: true };
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
