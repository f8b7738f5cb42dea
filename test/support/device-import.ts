// A device's file for one test, imported into a database that knows one family.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { mediaFiles } from '../../src/capture/media-files.ts';
import {
  type DeviceImport,
  type DeviceImportOptions,
  importDevice,
} from '../../src/command-line/import-device/import-device.ts';
import type { Database } from '../../src/database/client.ts';
import type { DeviceFile } from '../../src/devices-past/device-file.ts';
import { openSmsBackup } from '../../src/devices-past/sms-backup/backup-file.ts';
import {
  openWhatsAppExport,
  type WhatsAppOptions,
} from '../../src/devices-past/whatsapp/export-file.ts';
import type { Channel, IncomingMessage } from '../../src/messaging/message.ts';
import { importPeople } from '../../src/people/import/import-people.ts';
import { testDatabase } from './database.ts';
import { FAMILY, peopleFolder, temporaryFolder } from './people-files.ts';
import { type Road, road } from './road.ts';

export const OFFICIAL = '+447700900001';
export const GRACE = '+447700900123';
export const NOW = new Date('2026-11-21T09:00:00Z');

/** As an Android phone names them. */
export const CHAT = 'WhatsApp Chat with Grace Mensah.txt';
export const PHOTO = 'IMG-20260328-WA0001.jpg';
export const lines = (...all: string[]) => `${all.join('\n')}\n`;
/** How a line of 14 March begins. */
export const at = (time: string) => `14/03/2026, ${time} - `;

const FIXTURES = join(import.meta.dirname, '../fixtures/device-exports');

/** The family of people-files.ts, on WhatsApp too. */
const PEOPLE = {
  ...FAMILY,
  'contact_identifiers.csv': [
    ...FAMILY['contact_identifiers.csv'],
    'P1,whatsapp,07700 900123,yes,2024-04-05,',
  ],
  'official_numbers.csv': [
    ...FAMILY['official_numbers.csv'],
    '+447700900001,whatsapp,North,,North team',
  ],
};

export type DeviceTest = {
  folder: string;
  database: Database;
  road: Road;
  dataDir: string;
  /** What is kept, in the order in which it happened. */
  messages(): Promise<object[]>;
  /** Writes a zip and returns its path. */
  zip(files: Readonly<Record<string, string | Buffer>>, name?: string): Promise<string>;
  /** Imports WhatsApp's zip, all stages run. */
  whatsApp(
    path: string,
    options?: Partial<WhatsAppOptions>,
    importOptions?: Partial<DeviceImportOptions>,
  ): Promise<DeviceImport>;
  /** Imports a backup. */
  sms(xml: string | Buffer, importOptions?: Partial<DeviceImportOptions>): Promise<DeviceImport>;
  /** A live message, already there. */
  captured(at: string, body: string, changes?: Partial<IncomingMessage>): Promise<void>;
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
};

/** The text of a composed export. */
export async function fixture(name: string): Promise<string> {
  return readFile(join(FIXTURES, name), 'utf8');
}

/** A database that knows the family, and a folder; both go when the test ends. */
export async function deviceTest(): Promise<DeviceTest> {
  const { database } = await testDatabase();
  const clock = () => NOW;
  await importPeople(await peopleFolder(PEOPLE), { database, clock, dryRun: false });
  const folder = await temporaryFolder();
  const ways = road(database, clock);
  const dataDir = join(folder, 'data');
  let counter = 0;
  const run = (file: DeviceFile, options: Partial<DeviceImportOptions> = {}) =>
    importDevice(file, {
      database,
      clock,
      capture: ways.capture,
      drain: ways.drain,
      keepMedia: (bytes) => mediaFiles(dataDir).keep(bytes),
      officialNumber: OFFICIAL,
      device: 'North team phone 4',
      importedBy: 'W1',
      dryRun: false,
      onProgress: () => {},
      ...options,
    }).finally(() => file.close());
  const query = async (sql: string, values: unknown[] = []) =>
    (await database.pool.query<Record<string, unknown>>(sql, values)).rows;
  return {
    folder,
    database,
    road: ways,
    dataDir,
    zip: async (files, name = 'WhatsApp Chat with Grace Mensah.zip') => {
      const path = join(folder, name);
      await writeZip(path, files);
      return path;
    },
    whatsApp: async (path, options = {}, importOptions) =>
      run(
        await openWhatsAppExport(path, {
          counterpart: GRACE,
          zone: 'Europe/London',
          now: NOW,
          dateOrder: null,
          vouchedNotices: [],
          ourName: null,
          contactNames: [],
          workerNames: [],
          ...options,
        }),
        importOptions,
      ),
    sms: async (xml, importOptions) => {
      const path = join(folder, 'sms-20261121.xml');
      await writeFile(path, xml);
      return run(openSmsBackup(path, OFFICIAL), importOptions);
    },
    captured: async (at, body, changes = {}) => {
      counter += 1;
      const channel: Channel = changes.channel ?? 'whatsapp';
      const counterpart = changes.counterpart ?? GRACE;
      const direction = changes.direction ?? 'inbound';
      await ways.capture.keep({
        provider: 'twilio',
        kind: 'message',
        contentType: 'application/x-www-form-urlencoded',
        raw: Buffer.from('Body=…'),
        receivedAt: new Date(at),
        origin: 'live',
        events: [],
        optChanges: [],
        messages: [
          {
            kind: 'message',
            channel,
            externalId: `SM-live-${counter}`,
            direction,
            officialNumber: OFFICIAL,
            counterpart,
            author: direction === 'inbound' ? counterpart : OFFICIAL,
            workerId: null,
            body,
            profileName: null,
            inReplyTo: null,
            sentAt: null,
            media: [],
            ...changes,
          },
        ],
      });
    },
    query,
    messages: () =>
      query(
        `SELECT body, direction, origin, channel, occurred_at AS at FROM message
         ORDER BY occurred_at, sequence`,
      ),
  };
}

/** Writes a zip of these files. */
export async function writeZip(
  path: string,
  files: Readonly<Record<string, string | Buffer>>,
  compress = true,
): Promise<void> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(content), name, { compress });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
