import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  all,
  hasKept,
  openLinked,
  phoneFolder,
  SLOW,
} from '../../test/support/phone-connection.ts';
import { MUM, OWN } from '../../test/support/phones.ts';
import { phoneOpener } from './index.ts';

describe('the phone is only read', () => {
  test('nothing is sent, shown as read or shown as online, whatever happens', SLOW, async () => {
    const opened = await openLinked();
    await opened.play('message', { chat: MUM, key: '1', body: 'Are you there' });
    await hasKept(opened, 1);
    await all(opened.connection.missed(new Date(0)));

    expect(await opened.client.pupPage?.evaluate(() => Reflect.get(window, 'phone').acts)).toEqual(
      [],
    );
  });

  test(
    'every way of the library to act throws, here and in the page, and reaches nobody',
    SLOW,
    async () => {
      const opened = await openLinked();
      const { client } = opened;
      const message = await opened.play('message', { chat: MUM, key: '1', body: 'Hello' });
      const found = await client.getMessageById(String(message));
      const chat = await client.getChatById(MUM);

      for (const act of [
        () => client.sendMessage(MUM, 'x'),
        () => client.sendSeen(MUM),
        () => client.sendPresenceAvailable(),
        () => client.archiveChat(MUM),
        () => client.setStatus('x'),
        () => found.reply('x'),
        () => found.react('x'),
        () => found.delete(true),
        () => found.forward(MUM),
        () => chat.sendMessage('x'),
        () => chat.sendSeen(),
        () => chat.sendStateTyping(),
        () => chat.clearMessages(),
      ]) {
        expect(act).toThrow('A phone is only read');
      }
      const answers = await client.pupPage?.evaluate(async (id) => {
        const library = Reflect.get(window, 'WWebJS');
        const names = ['sendMessage', 'sendSeen', 'sendChatstate', 'forwardMessage', 'editMessage'];
        const refused = names.filter((name) => {
          try {
            library[name](id, id);
            return false;
          } catch {
            return true;
          }
        });
        const read = Reflect.get(window, 'require');
        await read('WAWebUpdateUnreadChatAction').sendSeen({ chat: id });
        return {
          refused: refused.length,
          asked: names.length,
          acts: Reflect.get(window, 'phone').acts,
        };
      }, MUM);
      expect(answers).toEqual({ refused: 5, asked: 5, acts: [] });
    },
  );

  test('a connection has no way to send', async () => {
    const { path: folder } = await phoneFolder();
    const connection = await phoneOpener({
      browserPath: '/usr/bin/chromium',
      versionFolder: folder,
      loopbackOnly: true,
    })({
      number: OWN,
      workerId: null,
      sessionFolder: join(folder, 'session'),
      wanted: async () => false,
      keep: async () => {},
      signal: () => {},
    });

    expect(Object.keys(connection).sort()).toEqual([
      'close',
      'fetchMedia',
      'groupsNamed',
      'health',
      'missed',
      'start',
      'unlink',
    ]);
  });
});
