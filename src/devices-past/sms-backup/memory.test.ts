// A backup may be larger than the memory: a heap that could never hold the file reads it.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/people-files.ts';
import { writeSmsBackup } from '../../../test/support/sms-backup-file.ts';

const READER = join(import.meta.dirname, '../../../test/support/read-backup-process.ts');
const HEAP_MB = 30;

test('a backup of 60 MB, with a film of 15 MB, is read in a heap of 30 MB and less than 300 MB in all', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'sms.xml');
  await writeSmsBackup(path, { texts: 100_000, pictures: 2, pictureBytes: 11_000_000 });
  expect((await stat(path)).size).toBeGreaterThan(50_000_000);

  const { stdout } = await promisify(execFile)(process.execPath, [
    `--max-old-space-size=${HEAP_MB}`,
    READER,
    path,
  ]);

  const { messages, bytes, megabytes } = JSON.parse(stdout);
  expect({ messages, isWhole: bytes > 22_000_000 }).toEqual({ messages: 100_002, isWhole: true });
  expect(megabytes).toBeLessThan(300);
}, 120_000);
