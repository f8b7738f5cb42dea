// `casethread import history`: an old conversation walks the same road as a live one, at its own
// times (contracts section 5). It sends nothing, tells nobody and chases nobody.
import type pg from 'pg';
import { recordAudit } from '../../access/audit-store.ts';
import type { Capture } from '../../capture/capture.ts';
import type { Database } from '../../database/client.ts';
import type { Clock } from '../../messaging/clock.ts';
import { checkHistory, type HistoryCheck } from './check-history.ts';
import { copyMedia, type KeepMedia } from './copy-media.ts';
import {
  countSetAside,
  countStates,
  lockImport,
  prepareFileMessages,
  unlockImport,
} from './history-store.ts';
import { keepChunk } from './keep-history.ts';
import { noteMediaCopies } from './media-store.ts';
import { type LineProblem, readChunks } from './parsed-lines.ts';

type HistoryCounts = {
  events: number;
  messages: number;
  /** Messages of the file that were not kept before. */
  newMessages: number;
  alreadyKept: number;
  /** How the file's messages stand when all is done; 0 each after a dry run. */
  attributed: number;
  awaitingWorker: number;
  unmatched: number;
  notCasework: number;
  /** Kept, and not finished by a stage: somebody must look. */
  setAside: number;
};

export type HistoryImport =
  | { outcome: 'busy' }
  /** Nothing was written. */
  | { outcome: 'rejected'; problems: LineProblem[] }
  | { outcome: 'imported' | 'checked'; counts: HistoryCounts; warnings: LineProblem[] };

export type HistoryImportOptions = {
  database: Database;
  clock: Clock;
  capture: Capture;
  /** Runs the stages until nothing waits. */
  drain: () => Promise<unknown>;
  keepMedia: KeepMedia;
  /** Checks the file against itself and the database, and writes nothing. */
  dryRun: boolean;
  /** How many bytes of the file a pass has done. */
  onProgress: (pass: 'checking' | 'importing', bytes: number) => void;
};

/**
 * Imports a history file. A file with a problem is not imported at all. Stopped at any point, it
 * is run again and goes on. Throws when the file cannot be read or the database does not answer.
 */
export async function importHistory(
  path: string,
  options: HistoryImportOptions,
): Promise<HistoryImport> {
  const connection = await options.database.pool.connect();
  try {
    if (!(await lockImport(connection))) return { outcome: 'busy' };
    const result = await importLocked(connection, path, options);
    await unlockImport(connection);
    return result;
  } finally {
    connection.release(true); // which also ends the lock and the connection's own table
  }
}

async function importLocked(
  connection: pg.PoolClient,
  path: string,
  options: HistoryImportOptions,
): Promise<HistoryImport> {
  await prepareFileMessages(connection);
  const check = await checkHistory(connection, path, (bytes) =>
    options.onProgress('checking', bytes),
  );
  if (check.problems.length > 0) return { outcome: 'rejected', problems: check.problems };
  if (options.dryRun) return { outcome: 'checked', ...reportOf(check, new Map(), 0) };
  const added = await keepAll(connection, path, options);
  const states = await countStates(connection);
  const report = reportOf(check, states, await countSetAside(connection));
  await audit(options, report.counts, added);
  return { outcome: 'imported', ...report };
}

async function keepAll(
  connection: pg.PoolClient,
  path: string,
  { clock, capture, drain, keepMedia, onProgress }: HistoryImportOptions,
): Promise<number> {
  let added = 0;
  for await (const { lines, endsAt } of readChunks(path)) {
    const copies = await copyMedia(connection, path, lines, keepMedia);
    added += await keepChunk(connection, capture, lines, () =>
      noteMediaCopies(connection, copies, clock()),
    );
    await drain();
    onProgress('importing', endsAt);
  }
  await drain(); // what an import that was stopped had left
  return added;
}

function reportOf(
  check: HistoryCheck,
  states: ReadonlyMap<string, number>,
  setAside: number,
): { counts: HistoryCounts; warnings: LineProblem[] } {
  const { events, messages, alreadyKept, warnings } = check;
  return {
    counts: {
      events,
      messages,
      newMessages: messages - alreadyKept,
      alreadyKept,
      attributed: states.get('attributed') ?? 0,
      awaitingWorker: states.get('awaiting-worker') ?? 0,
      unmatched: states.get('unmatched') ?? 0,
      notCasework: states.get('not-casework') ?? 0,
      setAside,
    },
    warnings,
  };
}

function audit(
  { database, clock }: HistoryImportOptions,
  { messages, newMessages }: HistoryCounts,
  added: number,
): Promise<void> {
  return recordAudit(database.pool, {
    at: clock(),
    actor: 'system:import history',
    action: 'import',
    subjectKind: 'history',
    subjectId: 'history',
    caseNumbers: [],
    detail: { messages, newMessages, newEvents: added },
  });
}
