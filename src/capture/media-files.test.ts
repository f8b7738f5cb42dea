import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { FileTooLarge, mediaFiles } from './media-files.ts';

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'casethread-media-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const arrivingIn = (folder: string) => readdir(join(folder, 'media', 'arriving'));

test('bytes are kept as they are, under their own hash, once', async () => {
  const folder = await aFolder();
  const files = mediaFiles(folder);
  const photo = [Buffer.from([0, 1, 2]), Buffer.from([255])];

  const first = await files.keep(Readable.from(photo));
  const second = await files.keep(Readable.from(photo));

  expect(first).toEqual({
    bytes: 4,
    sha256: '3d1f57c984978ef98a18378c8166c1cb8ede02c03eeb6aee7e2f121dfeee3e56',
  });
  expect(second).toEqual(first);
  expect(await readFile(files.pathOf(first.sha256))).toEqual(Buffer.from([0, 1, 2, 255]));
  expect(await readdir(join(folder, 'media', first.sha256.slice(0, 2)))).toEqual([first.sha256]);
  expect(await arrivingIn(folder)).toEqual([]);
});

test('a file above the limit is refused, and nothing of it stays', async () => {
  const folder = await aFolder();

  const keeping = mediaFiles(folder).keep(Readable.from([Buffer.alloc(6), Buffer.alloc(6)]), 10);

  await expect(keeping).rejects.toBeInstanceOf(FileTooLarge);
  expect(await readdir(join(folder, 'media'))).toEqual(['arriving']);
  expect(await arrivingIn(folder)).toEqual([]);
});
