// Which lines of an export stand for an attachment, and which file of the zip it is.
import { phraseOf, plainText } from '../plain-text.ts';
import { FILE_ATTACHED, KIND_OMITTED, MEDIA_OMITTED } from './phrases.ts';

/** What one message's words say about attachments. */
export type Attached = {
  /** The words that are left: a caption, or nothing. */
  words: string;
  files: string[];
  /** Content types of what the export leaves out. */
  omitted: string[];
};

const LEFT_TO_RIGHT = '\u200E';
/** <attached: 00000012-PHOTO-2025-03-04-14-06-11.jpg>, in any language. */
const IN_ANGLES = /<([^<>:：\n]{2,40})[:：]\s*([^<>\n]+\.[A-Za-z0-9]{1,8})>/;
/** IMG-20250304-WA0003.jpg (file attached), in any language. */
const IN_ROUND = /^(.+\.[A-Za-z0-9]{1,8}) \(([^()]{3,60})\)$/;
/** Names that WhatsApp gives. */
const OWN_NAME = /^((IMG|VID|AUD|PTT|STK|DOC)-\d{8}-WA\d{3,}|\d{8}-[A-Z]+-\d{4}(-\d{2}){5})\./;
/** "report.pdf • 2 pages", which WhatsApp writes before a document. */
const DESCRIPTION = /^.+\.[A-Za-z0-9]{1,8}( • .+)?$/;

const attachedWords: readonly string[] = FILE_ATTACHED;
const omittedWords: readonly string[] = MEDIA_OMITTED;

/**
 * Reads a message's words. `inZip` says whether the export holds a file of that name: in a language
 * we do not know, only a file that is there or that has a name of WhatsApp's own is one.
 */
export function readAttachments(body: string, inZip: (name: string) => boolean): Attached {
  const found: Attached = { words: '', files: [], omitted: [] };
  const words: string[] = [];
  for (const [place, line] of body.split('\n').entries()) {
    const file = fileOf(line, inZip);
    if (file) {
      found.files.push(file.name);
      if (file.before !== '') words.push(file.before);
      continue;
    }
    const kind = place === 0 ? omittedKind(line) : null;
    if (kind === null) words.push(line);
    else found.omitted.push(kind);
  }
  found.words = words.join('\n');
  return found;
}

function fileOf(
  line: string,
  inZip: (name: string) => boolean,
): { name: string; before: string } | null {
  const angles = IN_ANGLES.exec(line);
  if (angles) {
    const name = plainText(angles[2] ?? '');
    const marked = line.charAt(angles.index - 1) === LEFT_TO_RIGHT;
    if (marked || inZip(name) || OWN_NAME.test(name)) {
      const before = plainText(line.slice(0, angles.index));
      return { name, before: DESCRIPTION.test(before) && isNameOf(before, name) ? '' : before };
    }
  }
  const round = IN_ROUND.exec(plainText(line));
  if (!round) return null;
  const name = round[1] ?? '';
  const known = attachedWords.includes(phraseOf(round[2] ?? ''));
  return known || inZip(name) || OWN_NAME.test(name) ? { name, before: '' } : null;
}

/** "report.pdf • 2 pages" before 00000031-report.pdf is no caption. */
function isNameOf(description: string, fileName: string): boolean {
  const [name = ''] = description.split(' • ');
  return fileName === name || fileName.endsWith(`-${name}`);
}

function omittedKind(line: string): string | null {
  const phrase = phraseOf(line);
  const inside = /^<(.+)>$/.exec(phrase)?.[1]?.trim() ?? phrase;
  if (omittedWords.includes(inside.replace(/[.]$/, ''))) return 'application/octet-stream';
  for (const [contentType, phrases] of KIND_OMITTED) {
    if (phrases.includes(inside)) return contentType;
    // A document's name stands before the words.
    const isDocument = contentType === 'application/octet-stream';
    if (isDocument && phrases.some((one) => endsWithMarked(line, one))) return contentType;
  }
  return null;
}

function endsWithMarked(line: string, phrase: string): boolean {
  const mark = line.lastIndexOf(LEFT_TO_RIGHT);
  return mark > 0 && phraseOf(line.slice(mark)) === phrase;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  '3gp': 'video/3gpp',
  opus: 'audio/ogg',
  ogg: 'audio/ogg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  mp3: 'audio/mpeg',
  amr: 'audio/amr',
  pdf: 'application/pdf',
  vcf: 'text/vcard',
  txt: 'text/plain',
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The content type that a file's name ends on. */
export function contentTypeOf(name: string): string {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return CONTENT_TYPES[ending] ?? 'application/octet-stream';
}
