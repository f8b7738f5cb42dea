// What is nobody's business but the worker's own is not read (CV7).
import { expect, test } from 'vitest';
import {
  all,
  hasKept,
  hasSaid,
  OTHER_GROUP,
  openLinked,
  SLOW,
  textsOf,
} from '../../test/support/phone-connection.ts';
import { FRIEND, MUM } from '../../test/support/phones.ts';

test(
  'chats of anybody else, other groups and status posts are not fetched, described or kept',
  SLOW,
  async () => {
    const opened = await openLinked();

    const photo = { type: 'image', directPath: '/private', mimetype: 'image/jpeg', caption: 'Us' };
    const id = await opened.play('message', { chat: FRIEND, key: '1', ...photo });
    await opened.play('edit', id, 'Us two', Date.now());
    await opened.play('revoke', id);
    await opened.play('message', { chat: OTHER_GROUP, author: MUM, key: '2', body: 'Party' });
    await opened.play('message', { chat: 'status@broadcast', author: MUM, key: '3', body: 'Mood' });
    await opened.play('message', { chat: '1234@newsletter', key: '4', body: 'News' });
    await opened.play('call', { id: 'C', peerJid: FRIEND });
    await opened.play('message', { chat: MUM, key: '5', body: 'The one that counts' });
    await hasKept(opened, 1);

    const missed = await all(opened.connection.missed(new Date(0)));

    expect(textsOf(opened)).toEqual(['The one that counts']);
    expect(missed.flatMap(({ messages }) => messages.map(({ body }) => body))).toEqual([
      'The one that counts',
    ]);
  },
);

test(
  'a message that cannot be read is said where it may be kept, and passed over elsewhere',
  SLOW,
  async () => {
    const opened = await openLinked();

    await opened.play('message', { chat: FRIEND, key: '1', type: 7 });
    await opened.play('message', { chat: MUM, key: '2', body: 'Hello' });
    await hasKept(opened, 1);
    expect(opened.signals.map(({ signal }) => signal)).not.toContain('unreadable');
    await opened.play('message', { chat: MUM, key: '3', type: 7 });

    await hasSaid(opened, 'unreadable');
  },
);
