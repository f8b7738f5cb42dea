// `casethread import whatsapp-export` and `import sms-backup`: the past of a device walks the same
// road as a live message, at its own times. It sends nothing, tells nobody and chases nobody.
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type pg from 'pg';
import { recordAudit } from '../../access/audit-store.ts';
import type { Capture } from '../../capture/capture.ts';
import type { Database } from '../../database/client.ts';
import type { DeviceFile, KeepMedia } from '../../devices-past/device-file.ts';
import { filePieces } from '../../devices-past/file-pieces.ts';
import { recordImport } from '../../devices-past/import-store.ts';
import { type FileFindings, noFindings } from '../../devices-past/past-message.ts';
import type { Clock } from '../../messaging/clock.ts';
import { lockImport, unlockImport } from '../import-history/history-store.ts';
import { keepStaged } from './keep-staged.ts';
import { readLookAlikes } from './pairing-store.ts';
import {
  type Conversation,
  countStaged,
  type Gap,
  readConversations,
  readGaps,
  readMissingMedia,
  type StagedReport,
} from './report-store.ts';
import { stageFile } from './stage-file.ts';

export type DeviceReport = {
  findings: FileFindings;
  counts: StagedReport;
  conversations: Conversation[];
  gaps: Gap[];
  missing: { line: number; reason: string }[];
  lookAlikes: { count: number; first: { line: number; isSameMinute: boolean }[] };
};

export type DeviceImport =
  | { outcome: 'busy' }
  | { outcome: 'checked'; report: DeviceReport }
  | { outcome: 'imported'; report: DeviceReport; importId: string; reference: string };

export type DeviceImportOptions = {
  database: Database;
  clock: Clock;
  capture: Capture;
  /** Runs the stages until nothing waits. */
  drain: () => Promise<unknown>;
  keepMedia: KeepMedia;
  officialNumber: string;
  device: string | null;
  importedBy: string;
  dryRun: boolean;
  onProgress: (pass: 'reading' | 'keeping', done: number) => void;
};

const GAP_DAYS = 30;
const MOST_SHOWN = 100;

/**
 * Imports a device's file. Throws UnusableFile when it cannot be imported as it is: then nothing of
 * it was kept. Stopped at any point, it is run again and goes on.
 */
export async function importDevice(
  file: DeviceFile,
  options: DeviceImportOptions,
): Promise<DeviceImport> {
  const connection = await options.database.pool.connect();
  try {
    if (!(await lockImport(connection))) return { outcome: 'busy' };
    const result = await importLocked(connection, file, options);
    await unlockImport(connection);
    return result;
  } finally {
    connection.release(true); // which also ends the lock and the connection's own tables
  }
}

async function importLocked(
  connection: pg.PoolClient,
  file: DeviceFile,
  options: DeviceImportOptions,
): Promise<DeviceImport> {
  const { officialNumber, clock, capture, drain, keepMedia, onProgress } = options;
  const findings = noFindings();
  const onRead = (done: number) => onProgress('reading', done);
  await stageFile(connection, file, officialNumber, findings, onRead);
  const report = await reportOf(connection, file, findings);
  if (options.dryRun) return { outcome: 'checked', report };
  const { id: importId, reference } = await recordImport(
    connection,
    await describe(file, options),
    { messages: report.counts.messages, findings, missing: report.missing },
  );
  await keepStaged(
    { file, officialNumber, importId },
    {
      connection,
      capture,
      drain,
      keepMedia,
      now: clock,
      onProgress: (done) => onProgress('keeping', done),
    },
  );
  await audit(file, options, importId, report);
  return { outcome: 'imported', report, importId, reference };
}

async function reportOf(
  connection: pg.PoolClient,
  { channel }: DeviceFile,
  findings: FileFindings,
): Promise<DeviceReport> {
  return {
    findings,
    counts: await countStaged(connection),
    conversations: await readConversations(connection, channel),
    gaps: await readGaps(connection, GAP_DAYS, MOST_SHOWN),
    missing: await readMissingMedia(connection, MOST_SHOWN),
    lookAlikes: await readLookAlikes(connection, MOST_SHOWN),
  };
}

async function describe(
  file: DeviceFile,
  { officialNumber, device, importedBy, clock }: DeviceImportOptions,
) {
  const { kind, channel, counterpart, path } = file;
  const { size } = await stat(path);
  const fileSha256 = await hashOf(path);
  const fileName = basename(path);
  const of = { kind, channel, counterpart, officialNumber, device, importedBy };
  return { ...of, fileName, fileBytes: size, fileSha256, at: clock() };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of filePieces(path)) hash.update(chunk);
  return hash.digest('hex');
}

function audit(
  { kind }: DeviceFile,
  { database, clock, importedBy }: DeviceImportOptions,
  importId: string,
  { counts, findings }: DeviceReport,
): Promise<void> {
  const { messages, newMessages } = counts;
  return recordAudit(database.pool, {
    at: clock(),
    actor: importedBy,
    action: 'import',
    subjectKind: kind,
    subjectId: importId,
    caseNumbers: [],
    detail: { messages, newMessages, notUnderstood: findings.notUnderstood.count },
  });
}
