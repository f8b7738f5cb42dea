// Reads the files of a folder and says which rows cannot be accepted. Writes nothing.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PEOPLE_FILES, type PeopleFile, type PersonRow, type Registry } from './files.ts';
import { type CsvRow, readCsv } from './read-csv.ts';
import type { Rejection } from './rejection.ts';

/** Where a row refers to somebody, so that a wrong id can be named. */
export type Reference = { registry: Registry; id: string; at: Omit<Rejection, 'reason'> };

export type FileReading = { file: PeopleFile; rows: PersonRow[] };

export type PeopleReading = {
  files: FileReading[];
  rejections: Rejection[];
  references: Reference[];
  /** Ids that the files themselves list. */
  listed: Record<Registry, Set<string>>;
  /** CSV files in the folder that are none of ours, perhaps misspelt. */
  unknownFiles: string[];
};

/** Reads every file of `folder` that is there. Throws when the folder cannot be read. */
export async function readPeople(
  folder: string,
  onProgress: (share: number) => void,
): Promise<PeopleReading> {
  const there = await readdir(folder);
  const known = PEOPLE_FILES.map(({ name }) => name);
  const reading: PeopleReading = {
    files: [],
    rejections: [],
    references: [],
    listed: { worker: new Set(), child: new Set(), contact: new Set() },
    unknownFiles: there.filter((name) => /\.csv$/i.test(name) && !known.includes(name)),
  };
  const ours = PEOPLE_FILES.filter(({ name }) => there.includes(name));
  const sizes = await Promise.all(
    ours.map(async ({ name }) => (await stat(join(folder, name))).size),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  for (const [place, file] of ours.entries()) {
    await readFile(folder, file, reading, (bytes) => onProgress((done + bytes) / total));
    done += sizes[place] ?? 0;
  }
  return reading;
}

async function readFile(
  folder: string,
  file: PeopleFile,
  reading: PeopleReading,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const rows: PersonRow[] = [];
  const lineOfKey = new Map<string, number>();
  for await (const row of readCsv(join(folder, file.name), file.name, file.columns)) {
    if ('reason' in row) {
      reading.rejections.push(row);
      continue;
    }
    onProgress(row.bytes);
    const { accepted, rejections } = acceptRow(file, row, lineOfKey);
    reading.rejections.push(...rejections);
    noteIds(file, row, reading);
    if (accepted) rows.push(accepted);
  }
  reading.files.push({ file, rows });
}

function acceptRow(
  file: PeopleFile,
  { line, cells }: CsvRow,
  lineOfKey: Map<string, number>,
): { accepted: PersonRow | undefined; rejections: Rejection[] } {
  const result = file.schema.safeParse(cells);
  if (!result.success) {
    const rejections = result.error.issues.map((issue) => {
      const column = String(issue.path[0]);
      return { file: file.name, line, column, value: cells[column] ?? '', reason: issue.message };
    });
    return { accepted: undefined, rejections };
  }
  const key = JSON.stringify(file.key.map((column) => result.data[column]));
  const earlier = lineOfKey.get(key);
  if (earlier === undefined) {
    lineOfKey.set(key, line);
    return { accepted: result.data, rejections: [] };
  }
  const column = file.key.join(', ');
  const value = file.key.map((name) => result.data[name]).join(', ');
  const reason = `is on line ${earlier} already`;
  return { accepted: undefined, rejections: [{ file: file.name, line, column, value, reason }] };
}

/** Taken from the cells, so that a row rejected for another reason raises no second complaint. */
function noteIds(file: PeopleFile, { line, cells }: CsvRow, reading: PeopleReading): void {
  if (file.lists) reading.listed[file.lists.registry].add(cells[file.lists.column] ?? '');
  for (const [column, registry] of Object.entries(file.refersTo)) {
    const id = cells[column] ?? '';
    if (id === '') continue;
    reading.references.push({ registry, id, at: { file: file.name, line, column, value: id } });
  }
}
