import { createReadStream } from 'node:fs';

const NEW_LINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** No message is near this long: a file without line ends must not fill the memory. */
const LONGEST_LINE = 4 * 1024 * 1024;

type FileLine = {
  number: number;
  /** Without its line end; empty when `tooLong`. */
  bytes: Buffer;
  /** Where the next line begins. */
  endsAt: number;
  tooLong: boolean;
};

/** The lines of a file that are not blank, one by one, whatever its size. */
export async function* readLines(path: string): AsyncGenerator<FileLine> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let number = 0;
  let endsAt = 0;
  const take = (last: Buffer, end: number): FileLine => {
    const tooLong = heldBytes > LONGEST_LINE;
    const bytes = tooLong ? Buffer.alloc(0) : trimmed(Buffer.concat([...held, last]), number === 0);
    held = [];
    heldBytes = 0;
    number += 1;
    return { number, bytes, endsAt: end, tooLong };
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    let start = 0;
    for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, start)) {
      const line = take(chunk.subarray(start, end), endsAt + end + 1);
      if (line.tooLong || line.bytes.length > 0) yield line;
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    heldBytes += rest.length;
    if (heldBytes <= LONGEST_LINE) held.push(rest);
    endsAt += chunk.length;
  }
  const last = take(Buffer.alloc(0), endsAt);
  if (last.tooLong || last.bytes.length > 0) yield last;
}

function trimmed(line: Buffer, isFirst: boolean): Buffer {
  const marked = isFirst && line.subarray(0, 3).equals(BYTE_ORDER_MARK);
  const start = marked ? BYTE_ORDER_MARK.length : 0;
  const end = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
  const content = line.subarray(start, end);
  return content.every((byte) => byte === 0x20 || byte === 0x09) ? Buffer.alloc(0) : content;
}
