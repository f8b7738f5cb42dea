import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeZip } from '../../../test/support/device-import.ts';
import { temporaryFolder } from '../../../test/support/people-files.ts';
import { chat, GRACE_SAYS, readExport, readPath } from '../../../test/support/whatsapp-export.ts';

describe('attachments', () => {
  test('of a zip that compresses nothing, as some phones make it', async () => {
    const path = join(await temporaryFolder(), 'WhatsApp Chat - Grace Mensah.zip');
    const chatText = chat(GRACE_SAYS('a.jpg (file attached)'));
    await writeZip(path, { '_chat.txt': chatText, 'a.jpg': 'a photo' }, false);

    expect((await readPath(path)).messages).toMatchObject([{ media: [{ bytes: 7 }] }]);
  });

  test('of any language are found when the zip holds them', async () => {
    const { messages } = await readExport({
      'WhatsApp Chat with Grace Mensah.txt': chat(
        GRACE_SAYS('bwthyn.pdf (ffeil ynghlwm)\nY ffurflen'),
        GRACE_SAYS('photo.jpg (not there)'),
      ),
      'bwthyn.pdf': 'pdf',
    });

    expect(messages).toMatchObject([
      { body: 'Y ffurflen', media: [{ contentType: 'application/pdf', bytes: 3, missing: null }] },
      { body: 'photo.jpg (not there)', media: [] },
    ]);
  });

  test('of an iPhone, with the description that WhatsApp writes before a document', async () => {
    const { messages } = await readExport({
      '_chat.txt':
        '\u200E[14/03/2026, 10:00:00] Grace Mensah: plan.pdf • 2 pages \u200E<attached: 00000031-plan.pdf>\r\n' +
        '\u200E[14/03/2026, 10:01:00] Grace Mensah: report.docx • 4 pages \u200Edocument omitted\r\n',
      '00000031-plan.pdf': 'pdf',
    });

    expect(messages).toMatchObject([
      { body: '', media: [{ contentType: 'application/pdf', missing: null }] },
      { body: '', media: [{ missing: 'The chat was exported without it.' }] },
    ]);
  });

  test('that no line names are reported', async () => {
    const { findings } = await readExport({
      '_chat.txt': chat(GRACE_SAYS('Hi')),
      'IMG-1.jpg': 'x',
      '__MACOSX/._IMG-1.jpg': 'x',
    });

    expect(findings.notUnderstood.first).toMatchObject([{ line: 0, shown: 'IMG-1.jpg' }]);
  });
});
