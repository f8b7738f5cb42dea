import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { hasSaid, openLinked, phoneFolder, SLOW } from '../../test/support/phone-connection.ts';
import { MUM, SOON } from '../../test/support/phones.ts';

describe('linking', () => {
  test('a code to scan is shown, renewed, and leads to the link', SLOW, async () => {
    const opened = await (await phoneFolder()).open();
    await hasSaid(opened, 'code');
    await opened.play('newCode', 'ref-2');
    await vi.waitFor(
      () =>
        expect(opened.signals).toContainEqual({
          signal: 'code',
          code: expect.stringMatching(/^ref-2,/),
        }),
      SOON,
    );

    await opened.play('scan');

    await hasSaid(opened, 'linked');
    expect(await opened.connection.health()).toBe('well');
  });

  test(
    'the link outlives a restart without a new code, and only this user can read it',
    SLOW,
    async () => {
      const { open, openLinked, path: folder } = await phoneFolder();
      const first = await openLinked();
      await first.connection.close();

      const second = await open();

      await hasSaid(second, 'linked');
      expect(second.signals.map(({ signal }) => signal)).not.toContain('code');
      for (const path of ['session', 'session/session']) {
        expect((await stat(join(folder, path))).mode & 0o777).toBe(0o700);
      }
    },
  );

  test('ending the link removes what was stored of it', SLOW, async () => {
    const { openLinked, path: folder } = await phoneFolder();
    const opened = await openLinked();

    await opened.connection.unlink();

    expect(await readdir(folder)).not.toContain('session');
  });

  test(
    'another phone than the registered one is never read, and its link ends at once',
    SLOW,
    async () => {
      const { open, path: folder } = await phoneFolder();
      const opened = await open({ number: '+447700900101' });
      await hasSaid(opened, 'code');
      await opened.play('unheard', { chat: MUM, key: 'A', body: 'Private to this phone' });

      await opened.play('scan');

      await hasSaid(opened, 'other-phone');
      expect(opened.kept).toEqual([]);
      expect(opened.asked).toEqual([]);
      expect(await readdir(folder)).not.toContain('session');
    },
  );

  test('a link that is ended on the phone is noticed', SLOW, async () => {
    const opened = await openLinked();

    await opened.play('unlink');

    await hasSaid(opened, 'unlinked');
  });
});

describe('the heartbeat', () => {
  test(
    'says when the account is not connected, cannot tell us, or does not answer',
    SLOW,
    async () => {
      const opened = await openLinked();

      await opened.play('become', 'TIMEOUT');
      expect(await opened.connection.health()).toBe('not-connected');
      await opened.play('become', 'CONNECTED');
      await opened.play('forget');
      expect(await opened.connection.health()).toBe('deaf');
      void opened.play('freeze').catch(() => {});
      expect(await opened.connection.health()).toBe('no-answer');
    },
  );

  test('a lost connection and a browser that crashes are said at once', SLOW, async () => {
    const { open, openLinked } = await phoneFolder();
    const opened = await openLinked();
    await opened.play('become', 'CONFLICT').catch(() => {});
    await hasSaid(opened, 'lost');
    await opened.connection.close();

    const again = await open();
    await hasSaid(again, 'linked');
    again.client.pupBrowser?.process()?.kill('SIGKILL');

    await hasSaid(again, 'lost');
  });
});
