import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeZip } from '../../../test/support/device-import.ts';
import { temporaryFolder } from '../../../test/support/people-files.ts';
import { chat, GRACE_SAYS, readExport, readPath } from '../../../test/support/whatsapp-export.ts';
import { UnusableFile } from '../past-message.ts';

describe('a zip is not trusted', () => {
  const nothing = /Nothing was imported/;

  test('something else, something cut off, a zip without a chat or with two', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'a.zip');
    await writeFile(path, 'This is no zip.');
    await expect(readPath(path)).rejects.toThrow(/not a zip file, or it is cut off/);

    await writeZip(path, { '_chat.txt': chat(GRACE_SAYS('Hi')) });
    await writeFile(path, (await readFile(path)).subarray(0, -30));
    await expect(readPath(path)).rejects.toThrow(nothing);

    await expect(readExport({ 'a.jpg': 'x' })).rejects.toThrow(/holds no chat/);
    await expect(readExport({ '_chat.txt': 'a', 'WhatsApp Chat with A.txt': 'b' })).rejects.toThrow(
      /several chats/,
    );
    await expect(readExport('Just some text\n')).rejects.toThrow(
      /no line that begins like a message/,
    );
  });

  test('a name that leads out of it', async () => {
    const path = join(await temporaryFolder(), 'a.zip');
    await writeZip(path, { '_chat.txt': chat(GRACE_SAYS('Hi')), 'aa/evil.txt': 'x' });
    const bytes = (await readFile(path))
      .toString('latin1')
      .replaceAll('aa/evil.txt', '../evil.txt');
    await writeFile(path, Buffer.from(bytes, 'latin1'));

    await expect(readPath(path)).rejects.toThrow(
      /list of files is not sound.*Nothing was imported/s,
    );
  });

  test('one that is locked', async () => {
    const path = join(await temporaryFolder(), 'a.zip');
    await writeZip(path, { '_chat.txt': chat(GRACE_SAYS('Hi')) });
    const bytes = await readFile(path);
    const central = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
    bytes[central + 8] = (bytes[central + 8] ?? 0) | 1;
    await writeFile(path, bytes);

    await expect(readPath(path)).rejects.toThrow(/locked with a password/);
  });

  test('a bomb, and a file whose bytes are not what they were', async () => {
    const bomb = Buffer.alloc(30 * 1024 * 1024);
    await expect(
      readExport({ '_chat.txt': chat(GRACE_SAYS('Hi')), 'bomb.jpg': bomb }),
    ).rejects.toThrow(/bomb.jpg in the zip says/);

    const path = join(await temporaryFolder(), 'a.zip');
    await writeZip(path, { '_chat.txt': chat(GRACE_SAYS('Hi there, this is a longer message')) });
    const bytes = await readFile(path);
    bytes.fill(0xff, 45, 60);
    await writeFile(path, bytes);
    await expect(readPath(path)).rejects.toBeInstanceOf(UnusableFile);
  });
});
