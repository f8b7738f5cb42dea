import { expect, test } from 'vitest';
import { deviceTest, NOW } from '../../../../test/support/device-import.ts';
import { sendingWorld } from '../../../../test/support/sending.ts';
import { testServer } from '../../../../test/support/server.ts';
import { mediaFiles } from '../../../capture/media-files.ts';
import { conversationPage } from './index.ts';

test('a message that was brought in from a device says by whom and when', async () => {
  const device = await deviceTest();
  await device.captured('2026-03-14T10:00:10Z', 'Osian is better');
  await device.whatsApp(
    await device.zip({
      '_chat.txt':
        '14/03/2026, 10:00 - Grace Mensah: Osian is better\n14/03/2026, 10:05 - Grace Mensah: Nia too\n',
    }),
  );
  const { sending } = await sendingWorld(device.database);
  const server = await testServer({
    database: device.database,
    clock: () => NOW,
    pages: [conversationPage({ sending, media: mediaFiles(device.dataDir) })],
  });
  const worker = await server.signIn('W1');
  const [conversation] = await device.query('SELECT id FROM conversation');

  const { text } = await worker.get(`/conversations/${conversation?.id}`);

  expect(text.match(/Imported from a device by Dev Patel, [^<]*\(D1\)/g)).toHaveLength(1);
});
