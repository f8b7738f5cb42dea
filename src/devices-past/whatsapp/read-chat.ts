// The text of an export as entries: a head, and every line up to the next head.
import { type LineNote, shownLine } from '../past-message.ts';
import { plainText } from '../plain-text.ts';
import { type LineHead, readHead } from './line-head.ts';

export type ChatEntry = {
  /** From 1. */
  line: number;
  head: LineHead;
  /** After the head, lines joined by a line feed, exactly as written. */
  rest: string;
  /** The entry's lines as they stand in the file. */
  raw: string;
};

export type Chat = {
  entries: ChatEntry[];
  notUnderstood: LineNote[];
};

type Line = { number: number; text: string; head: LineHead | null; unknownTime: boolean };

/**
 * Reads the whole text. A line is a head when it has the shape that most heads of the file have: a
 * date that somebody typed or pasted into a message stays a part of that message.
 */
export function readChat(text: string): Chat {
  const lines = text.split(/\r\n|\n|\r/).map((line, place): Line => {
    const reading = readHead(line);
    return {
      number: place + 1,
      text: line,
      head: reading.outcome === 'head' ? reading.head : null,
      unknownTime: reading.outcome === 'unknown-time',
    };
  });
  const shape = usualShape(lines);
  const chat: Chat = { entries: [], notUnderstood: [] };
  let own: Line[] = [];
  const finish = () => {
    const [first] = own;
    if (first?.head) chat.entries.push(toEntry(first, first.head, own));
    own = [];
  };
  for (const line of lines) {
    if (line.head?.shape === shape) {
      finish();
      own = [line];
      continue;
    }
    if (own.length > 0) own.push(line);
    else if (plainText(line.text) !== '') {
      chat.notUnderstood.push(note(line, 'stands before the first message'));
    }
    if (line.unknownTime) {
      chat.notUnderstood.push(
        note(line, 'begins like a message, with a time written in a way we do not know'),
      );
    }
  }
  finish();
  return chat;
}

function usualShape(lines: readonly Line[]): string | null {
  const counts = new Map<string, number>();
  for (const { head } of lines) {
    if (head) counts.set(head.shape, (counts.get(head.shape) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function toEntry(first: Line, head: LineHead, lines: readonly Line[]): ChatEntry {
  const more = lines.slice(1).map(({ text }) => text);
  // An empty line at the end of the file belongs to no message.
  while (more.length > 0 && more.at(-1) === '') more.pop();
  return {
    line: first.number,
    head,
    rest: [first.text.slice(head.endsAt), ...more].join('\n'),
    raw: [first.text, ...more].join('\n'),
  };
}

function note({ number, text }: Line, reason: string): LineNote {
  return { line: number, reason, shown: shownLine(text) };
}
