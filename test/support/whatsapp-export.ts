// WhatsApp's export of one chat with Grace Mensah, written and read for one test.
import { join } from 'node:path';
import {
  type FileFindings,
  noFindings,
  type PastMessage,
} from '../../src/devices-past/past-message.ts';
import {
  openWhatsAppExport,
  type WhatsAppOptions,
} from '../../src/devices-past/whatsapp/export-file.ts';
import { GRACE, writeZip } from './device-import.ts';
import { temporaryFolder } from './people-files.ts';

type Files = Record<string, string | Buffer>;

/** Writes the chat, or a zip of these files, and reads it. */
export async function readExport(
  chat: string | Files,
  options: Partial<WhatsAppOptions> = {},
  zipName = 'WhatsApp Chat with Grace Mensah.zip',
): Promise<{ messages: PastMessage[]; findings: FileFindings }> {
  const path = join(await temporaryFolder(), zipName);
  await writeZip(path, typeof chat === 'string' ? { '_chat.txt': chat } : chat);
  return readPath(path, options);
}

export async function readPath(path: string, options: Partial<WhatsAppOptions> = {}) {
  const file = await openWhatsAppExport(path, {
    counterpart: GRACE,
    zone: 'Europe/London',
    now: new Date('2026-11-21T09:00:00Z'),
    dateOrder: null,
    vouchedNotices: [],
    ourName: null,
    contactNames: [],
    workerNames: [],
    ...options,
  });
  const findings = noFindings();
  const messages: PastMessage[] = [];
  try {
    for await (const message of file.read(findings, () => {})) messages.push(message);
  } finally {
    file.close();
  }
  return { messages, findings };
}

export const chat = (...lines: string[]) => `${lines.join('\n')}\n`;
/** One line at ten in the morning. */
export const line = (date: string, who: string, words: string) =>
  `${date}, 10:00 - ${who}: ${words}`;
export const GRACE_SAYS = (words: string, date = '14/03/2026') => line(date, 'Grace Mensah', words);
export const DEV_SAYS = (words: string, date = '14/03/2026') => line(date, 'Dev Patel', words);
