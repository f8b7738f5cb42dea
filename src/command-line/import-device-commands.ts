// The words of `casethread import whatsapp-export` and `casethread import sms-backup`.
import { stat } from 'node:fs/promises';
import { certify } from '../devices-past/certificate.ts';
import { type DeviceFile, FileChanged } from '../devices-past/device-file.ts';
import { isOfficialNumber, isWorker, readNames } from '../devices-past/import-store.ts';
import { UnusableFile } from '../devices-past/past-message.ts';
import { openSmsBackup } from '../devices-past/sms-backup/backup-file.ts';
import type { DateOrder } from '../devices-past/whatsapp/date-order.ts';
import { openWhatsAppExport } from '../devices-past/whatsapp/export-file.ts';
import { sayCertificate } from './certificate-words.ts';
import { type DeviceImport, importDevice } from './import-device/import-device.ts';
import { sayReport } from './import-device/report-words.ts';
import type { Product } from './product.ts';
import { keepMemorySteady } from './steady-memory.ts';
import {
  type ExitCode,
  number,
  say,
  showActivity,
  showProgress,
  type Terminal,
} from './terminal.ts';

export type DeviceOptions = {
  official: string;
  device?: string;
  by?: string;
  dryRun?: boolean;
};

export type WhatsAppCommandOptions = DeviceOptions & {
  counterpart: string;
  ourName?: string;
  dateOrder?: DateOrder;
  timeZone: string;
  systemLine: string[];
};

/** `import whatsapp-export <zip>`. */
export function runImportWhatsApp(
  path: string,
  options: WhatsAppCommandOptions,
  product: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  return run(options, product, terminal, async () => {
    await stat(path);
    const names = await readNames(product.database.pool, options.counterpart);
    return openWhatsAppExport(path, {
      counterpart: options.counterpart,
      zone: options.timeZone,
      now: product.clock(),
      dateOrder: options.dateOrder ?? null,
      vouchedNotices: options.systemLine,
      ourName: options.ourName ?? null,
      contactNames: names.contacts,
      workerNames: names.workers,
    });
  });
}

/** `import sms-backup <xml>`. */
export function runImportSmsBackup(
  path: string,
  options: DeviceOptions,
  product: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  return run(options, product, terminal, async () => {
    await stat(path);
    return openSmsBackup(path, options.official);
  });
}

async function run(
  options: DeviceOptions,
  product: Product,
  terminal: Terminal,
  open: () => Promise<DeviceFile>,
): Promise<ExitCode> {
  keepMemorySteady();
  const { pool } = product.database;
  if (options.by !== undefined && !(await isWorker(pool, options.by))) {
    say(terminal, `There is no worker with the id ${options.by}. Nothing was imported.`);
    return 1;
  }
  let file: DeviceFile | undefined;
  try {
    file = await open();
    if (!(await isOfficialNumber(pool, file.channel, options.official))) {
      say(
        terminal,
        `Note: ${options.official} is not in official_numbers.csv for ${file.channel}. ` +
          'Its messages are kept; managers of every team see what nobody is known for.',
      );
    }
    return await importOne(file, options, product, terminal);
  } catch (error) {
    if (error instanceof UnusableFile) {
      say(terminal, ...error.what);
      return 1;
    }
    if (error instanceof FileChanged) {
      say(
        terminal,
        'The file changed while it was imported. What was kept is kept. Run this again.',
      );
      return 1;
    }
    throw error;
  } finally {
    file?.close();
  }
}

async function importOne(
  file: DeviceFile,
  options: DeviceOptions,
  product: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  const importedBy = options.by ?? `system:import ${file.kind}`;
  const { size } = await stat(file.path);
  const bars = {
    reading: showProgress(terminal, 'Reading', size),
    keeping: showActivity(terminal, 'Keeping', 'messages'),
  };
  const result = await importDevice(file, {
    ...product,
    keepMedia: (bytes) => product.media.keep(bytes),
    officialNumber: options.official,
    device: options.device ?? null,
    importedBy,
    dryRun: options.dryRun ?? false,
    onProgress: (pass, done) => bars[pass].update(done),
  }).finally(() => {
    bars.reading.stop();
    bars.keeping.stop();
  });
  return sayResult(result, importedBy, product, terminal);
}

async function sayResult(
  result: DeviceImport,
  issuedTo: string,
  { database, clock }: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  if (result.outcome === 'busy') {
    say(terminal, 'Another import is running. Nothing was imported. Try again after it.');
    return 1;
  }
  sayReport(terminal, result.report);
  if (result.outcome === 'checked') {
    say(terminal, '', 'Nothing was changed: this was a dry run.');
    return 0;
  }
  const { newMessages, keptBefore, captured } = result.report.counts;
  say(
    terminal,
    '',
    `Done: ${number(newMessages)} new, ${number(keptBefore)} imported before, ` +
      `${number(captured)} captured before from elsewhere.`,
    '',
  );
  const certificate = await certify(database.pool, result.importId, issuedTo, clock());
  if (certificate === undefined) throw new Error('An import that was just made is not there.');
  sayCertificate(terminal, certificate, result.reference);
  return 0;
}
