// The real library in a real browser, with a stand-in for WhatsApp's page.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Client } from 'whatsapp-web.js';
import type {
  DeviceChat,
  DeviceConnection,
  DeviceDelivery,
  DeviceNeeds,
  DeviceSignal,
} from '../../src/messaging/device.ts';
import { pinStubPage } from '../../test/fakes/whatsapp-web/stub-page.ts';
import { makeClient } from './client.ts';
import { connect } from './connection.ts';
import { phoneOpener } from './index.ts';
import { closeWaysToAct } from './read-only.ts';

const OWN = '+447700900100';
const OWN_ID = '447700900100@c.us';
const MUM = '447700900201@c.us';
const FRIEND = '447700900299@c.us';
const GROUP = '120363000000000001@g.us';
const OTHER_GROUP = '120363000000000002@g.us';
const KNOWN = new Set(['+447700900201', GROUP]);

const SLOW = { timeout: 120_000 };
const SOON = { timeout: 60_000, interval: 50 };

let folder: string;
const connections: DeviceConnection[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phone-'));
  await pinStubPage(join(folder, 'versions'), OWN_ID);
});
afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

type Opened = {
  client: Client;
  connection: DeviceConnection;
  kept: DeviceDelivery[];
  signals: DeviceSignal[];
  asked: DeviceChat[];
  /** Plays the people: a method of the stand-in's `phone`. */
  play(method: string, ...args: unknown[]): Promise<unknown>;
};

async function open(needs: Partial<DeviceNeeds> = {}): Promise<Opened> {
  closeWaysToAct();
  const kept: DeviceDelivery[] = [];
  const signals: DeviceSignal[] = [];
  const asked: DeviceChat[] = [];
  const sessionFolder = join(folder, 'session');
  const client = await makeClient(
    {
      browserPath: '/usr/bin/chromium',
      versionFolder: join(folder, 'versions'),
      loopbackOnly: true,
    },
    sessionFolder,
  );
  const connection = connect(client, {
    number: OWN,
    workerId: 'W1',
    sessionFolder,
    wanted: async (chat) => {
      asked.push(chat);
      return chat.addresses.some((address) => KNOWN.has(address));
    },
    keep: async (delivery) => {
      kept.push(delivery);
    },
    signal: (signal) => {
      signals.push(signal);
    },
    ...needs,
  });
  connections.push(connection);
  await connection.start();
  const play = (method: string, ...args: unknown[]) =>
    client.pupPage?.evaluate(
      (name, given) => Reflect.get(window, 'phone')[name](...given),
      method,
      args,
    ) ?? Promise.reject(new Error('No page.'));
  return { client, connection, kept, signals, asked, play };
}

const has = (opened: Opened, signal: DeviceSignal['signal']) =>
  vi.waitFor(() => expect(opened.signals.map((one) => one.signal)).toContain(signal), SOON);
const hasKept = (opened: Opened, count: number) =>
  vi.waitFor(() => expect(opened.kept).toHaveLength(count), SOON);

async function openLinked(needs: Partial<DeviceNeeds> = {}): Promise<Opened> {
  const opened = await open(needs);
  await has(opened, 'code');
  await opened.play('scan');
  await has(opened, 'linked');
  return opened;
}

async function all<T>(found: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of found) items.push(item);
  return items;
}

const texts = ({ kept }: Opened) =>
  kept.flatMap(({ messages }) => messages.map(({ body }) => body));

describe('linking', () => {
  test('a code to scan is shown, renewed, and leads to the link', SLOW, async () => {
    const opened = await open();
    await has(opened, 'code');
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

    await has(opened, 'linked');
    expect(await opened.connection.health()).toBe('well');
  });

  test(
    'the link outlives a restart without a new code, and only this user can read it',
    SLOW,
    async () => {
      const first = await openLinked();
      await first.connection.close();

      const second = await open();

      await has(second, 'linked');
      expect(second.signals.map(({ signal }) => signal)).not.toContain('code');
      for (const path of ['session', 'session/session']) {
        expect((await stat(join(folder, path))).mode & 0o777).toBe(0o700);
      }
    },
  );

  test('ending the link removes what was stored of it', SLOW, async () => {
    const opened = await openLinked();

    await opened.connection.unlink();

    expect(await readdir(folder)).not.toContain('session');
  });

  test(
    'another phone than the registered one is never read, and its link ends at once',
    SLOW,
    async () => {
      const opened = await open({ number: '+447700900101' });
      await has(opened, 'code');
      await opened.play('unheard', { chat: MUM, key: 'A', body: 'Private to this phone' });

      await opened.play('scan');

      await has(opened, 'other-phone');
      expect(opened.kept).toEqual([]);
      expect(opened.asked).toEqual([]);
      expect(await readdir(folder)).not.toContain('session');
    },
  );

  test('a link that is ended on the phone is noticed', SLOW, async () => {
    const opened = await openLinked();

    await opened.play('unlink');

    await has(opened, 'unlinked');
  });
});

describe('what happens in a chat that may be kept', () => {
  test('messages of both directions are kept, with whoever wrote them', SLOW, async () => {
    const opened = await openLinked();

    await opened.play('message', { chat: MUM, key: 'IN', body: 'Running late', notifyName: 'Kel' });
    await opened.play('message', {
      chat: MUM,
      fromMe: true,
      key: 'OUT',
      body: 'No problem',
      quotedStanzaID: 'IN',
      quotedParticipant: { _serialized: MUM },
    });

    await hasKept(opened, 2);
    expect(opened.kept.flatMap(({ messages }) => messages)).toEqual([
      expect.objectContaining({
        kind: 'message',
        channel: 'whatsapp-device',
        externalId: `false_${MUM}_IN`,
        direction: 'inbound',
        officialNumber: OWN,
        counterpart: '+447700900201',
        author: '+447700900201',
        workerId: null,
        body: 'Running late',
        profileName: 'Kel',
      }),
      expect.objectContaining({
        externalId: `true_${MUM}_OUT`,
        direction: 'outbound',
        counterpart: '+447700900201',
        author: OWN,
        workerId: 'W1',
        inReplyTo: `false_${MUM}_IN`,
      }),
    ]);
  });

  test(
    'an edit, a deletion for everyone and what became of a message are events beside it',
    SLOW,
    async () => {
      const opened = await openLinked();
      const id = await opened.play('message', {
        chat: MUM,
        fromMe: true,
        key: 'E',
        body: 'At 2pm',
      });
      const at = Date.now();

      await opened.play('ack', id, 2);
      await opened.play('edit', id, 'At 3pm', at);
      await opened.play('revoke', id);

      await hasKept(opened, 4);
      expect(texts(opened)).toEqual(['At 2pm']);
      expect(opened.kept.flatMap(({ events }) => events)).toEqual([
        expect.objectContaining({ externalId: id, type: 'status', status: 'delivered' }),
        expect.objectContaining({ type: 'edited', body: 'At 3pm', at: new Date(at) }),
        expect.objectContaining({ externalId: id, type: 'deleted', body: null }),
      ]);
    },
  );

  test('a photo’s bytes can be fetched at once, and its thumbnail is no text', SLOW, async () => {
    const opened = await openLinked();

    await opened.play('message', {
      chat: MUM,
      key: 'P',
      type: 'image',
      body: '/9j/thumbnail',
      caption: 'Her drawing',
      directPath: '/photo',
      mimetype: 'image/jpeg',
    });

    await hasKept(opened, 1);
    const [message] = opened.kept[0]?.messages ?? [];
    expect(message).toMatchObject({ body: 'Her drawing', media: [{ contentType: 'image/jpeg' }] });
    const outcome = await opened.connection.fetchMedia(message?.media[0]?.source ?? '');
    expect(outcome).toMatchObject({ outcome: 'fetched', contentType: 'image/jpeg' });
    const bytes = outcome.outcome === 'fetched' ? await all(outcome.bytes) : [];
    expect(Buffer.concat(bytes).toString()).toBe('bytes of /photo');
  });

  test('a place and a contact card are attachments', SLOW, async () => {
    const opened = await openLinked();

    const place = {
      type: 'location',
      lat: 52.4,
      lng: -1.5,
      loc: 'The park\nHigh Street',
      body: '/9j/',
    };
    await opened.play('message', { chat: MUM, key: 'L', ...place });
    await opened.play('message', { chat: MUM, key: 'V', type: 'vcard', body: 'BEGIN:VCARD' });

    await hasKept(opened, 2);
    const media = opened.kept.flatMap(({ messages }) => messages.flatMap((one) => one.media));
    expect(media.map(({ contentType }) => contentType)).toEqual([
      'application/geo+json',
      'text/vcard',
    ]);
    expect(texts(opened)).toEqual(['', '']);
  });

  test('a call is kept as a call, once', SLOW, async () => {
    const opened = await openLinked();

    const call = { id: 'CALL1', peerJid: MUM, outgoing: false, isVideo: false };
    await opened.play('call', call);
    await opened.play('message', { chat: MUM, key: 'CALL1', type: 'call_log' });
    await opened.play('message', { chat: MUM, key: 'Z', body: 'Tried to ring' });

    await hasKept(opened, 2);
    expect(opened.kept[0]).toMatchObject({
      kind: 'call',
      messages: [{ kind: 'call', externalId: 'CALL1', counterpart: '+447700900201' }],
    });
  });

  test('a registered group is kept, each message with its author', SLOW, async () => {
    const opened = await openLinked();

    await opened.play('message', { chat: GROUP, author: FRIEND, key: 'G', body: 'Hello all' });

    await hasKept(opened, 1);
    expect(opened.kept[0]?.messages[0]).toMatchObject({
      counterpart: GROUP,
      author: '+447700900299',
      externalId: `false_${GROUP}_G_${FRIEND}`,
    });
  });

  test(
    'somebody whom WhatsApp shows by an opaque id is known by the number it stands for',
    SLOW,
    async () => {
      const opened = await openLinked();
      await opened.play('number', '77001234@lid', MUM);

      await opened.play('message', { chat: '77001234@lid', key: 'O', body: 'Me again' });
      await opened.play('message', { chat: '99887766@lid', key: 'X', body: 'Who is this' });
      await opened.play('message', { chat: MUM, key: 'Y', body: 'Last' });

      await hasKept(opened, 2);
      expect(opened.kept[0]?.messages[0]?.counterpart).toBe('+447700900201');
      expect(opened.asked.map(({ addresses }) => addresses)).toContainEqual(['99887766@lid']);
    },
  );
});

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

    expect(texts(opened)).toEqual(['The one that counts']);
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

    await has(opened, 'unreadable');
  },
);

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
    const opened = await openLinked();
    await opened.play('become', 'CONFLICT').catch(() => {});
    await has(opened, 'lost');
    await opened.connection.close();

    const again = await open();
    await has(again, 'linked');
    again.client.pupBrowser?.process()?.kill('SIGKILL');

    await has(again, 'lost');
  });
});

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
