// `casethread import people`: all or nothing, and running it twice changes nothing (contracts section 4).
import { recordAudit } from '../../access/audit-store.ts';
import { lookUpWordsOf } from '../../attribution/names/namesakes.ts';
import type { Database, Queryable } from '../../database/client.ts';
import type { Clock } from '../../messaging/clock.ts';
import type { PersonRow } from './files.ts';
import {
  lockPeople,
  type NameToken,
  readChildNames,
  replaceNameTokens,
  type Upserted,
  unknownIds,
  upsertPeople,
} from './import-people-store.ts';
import { type FileReading, type PeopleReading, type Reference, readPeople } from './read-people.ts';
import type { Rejection } from './rejection.ts';

type FileCounts = Upserted & { file: string; rows: number };

export type PeopleImport =
  | { outcome: 'nothing-there'; unknownFiles: string[] }
  /** Nothing was written. */
  | { outcome: 'rejected'; rejections: Rejection[]; unknownFiles: string[] }
  | { outcome: 'imported' | 'tried'; files: FileCounts[]; unknownFiles: string[] };

export type PeopleImportOptions = {
  database: Database;
  clock: Clock;
  /** Does everything, says what it did, and takes it back. */
  dryRun: boolean;
  /** How much is done, from 0 to 1: reading the files is the first half. */
  onProgress?: (share: number) => void;
};

/**
 * Imports the CSV files of a folder; it may hold some of them only. A row that a folder leaves out
 * stays as it is. Throws when the folder cannot be read or the database does not answer.
 */
export async function importPeople(
  folder: string,
  { database, clock, dryRun, onProgress = () => {} }: PeopleImportOptions,
): Promise<PeopleImport> {
  const reading = await readPeople(folder, (share) => onProgress(share / 2));
  const { files, unknownFiles } = reading;
  if (files.length === 0) return { outcome: 'nothing-there', unknownFiles };
  const run = async (connection: Queryable): Promise<PeopleImport> => {
    await lockPeople(connection);
    const unknown = await findUnknownReferences(connection, reading);
    const rejections = inFileOrder([...reading.rejections, ...unknown], files);
    if (rejections.length > 0) return { outcome: 'rejected', rejections, unknownFiles };
    const counts = await writeFiles(connection, files, (share) => onProgress((1 + share) / 2));
    await recordAudit(connection, auditOf(clock(), counts));
    return { outcome: dryRun ? 'tried' : 'imported', files: counts, unknownFiles };
  };
  return dryRun ? rolledBack(database, run) : database.transaction(run);
}

/** Carries a result out of a transaction that must not commit. */
class TakenBack extends Error {
  readonly result: PeopleImport;

  constructor(result: PeopleImport) {
    super('Taken back on purpose.');
    this.result = result;
  }
}

async function rolledBack(
  database: Database,
  work: (connection: Queryable) => Promise<PeopleImport>,
): Promise<PeopleImport> {
  try {
    return await database.transaction(async (connection): Promise<never> => {
      throw new TakenBack(await work(connection));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.result;
    throw error;
  }
}

async function writeFiles(
  connection: Queryable,
  files: readonly FileReading[],
  onProgress: (share: number) => void,
): Promise<FileCounts[]> {
  const counts: FileCounts[] = [];
  const total = files.reduce((sum, { rows }) => sum + rows.length, 0);
  let done = 0;
  for (const { file, rows } of files) {
    const upserted = await upsertPeople(connection, file, rows);
    counts.push({ file: file.name, rows: rows.length, ...upserted });
    if (file.table === 'child') await writeNameTokens(connection, rows);
    done += rows.length;
    onProgress(done / total);
  }
  return counts;
}

async function writeNameTokens(
  connection: Queryable,
  children: readonly PersonRow[],
): Promise<void> {
  const caseNumbers = children.map((row) => String(row.case_number));
  const tokens: NameToken[] = [];
  for (const { caseNumber, ...names } of await readChildNames(connection, caseNumbers)) {
    for (const token of lookUpWordsOf(names)) tokens.push({ caseNumber, token });
  }
  await replaceNameTokens(connection, caseNumbers, tokens);
}

async function findUnknownReferences(
  connection: Queryable,
  { references, listed }: PeopleReading,
): Promise<Rejection[]> {
  const elsewhere = references.filter(({ registry, id }) => !listed[registry].has(id));
  const rejections: Rejection[] = [];
  for (const [registry, some] of Map.groupBy(elsewhere, (reference) => reference.registry)) {
    const unknown = await unknownIds(connection, registry, [...new Set(some.map(({ id }) => id))]);
    rejections.push(...some.filter(({ id }) => unknown.has(id)).map(toRejection));
  }
  return rejections;
}

function toRejection({ registry, at }: Reference): Rejection {
  return { ...at, reason: `is not the id of a ${registry}, here or in the database` };
}

function inFileOrder(rejections: Rejection[], files: readonly FileReading[]): Rejection[] {
  const place = new Map(files.map(({ file }, index) => [file.name, index]));
  return rejections.sort(
    (a, b) => (place.get(a.file) ?? 0) - (place.get(b.file) ?? 0) || a.line - b.line,
  );
}

function auditOf(at: Date, counts: readonly FileCounts[]) {
  const sum = (of: (file: FileCounts) => number) =>
    counts.reduce((total, file) => total + of(file), 0);
  return {
    at,
    actor: 'system:import people',
    action: 'import',
    subjectKind: 'people',
    subjectId: counts.map(({ file }) => file).join(' '),
    caseNumbers: [],
    detail: {
      rows: sum(({ rows }) => rows),
      added: sum(({ added }) => added),
      changed: sum(({ changed }) => changed),
    },
  };
}
