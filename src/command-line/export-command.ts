// The words of `casethread export …`.
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type ExportOutcome, type ExportRequest, runExport } from './export/run-export.ts';
import type { Product } from './product.ts';
import { counted, type ExitCode, say, showActivity, type Terminal } from './terminal.ts';

/** Writes an export to standard output, or to a file that appears only when it is whole. */
export async function runExportCommand(
  request: ExportRequest,
  file: string | undefined,
  product: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  await product.drain(); // what arrived before the export is on its record in it
  const { database, clock } = product;
  const progress = showActivity(terminal, 'Exporting', 'lines');
  const run = (output: Writable) =>
    runExport(request, output, { database, clock, onProgress: progress.update });
  const writing = file === undefined ? run(terminal.out) : toFile(file, run);
  const result = await writing.finally(progress.stop);
  if (result.outcome === 'no-such-case') {
    say(terminal, `There is no child with the case number ${request.filter.caseNumber}.`);
    return 1;
  }
  if (file !== undefined) say(terminal, `${counted(result.lines, 'line')} written to ${file}.`);
  return 0;
}

/** Writes to a file that appears only when it is whole. */
export async function toFile(
  file: string,
  run: (output: Writable) => Promise<ExportOutcome>,
): Promise<ExportOutcome> {
  const partial = `${file}.${randomUUID()}.partial`;
  const output = (await open(partial, 'wx', 0o600)).createWriteStream();
  try {
    const result = await run(output);
    output.end();
    await finished(output);
    if (result.outcome === 'finished') await rename(partial, file);
    return result;
  } finally {
    output.destroy();
    await rm(partial, { force: true });
  }
}
