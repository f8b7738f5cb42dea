// WhatsApp's "Export chat": a zip with the chat's text and its attachments, or the text alone.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DeviceFile } from '../device-file.ts';
import {
  addNote,
  type FileFindings,
  type LineNote,
  shownLine,
  UnusableFile,
} from '../past-message.ts';
import { phraseOf } from '../plain-text.ts';
import { type DateOrder, findDateOrder, wallOf } from './date-order.ts';
import { datedEntries } from './dated-entries.ts';
import { openZip, type ZipFile } from './open-zip.ts';
import { type ChatEntry, readChat } from './read-chat.ts';
import { findOurName, type SideClues } from './sides.ts';
import { type Heard, toMessages } from './to-messages.ts';
import { understand } from './understand.ts';

export type WhatsAppOptions = {
  counterpart: string;
  zone: string;
  now: Date;
  /** What the person said about the order of dates; null: find out. */
  dateOrder: DateOrder | null;
  vouchedNotices: readonly string[];
} & Pick<SideClues, 'contactNames' | 'workerNames' | 'ourName'>;

/** Opens an export. Throws UnusableFile, and what the disk throws. */
export async function openWhatsAppExport(
  path: string,
  options: WhatsAppOptions,
): Promise<DeviceFile> {
  const zip = path.toLowerCase().endsWith('.txt') ? null : await openZip(path);
  return {
    kind: 'whatsapp-export',
    channel: 'whatsapp',
    path,
    counterpart: options.counterpart,
    zone: options.zone,
    async *read(findings) {
      const chatName = zip === null ? basename(path) : chatNameIn(zip);
      const text = zip === null ? await readFile(path, 'utf8') : await zip.text(chatName);
      const heard = hear(
        text.replace(/^\uFEFF/, ''),
        [basename(path), chatName],
        zip,
        options,
        findings,
      );
      noteUnusedFiles(zip, chatName, heard, findings);
      yield* toMessages(heard, { zip, counterpart: options.counterpart });
    },
    async keepMedia(wanted, keep) {
      for (const name of wanted) if (zip !== null) await keep(await zip.open(name));
    },
    close: () => zip?.close(),
  };
}

function chatNameIn(zip: ZipFile): string {
  const texts = zip.names.filter((name) => /\.txt$/i.test(name));
  const named = texts.filter((name) => /(^|\/)_chat\.txt$|whatsapp/i.test(name));
  const [first, second] = named.length > 0 ? named : texts;
  if (first !== undefined && second === undefined) return first;
  throw new UnusableFile(
    first === undefined
      ? 'The zip holds no chat: there is no _chat.txt and no “WhatsApp Chat with ….txt”. Nothing was imported.'
      : `The zip holds several chats (${first}, ${second}). Nothing was imported.`,
    'Give the file that WhatsApp made with “Export chat”, one chat at a time.',
  );
}

/** Everything that was said in the chat, each with its time and its side. */
function hear(
  text: string,
  fileNames: readonly string[],
  zip: ZipFile | null,
  options: WhatsAppOptions,
  findings: FileFindings,
): Heard {
  const chat = readChat(text);
  if (chat.entries.length === 0) {
    throw new UnusableFile(
      'This file has no line that begins like a message of a WhatsApp export. Nothing was imported.',
      'Give the zip that WhatsApp made with “Export chat”. If it is one, send its first line, with the words taken out, to whoever looks after Casethread.',
    );
  }
  for (const note of chat.notUnderstood) addNote(findings.notUnderstood, note);
  const entries = datedEntries(orderedBy(chat.entries, options), options.zone, findings);
  const inZip = (name: string) => zip?.has(name) ?? false;
  const vouchedNotices = new Set(options.vouchedNotices.map(phraseOf));
  const clues = {
    senders: new Map<string, number>(),
    ownWords: new Set<string>(),
    noticeNames: new Set<string>(),
  };
  const said: Heard['said'] = [];
  for (const entry of entries) {
    const meaning = understand(entry, { inZip, vouchedNotices });
    switch (meaning.outcome) {
      case 'not-understood':
        addNote(findings.notUnderstood, noteOf(entry, meaning.reason));
        break;
      case 'group-event':
        throw new UnusableFile(
          `This is an export of a group: line ${entry.line} says so (“${shownLine(entry.rest)}”).`,
          'Only a chat between our number and one other person can be imported. Nothing was imported.',
        );
      case 'notice':
        findings.notices += 1;
        if (meaning.about === 'encryption' && meaning.sender !== null)
          clues.noticeNames.add(meaning.sender);
        if (meaning.about === 'number-changed') {
          addNote(
            findings.notes,
            noteOf(entry, 'says that a number changed: what came before was with another number'),
          );
        }
        break;
      case 'spoken': {
        const { spoken } = meaning;
        if (!clues.senders.has(spoken.sender)) clues.senders.set(spoken.sender, entry.line);
        if (spoken.isOurs) clues.ownWords.add(spoken.sender);
        if (spoken.doubt !== null) addNote(findings.notUnderstood, noteOf(entry, spoken.doubt));
        said.push({ entry, spoken });
      }
    }
  }
  if (said.length === 0) return { said, ourName: null };
  return { said, ourName: findOurName({ ...clues, ...options, fileNames }) };
}

function orderedBy(
  entries: readonly ChatEntry[],
  { dateOrder, now }: WhatsAppOptions,
): { entry: ChatEntry; wall: number | null }[] {
  const finding =
    dateOrder === null
      ? findDateOrder(entries, now)
      : { outcome: 'sure' as const, order: dateOrder };
  if (finding.outcome === 'sure') {
    const dated = entries.map((entry) => ({ entry, wall: wallOf(entry, finding.order) }));
    if (dated.some(({ wall }) => wall !== null)) return dated;
    throw new UnusableFile(
      `No date of this file makes sense as ${finding.order}. Nothing was imported.`,
      'Look at the first lines of the chat, and give --date-order as they are written.',
    );
  }
  const [first] = entries;
  throw new UnusableFile(
    `The dates of this file can be read in more than one way (${finding.orders.join(' or ')}): ` +
      `line ${first?.line ?? 1} begins “${shownLine(first?.raw.slice(0, 24) ?? '')}”. Nothing was imported.`,
    'Say how the phone writes a date: run this again with --date-order dmy (day first), mdy (month first) or ymd (year first).',
  );
}

function noteUnusedFiles(
  zip: ZipFile | null,
  chatName: string,
  { said }: Heard,
  findings: FileFindings,
): void {
  const named = new Set(said.flatMap(({ spoken }) => spoken.files));
  for (const name of zip?.names ?? []) {
    if (name === chatName || named.has(name)) continue;
    addNote(findings.notUnderstood, {
      line: 0,
      reason: 'is a file in the export that no line names; it is not kept',
      shown: shownLine(name),
    });
  }
}

function noteOf(entry: ChatEntry, reason: string): LineNote {
  return { line: entry.line, reason, shown: shownLine(entry.raw) };
}
