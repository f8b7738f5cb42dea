import { describe, expect, test } from 'vitest';
import { all, OTHER_GROUP, openLinked, SLOW } from '../../test/support/phone-connection.ts';
import { GROUP, MUM } from '../../test/support/phones.ts';

describe('when something was missed', () => {
  test('chats are read back to then, with what became of each message since', SLOW, async () => {
    const opened = await openLinked();
    const t = Math.floor(Date.now() / 1000) - 600;
    for (let index = 0; index < 70; index += 1) {
      await opened.play('unheard', { chat: MUM, key: `M${index}`, body: `${index}`, t: t + index });
    }
    const edited = { latestEditSenderTimestampMs: Date.now(), fromMe: true, ack: 3 };
    await opened.play('unheard', { chat: MUM, key: 'ED', body: 'At 3pm', ...edited });
    await opened.play('unheard', { chat: MUM, key: 'DE', type: 'revoked', body: '' });

    const missed = await all(opened.connection.missed(new Date((t + 5) * 1000)));

    const bodies = missed.flatMap(({ messages }) => messages.map(({ body }) => body));
    expect(bodies).toEqual([
      ...Array.from({ length: 65 }, (_, index) => `${index + 5}`),
      'At 3pm',
      '',
    ]);
    expect(missed.flatMap(({ events }) => events.map(({ type }) => type))).toEqual(
      expect.arrayContaining(['edited', 'status', 'deleted']),
    );
    expect(await opened.client.pupPage?.evaluate(() => Reflect.get(window, 'phone').asked)).toEqual(
      [MUM],
    );
  });

  test('a group is found by the name that the phone shows', SLOW, async () => {
    const opened = await openLinked();
    await opened.play('name', GROUP, 'Core group, Brennan');
    await opened.play('name', OTHER_GROUP, 'Five-a-side');

    expect(await opened.connection.groupsNamed('Core group, Brennan')).toEqual([GROUP]);
    expect(await opened.connection.groupsNamed('Core')).toEqual([]);
  });
});
