// The words of `casethread import …`.
import { stat } from 'node:fs/promises';
import { importPeople } from '../people/import/import-people.ts';
import { describeRejection } from '../people/import/rejection.ts';
import { importHistory } from './import-history/import-history.ts';
import type { LineProblem } from './import-history/parsed-lines.ts';
import type { Product } from './product.ts';
import { counted, type ExitCode, number, say, showProgress, type Terminal } from './terminal.ts';

type Options = { dryRun?: boolean };

const MOST_SHOWN = 100;

/** `import people <dir>`. */
export async function runImportPeople(
  folder: string,
  { dryRun = false }: Options,
  { database, clock }: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  const progress = showProgress(terminal, 'Importing', 1);
  const result = await importPeople(folder, {
    database,
    clock,
    dryRun,
    onProgress: progress.update,
  }).finally(progress.stop);
  for (const name of result.unknownFiles) {
    say(terminal, `${name} is not one of the files we know, and was left alone.`);
  }
  switch (result.outcome) {
    case 'nothing-there':
      say(
        terminal,
        `There is none of our files in ${folder} (workers.csv, children.csv and so on).`,
      );
      return 1;
    case 'rejected':
      sayShortened(terminal, result.rejections.map(describeRejection));
      say(terminal, '', `Nothing was imported: ${problems(result.rejections.length)}.`);
      return 1;
    case 'imported':
    case 'tried':
      for (const { file, rows, added, changed, unchanged } of result.files) {
        say(
          terminal,
          `${file}: ${counted(rows, 'row')}, ${number(added)} new, ${number(changed)} changed, ` +
            `${number(unchanged)} as before`,
        );
      }
      say(terminal, dryRun ? 'Nothing was changed: this was a dry run.' : 'Done.');
      return 0;
  }
}

/** `import history <file>`. */
export async function runImportHistory(
  path: string,
  { dryRun = false }: Options,
  { database, clock, capture, drain, media }: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  const { size } = await stat(path);
  const bars = {
    checking: showProgress(terminal, 'Checking', size),
    importing: showProgress(terminal, 'Importing', size),
  };
  const result = await importHistory(path, {
    database,
    clock,
    capture,
    drain,
    keepMedia: (bytes) => media.keep(bytes),
    dryRun,
    onProgress: (pass, bytes) => bars[pass].update(bytes),
  }).finally(() => {
    bars.checking.stop();
    bars.importing.stop();
  });
  switch (result.outcome) {
    case 'busy':
      say(terminal, 'Another history is being imported. Nothing was imported. Try again after it.');
      return 1;
    case 'rejected':
      sayShortened(terminal, result.problems.map(describeProblem));
      say(terminal, '', `Nothing was imported: ${problems(result.problems.length)}.`);
      return 1;
    case 'imported':
    case 'checked': {
      const { counts, warnings } = result;
      sayShortened(
        terminal,
        warnings.map((warning) => `Note: ${describeProblem(warning)}`),
      );
      say(
        terminal,
        `${counted(counts.events, 'event')} read, ${counted(counts.messages, 'message')}: ` +
          `${number(counts.newMessages)} new, ${number(counts.alreadyKept)} kept before`,
      );
      if (dryRun) {
        say(terminal, 'Nothing was changed: this was a dry run.');
        return 0;
      }
      say(
        terminal,
        `${number(counts.attributed)} on a child’s record, ` +
          `${number(counts.awaitingWorker)} waiting for a worker, ` +
          `${number(counts.unmatched)} from nobody we know, ` +
          `${number(counts.notCasework)} not casework`,
      );
      if (counts.setAside > 0) {
        say(
          terminal,
          `${counted(counts.setAside, 'message')} could not be finished. They are kept. ` +
            'Run "npx casethread doctor", which lists what was set aside.',
        );
        return 1;
      }
      say(terminal, 'Done.');
      return 0;
    }
  }
}

function problems(count: number): string {
  return `${counted(count, 'problem')} to mend first`;
}

function describeProblem({ line, reason }: LineProblem): string {
  return `line ${line} ${reason}`;
}

function sayShortened(terminal: Terminal, lines: readonly string[]): void {
  for (const line of lines.slice(0, MOST_SHOWN)) say(terminal, line);
  if (lines.length > MOST_SHOWN) say(terminal, `and ${number(lines.length - MOST_SHOWN)} more`);
}
