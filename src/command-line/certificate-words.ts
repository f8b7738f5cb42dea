// What a person reads of a certificate, and `casethread certificate <import>`.
import { type Certificate, certify } from '../devices-past/certificate.ts';
import { importReference, isWorker } from '../devices-past/import-store.ts';
import type { Product } from './product.ts';
import { counted, type ExitCode, say, type Terminal } from './terminal.ts';

/** `certificate <import>`: looks anew, for instance after questions were answered. */
export async function runCertificate(
  reference: string,
  { by }: { by?: string },
  { database, clock }: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  if (by !== undefined && !(await isWorker(database.pool, by))) {
    say(terminal, `There is no worker with the id ${by}. Nothing was changed.`);
    return 1;
  }
  const issuedTo = by ?? 'system:certificate';
  const certificate = await certify(database.pool, reference, issuedTo, clock());
  if (certificate === undefined) {
    say(
      terminal,
      `There is no import ${reference}. Nothing was changed. ` +
        'Give the reference that the import ended with, such as D1.',
    );
    return 1;
  }
  sayCertificate(terminal, certificate, importReference(certificate.facts.sequence));
  return certificate.granted ? 0 : 1;
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/London' });
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/London',
});

/** A certificate goes to standard output, because it is the result; a refusal says what is missing. */
export function sayCertificate(
  terminal: Terminal,
  certificate: Certificate,
  reference: string,
): void {
  const { facts, granted, reasons, number, issuedTo, at } = certificate;
  const about = [
    `  File      ${facts.fileName}`,
    `  SHA-256   ${facts.fileSha256}`,
    `  Number    ${facts.officialNumber}${facts.counterpart ? ` with ${facts.counterpart}` : ''}`,
    `  Device    ${facts.device ?? 'not named'}`,
    `  Imported  ${MOMENT.format(facts.at)} by ${facts.importedBy} (${reference})`,
  ];
  if (granted && facts.firstAt && facts.lastAt) {
    terminal.out.write(
      `${[
        `Certificate ${number}: safe to delete`,
        '',
        'What is on this device is on the record: ' +
          `${counted(facts.messages, 'message')} from ${DAY.format(facts.firstAt)} to ${DAY.format(facts.lastAt)}.`,
        '',
        ...about,
        `  Issued    ${MOMENT.format(at)} to ${issuedTo}`,
        '',
        'It speaks of what is in this file. A message that came to the device later is not in it.',
        'OFFICIAL-SENSITIVE',
      ].join('\n')}\n`,
    );
    return;
  }
  say(
    terminal,
    'No certificate: do not delete anything from the device yet.',
    ...reasons.map((reason) => `  - ${reason}`),
    '',
    ...about,
    '',
    `What was imported is kept. When the questions are answered, run "npx casethread certificate ${reference}".`,
  );
}
