// `casethread export …`: streams, marks every line, and says in the audit who asked for what.
import { randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import { recordAudit } from '../../access/audit-store.ts';
import type { Database } from '../../database/client.ts';
import type { Clock } from '../../messaging/clock.ts';
import { isCase } from './export-messages-store.ts';
import { EXPORT_OF, type ExportKind } from './exports.ts';
import type { ExportFilter } from './filter.ts';
import { type Format, type Written, writeLines } from './write-lines.ts';

export type ExportRequest = { kind: ExportKind; filter: ExportFilter; format: Format };

type ExportNeeds = {
  database: Database;
  clock: Clock;
  /** How many lines are written, now and then. */
  onProgress?: (lines: number) => void;
};

export type ExportOutcome = { outcome: 'no-such-case' } | Written;

/**
 * Writes what the request asks for to an open stream. Audited before the first line is written
 * and after the last, so that an export that is cut short is on record too.
 */
export async function runExport(
  { kind, filter, format }: ExportRequest,
  output: Writable,
  { database, clock, onProgress }: ExportNeeds,
): Promise<ExportOutcome> {
  const { caseNumber } = filter;
  if (caseNumber !== null && !(await isCase(database.pool, caseNumber))) {
    return { outcome: 'no-such-case' };
  }
  const subjectId = randomUUID();
  const audit = (detail: Readonly<Record<string, string | number | null>>) =>
    recordAudit(database.pool, {
      at: clock(),
      actor: 'system:export',
      action: 'export',
      subjectKind: kind,
      subjectId,
      caseNumbers: caseNumber === null ? [] : [caseNumber],
      detail,
    });
  await audit({
    step: 'begun',
    format,
    since: filter.since?.toISOString() ?? null,
    until: filter.until?.toISOString() ?? null,
  });
  const { columns, read } = EXPORT_OF[kind];
  const lines = read(database, filter, clock());
  const written = await writeLines(lines, output, format, columns, onProgress ?? (() => {}));
  await audit({ step: written.outcome, lines: written.lines });
  return written;
}
