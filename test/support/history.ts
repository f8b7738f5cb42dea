// A history file for one test, imported into a database that knows one family.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCapture } from '../../src/capture/capture.ts';
import {
  type HistoryImport,
  type HistoryImportOptions,
  importHistory,
} from '../../src/command-line/import-history/import-history.ts';
import { importPeople } from '../../src/people/import/import-people.ts';
import { testDatabase } from './database.ts';
import { FAMILY, peopleFolder, temporaryFolder } from './people-files.ts';

export const OFFICIAL = '+447700900001';
const between = { officialNumber: OFFICIAL, counterpart: '+447700900123' };

/** The time at which the event of this minute happened. */
export const time = (minute: number) => new Date(Date.UTC(2025, 2, 3, 10, minute)).toISOString();

export function message(id: string, minute: number, more: object = {}): object {
  return {
    type: 'message',
    id,
    channel: 'sms',
    direction: 'inbound',
    ...between,
    body: `Hello ${id}`,
    at: time(minute),
    workerId: null,
    inReplyTo: null,
    media: [],
    ...more,
  };
}

export function scopeOpened(minute: number, more: object = {}): object {
  return {
    type: 'scope-opened',
    ...between,
    workerId: 'W1',
    caseNumbers: ['C1'],
    at: time(minute),
    ...more,
  };
}

export function scopeClosed(minute: number): object {
  return { type: 'scope-closed', ...between, workerId: 'W1', at: time(minute) };
}

export function choice(messageId: string, minute: number, more: object = {}): object {
  return {
    type: 'attribution-choice',
    messageId,
    workerId: 'W1',
    caseNumbers: ['C2', 'C1'],
    at: time(minute),
    ...more,
  };
}

export type HistoryTest = {
  /** Where the history file and its media lie. */
  folder: string;
  /** Imports these events, or these bytes; nothing runs the stages unless `drain` is given. */
  run(
    history: readonly (object | string)[] | Buffer,
    options?: Partial<HistoryImportOptions>,
  ): Promise<HistoryImport>;
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** How many rows there are of what an import writes. */
  counts(): Promise<Record<string, unknown>>;
};

/** A database that knows the family of people-files.ts, and a folder; both go when the test ends. */
export async function historyTest(): Promise<HistoryTest> {
  const { database } = await testDatabase();
  const clock = () => new Date('2026-03-30T09:00:00Z');
  await importPeople(await peopleFolder(FAMILY), { database, clock, dryRun: false });
  const folder = await temporaryFolder();
  const query = async (sql: string) => (await database.pool.query(sql)).rows;
  return {
    folder,
    query,
    run: async (history, options) => {
      const path = join(folder, 'history.ndjson');
      await writeFile(path, Buffer.isBuffer(history) ? history : asLines(history));
      return importHistory(path, {
        database,
        clock,
        capture: createCapture({ database, clock }),
        drain: async () => {},
        keepMedia: hashOnly,
        dryRun: false,
        onProgress: () => {},
        ...options,
      });
    },
    counts: async () => {
      const [row] = await query(`SELECT
        (SELECT count(*)::int FROM message) AS messages,
        (SELECT count(*)::int FROM delivery) AS deliveries,
        (SELECT count(*)::int FROM message_event) AS events,
        (SELECT count(*)::int FROM scope_event) AS scopes,
        (SELECT count(*)::int FROM attribution_choice) AS choices,
        (SELECT count(*)::int FROM stage_work) AS work`);
      return row ?? {};
    },
  };
}

function asLines(events: readonly (object | string)[]): string {
  return events
    .map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`)
    .join('');
}

async function hashOnly(source: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of source) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
