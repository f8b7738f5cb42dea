// The command tree: names, options and help. What a command does is in a file of its own.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Config, readConfig } from '../config.ts';
import { addCertificate, addDeviceImports } from './device-commands.ts';
import { runDoctor } from './doctor-command.ts';
import { runExplain } from './explain-command.ts';
import { EXPORT_OF, EXPORTS, type ExportKind } from './export/exports.ts';
import { readMoment } from './export/filter.ts';
import { FORMATS, type Format } from './export/write-lines.ts';
import { runExportCommand } from './export-command.ts';
import { explainFailure } from './failure.ts';
import { runImportHistory, runImportPeople } from './import-commands.ts';
import { addManifests } from './manifest-command.ts';
import type { Parts, Product } from './product.ts';
import { runReconcile } from './reconcile-command.ts';
import { runReEvaluate, runRulesTest } from './rules-command.ts';
import { runTeamFigures, type TeamFiguresOptions } from './team-figures-command.ts';
import { type ExitCode, say } from './terminal.ts';
import { runVerify } from './verify-command.ts';

const EXIT_CODES = 'Exit codes: 0 done, 1 failed, 2 wrong usage.';

/**
 * Runs one command to its end. Never throws: what goes wrong is said on standard error, in words
 * where it was to be expected and with its stack where it is a fault of ours.
 */
export async function runCommandLine(args: readonly string[], parts: Parts): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(parts, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const words = explainFailure(error);
    if (words !== undefined) say(parts.terminal, words);
    else {
      const stack = error instanceof Error ? error.stack : String(error);
      say(parts.terminal, 'Casethread stopped because of a fault of its own:', stack ?? '');
    }
    return 1;
  }
}

type Finish = (code: ExitCode) => void;

function createProgram(parts: Parts, finish: Finish): Command {
  const { terminal } = parts;
  const program = new Command('casethread')
    .description('Keeps what families text their social workers on the right child’s record.')
    .helpCommand(false)
    .showHelpAfterError('Add --help to see what is possible.')
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
    })
    .addHelpText('after', `\n${EXIT_CODES} Messages go to standard error.`)
    .exitOverride();

  program
    .command('start')
    .description('run Casethread until it is told to stop')
    .action(async () => finish(await parts.start(readConfig(parts.env))));
  addImports(program, parts, finish);
  addExports(program, parts, finish);
  addChecks(program, parts, finish);
  addManifests(program, parts.terminal, finish);
  addCertificate(program, parts.terminal, (work) => withProduct(parts, work).then(finish));
  return program;
}

function addImports(program: Command, parts: Parts, finish: Finish): void {
  const group = program.command('import').description('bring in people, or messages of the past');
  group
    .command('people')
    .description('import people and cases from CSV files; all or nothing; repeatable')
    .argument('<folder>', 'where workers.csv, children.csv and the others are; some may be missing')
    .option('--dry-run', 'do everything, say what would change, and take it back')
    .action(async (folder: string, options: { dryRun?: boolean }) =>
      finish(
        await withProduct(parts, (product) =>
          runImportPeople(folder, options, product, parts.terminal),
        ),
      ),
    );
  group
    .command('history')
    .description('import past messages; stopped at any point, it goes on when run again')
    .argument('<file>', 'events as NDJSON, one a line, in time order')
    .option('--dry-run', 'check every line against the file and the database, and write nothing')
    .action(async (file: string, options: { dryRun?: boolean }) =>
      finish(
        await withProduct(parts, (product) =>
          runImportHistory(file, options, product, parts.terminal),
        ),
      ),
    );
  addDeviceImports(group, parts.terminal, (work) => withProduct(parts, work).then(finish));
}

const EXPLAINED: Readonly<Record<ExportKind, string>> = {
  messages: 'export messages, as they are at this moment',
  recordings: 'export recordings, as they are at this moment',
  chronology: 'export chronology, as they are at this moment',
  completeness: 'export what each provider held of each number and day, and what we hold',
};

type ExportOptions = {
  case?: string;
  since?: Date;
  until?: Date;
  format: Format;
  out?: string;
};

function addExports(program: Command, parts: Parts, finish: Finish): void {
  const group = program
    .command('export')
    .description('write out what is kept; every line is marked, every export audited');
  for (const kind of EXPORTS) {
    const command = group.command(kind).description(EXPLAINED[kind]);
    // A day's completeness is about a number, and not about a child.
    if (kind !== 'completeness') {
      command.option('--case <number>', 'only what is on this child’s record now');
    }
    command
      .option('--since <time>', `from then on: ${EXPORT_OF[kind].time}`, moment('since'))
      .option('--until <time>', 'before then; a day (2026-03-31) means to its end', moment('until'))
      .addOption(new Option('--format <format>').choices(FORMATS).default('ndjson'))
      .option('--out <file>', 'a file instead of standard output; it appears when it is whole')
      .action(async (options: ExportOptions) =>
        finish(await withProduct(parts, (product) => runOneExport(kind, options, product, parts))),
      );
  }
  group
    .command('team-figures')
    .description('export counts by team and month for publication; small counts are suppressed')
    .option('--month <month>', 'a month that is over, such as 2026-02; otherwise the last one')
    .addOption(new Option('--format <format>').choices(FORMATS).default('ndjson'))
    .option('--out <file>', 'a file instead of standard output; it appears when it is whole')
    .action(async (options: TeamFiguresOptions) =>
      finish(
        await withProduct(parts, (product) => runTeamFigures(options, product, parts.terminal)),
      ),
    );
}

function runOneExport(
  kind: ExportKind,
  options: ExportOptions,
  product: Product,
  { terminal }: Parts,
): Promise<ExitCode> {
  const filter = {
    caseNumber: options.case ?? null,
    since: options.since ?? null,
    until: options.until ?? null,
  };
  return runExportCommand({ kind, filter, format: options.format }, options.out, product, terminal);
}

function addChecks(program: Command, parts: Parts, finish: Finish): void {
  const rules = program
    .command('rules')
    .description('try the rules that flag messages for a manager, or read past messages again');
  rules
    .command('test')
    .description('flags for each {"id", "text", "direction"} line of a file; needs no database')
    .argument('<file>', 'NDJSON; direction is inbound or outbound')
    .option('--rules <file>', 'changes to the shipped rules, as JSON')
    .action(async (file: string, options: { rules?: string }) =>
      finish(await runRulesTest(file, options, parts.terminal)),
    );
  rules
    .command('re-evaluate')
    .description('read past messages again with the rules in force; flags are only ever added')
    .requiredOption('--since <time>', 'messages from then on', moment('since'))
    .action(async (options: { since: Date }) =>
      finish(
        await withProduct(parts, (product) => runReEvaluate(options, product, parts.terminal)),
      ),
    );
  program
    .command('reconcile')
    .description('ask each provider’s own ledger what it holds, and keep what is missing')
    .option('--since <time>', 'from then on, not from where the last time ended', moment('since'))
    .action(async (options: { since?: Date }) =>
      finish(await withProduct(parts, (product) => runReconcile(options, product, parts.terminal))),
    );
  program
    .command('explain')
    .description('say why a message is on the record it is on, and whether the rules still say so')
    .argument('<message>', 'its id, the provider’s id, or the reference on its receipt (K123)')
    .action(async (message: string) =>
      finish(await withProduct(parts, (product) => runExplain(message, product, parts.terminal))),
    );
  program
    .command('verify')
    .description('recompute the hashes of everything kept, and report the first difference')
    .action(async () =>
      finish(await withProduct(parts, (product) => runVerify(product, parts.terminal))),
    );
  program
    .command('doctor')
    .description('check settings, database, providers, clock and disk, and say what to mend')
    .action(async () => finish(await runDoctor(parts)));
}

/** An option's time: RFC 3339, or a day in Europe/London. */
function moment(end: 'since' | 'until'): (text: string) => Date {
  return (text) => {
    const read = readMoment(text, end);
    if (read) return read;
    throw new InvalidArgumentError('Give a day (2026-03-31) or a time (2026-03-31T09:00:00Z).');
  };
}

async function withProduct(
  parts: Parts,
  work: (product: Product) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config: Config = readConfig(parts.env);
  const product = await parts.openProduct(config);
  try {
    return await work(product);
  } finally {
    await product.close();
  }
}
