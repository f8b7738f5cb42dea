import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { fixture, writeZip } from '../../test/support/device-import.ts';
import { FAMILY, peopleFolder } from '../../test/support/people-files.ts';
import { createAttributionStage } from '../attribution/stage.ts';
import { createOversightStage } from '../oversight/stage.ts';
import { createRecordStage } from '../record/stage.ts';
import { openProduct } from './open-product.ts';
import { runCommandLine } from './program.ts';

let testing: TestDatabase;
let folder: string;
let zip: string;
beforeAll(async () => {
  testing = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'casethread-device-'));
  zip = join(folder, 'WhatsApp Chat with Grace Mensah.zip');
  await writeZip(zip, { '_chat.txt': await fixture('whatsapp/android-en-gb-24h.txt') });
});
afterAll(async () => {
  await testing.drop();
  await rm(folder, { recursive: true });
});

type Ran = { code: number; out: string; err: string };

/** Runs a command in this process, on the test's own database. */
async function run(...args: string[]): Promise<Ran> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const [outText, errText] = [text(out), text(err)];
  const code = await runCommandLine(args, {
    env: {
      DATABASE_URL: testing.ownerUrl,
      DATABASE_APP_URL: testing.url,
      DATA_DIR: folder,
    },
    terminal: { out, err },
    start: async () => 0,
    openProduct: (config) =>
      openProduct(config, {
        adaptersOf: () => [],
        stagesOf: (_, { clock }) => [
          createAttributionStage({ clock }),
          createOversightStage(() => []),
          createRecordStage({ clock, nation: 'england-and-wales' }),
        ],
      }),
    adaptersOf: () => [],
  });
  out.end();
  err.end();
  return { code, out: await outText, err: await errText };
}

const WHATSAPP = ['--official', '+447700900001', '--counterpart', '07700 900123'];
const SMS = ['--official', '+447700900001'];

describe('usage', () => {
  test.each([
    [['import', 'whatsapp-export']],
    [['import', 'whatsapp-export', 'a.zip']],
    [['import', 'whatsapp-export', 'a.zip', '--official', '+447700900001']],
    [['import', 'whatsapp-export', 'a.zip', ...WHATSAPP, '--date-order', 'ydm']],
    [['import', 'whatsapp-export', 'a.zip', ...WHATSAPP, '--time-zone', 'London']],
    [['import', 'whatsapp-export', 'a.zip', '--official', 'us', '--counterpart', '07700 900123']],
    [['import', 'sms-backup', 'a.xml']],
    [['certificate']],
  ])('%j is wrong usage', async (args) => {
    const { code, out, err } = await run(...args);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('error:');
  });

  test.each([[['import', 'whatsapp-export']], [['import', 'sms-backup']], [['certificate']]])(
    '%j has help',
    async (args) => {
      expect(await run(...args, '--help')).toMatchObject({
        code: 0,
        out: expect.stringContaining('Usage: casethread'),
        err: '',
      });
    },
  );
});

describe('what cannot be done is said in words, with what was kept', () => {
  test.each([
    [['import', 'whatsapp-export', '/nowhere.zip', ...WHATSAPP], /There is no \/nowhere.zip/],
    [['import', 'sms-backup', '/nowhere.xml', ...SMS], /There is no \/nowhere.xml/],
    [['import', 'sms-backup', '/dev/null', ...SMS], /damaged or cut off.*Nothing was imported/],
    [['import', 'sms-backup', '/dev/null', ...SMS, '--by', 'W9'], /no worker with the id W9/],
    [['import', 'whatsapp-export', import.meta.filename, ...WHATSAPP], /not a zip file/],
    [['certificate', 'D99'], /There is no import D99/],
  ])('%j', async (args, words) => {
    const { code, out, err } = await run(...args);

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(words);
    expect(err).not.toMatch(/^ +at /m);
  });
});

test('a dry run shows everything, the import keeps it, and the certificate comes when nothing is open', async () => {
  await run('import', 'people', await peopleFolder(FAMILY));
  const args = ['import', 'whatsapp-export', zip, ...WHATSAPP];

  const dry = await run(...args, '--dry-run');
  expect(dry).toMatchObject({ code: 0, out: '' });
  expect(dry.err).toMatch(/10 messages, from 13 March 2026 to 2 April 2026: 10 new/);
  expect(dry.err).toMatch(/2 attachments, 2 of them not in the file/);
  expect(dry.err).toMatch(
    /1 person, 1 of them nobody we know\n {2}unknown: \+447700900123, 10 messages/,
  );
  expect(dry.err).toMatch(
    /line 7 is without its attachment. The file IMG-20260328-WA0001.jpg is not in the export/,
  );
  expect(dry.err).toMatch(/this was a dry run/);

  const real = await run(...args, '--by', 'W1', '--device', 'Phone 4');
  expect(real).toMatchObject({ code: 0, out: '' });
  expect(real.err).toMatch(/Done: 10 new, 0 imported before, 0 captured before from elsewhere/);
  expect(real.err).toMatch(
    /No certificate: do not delete anything.*10 messages: Nobody is known by this number.*Phone 4.*by W1 \(D1\)/s,
  );

  expect(await run('certificate', 'D1', '--by', 'W1')).toMatchObject({ code: 1, out: '' });
});

test('a certificate is the result, and goes to standard output', async () => {
  await run('import', 'people', await peopleFolder(FAMILY));
  const xml = join(folder, 'sms.xml');
  const date = Date.UTC(2026, 2, 14, 10);
  await writeFile(
    xml,
    `<smses count="1"><sms address="07700900123" date="${date}" type="1" body="Osian and Nia are well"/></smses>`,
  );

  const { code, out } = await run('import', 'sms-backup', xml, ...SMS, '--by', 'W1');

  expect(code).toBe(0);
  expect(out).toMatch(
    /Certificate \d+: safe to delete\n\nWhat is on this device is on the record: 1 message from 14 March 2026 to 14 March 2026\./,
  );
  expect(out).toMatch(/SHA-256 {3}[0-9a-f]{64}/);
  const exported = await run('export', 'messages');
  expect(exported.out).toContain('Osian and Nia are well');
  expect((await run('verify')).code).toBe(0);
});
