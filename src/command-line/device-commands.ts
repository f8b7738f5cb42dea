// The names, options and help of what brings in a device's past.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isTimeZone } from '../devices-past/local-time.ts';
import { DATE_ORDERS } from '../devices-past/whatsapp/date-order.ts';
import { readAddress } from '../people/import/address.ts';
import { runCertificate } from './certificate-words.ts';
import {
  type DeviceOptions,
  runImportSmsBackup,
  runImportWhatsApp,
  type WhatsAppCommandOptions,
} from './import-device-commands.ts';
import type { Product } from './product.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** Opens the product, does the work with it, and ends the command with its exit code. */
type Run = (work: (product: Product) => Promise<ExitCode>) => Promise<void>;

/** Adds `whatsapp-export` and `sms-backup` to the imports. */
export function addDeviceImports(group: Command, terminal: Terminal, run: Run): void {
  group
    .command('whatsapp-export')
    .description(
      'import the zip that WhatsApp’s “Export chat” makes; repeatable; ends with a certificate',
    )
    .argument('<zip>', 'the chat between our number and one other person')
    .requiredOption('--official <number>', 'our number in the chat', address('whatsapp'))
    .requiredOption('--counterpart <number>', 'the other person’s number', address('whatsapp'))
    .option('--our-name <name>', 'our side’s name in the chat, where the file does not show it')
    .addOption(
      new Option(
        '--date-order <order>',
        'how the phone writes a date, where the file does not show it',
      ).choices(DATE_ORDERS),
    )
    .option('--time-zone <zone>', 'where the phone was', timeZone, 'Europe/London')
    .option(
      '--system-line <words>',
      'a line that somebody read and knows to be WhatsApp’s own; may be given again',
      (words: string, before: string[]) => [...before, words],
      [],
    )
    .option('--device <name>', 'what the device is called, for the record')
    .option('--by <worker>', 'id of the worker who imports it, for the record')
    .option('--dry-run', 'show what is in it, and keep nothing')
    .action((zip: string, options: WhatsAppCommandOptions) =>
      run((product) => runImportWhatsApp(zip, options, product, terminal)),
    );
  group
    .command('sms-backup')
    .description('import an XML file of SMS Backup & Restore; repeatable; ends with a certificate')
    .argument('<xml>', 'a backup of messages (sms-….xml), of any size')
    .requiredOption('--official <number>', 'the device’s own number, which is ours', address('sms'))
    .option('--device <name>', 'what the device is called, for the record')
    .option('--by <worker>', 'id of the worker who imports it, for the record')
    .option('--dry-run', 'show what is in it, and keep nothing')
    .action((xml: string, options: DeviceOptions) =>
      run((product) => runImportSmsBackup(xml, options, product, terminal)),
    );
}

/** Adds `certificate`. */
export function addCertificate(program: Command, terminal: Terminal, run: Run): void {
  program
    .command('certificate')
    .description('say anew whether what was imported from a device may be deleted there')
    .argument('<import>', 'the reference that the import ended with, such as D1')
    .option('--by <worker>', 'id of the worker who asks, for the record')
    .action((reference: string, options: { by?: string }) =>
      run((product) => runCertificate(reference, options, product, terminal)),
    );
}

function address(channel: 'sms' | 'whatsapp'): (text: string) => string {
  return (text) => {
    const reading = readAddress(channel, text.trim().replace(/^(whatsapp|sms):/, ''));
    if (reading.ok) return reading.value;
    throw new InvalidArgumentError(`It ${reading.reason}.`);
  };
}

function timeZone(text: string): string {
  if (isTimeZone(text)) return text;
  throw new InvalidArgumentError('Give a place of the time zone list, such as Europe/London.');
}
