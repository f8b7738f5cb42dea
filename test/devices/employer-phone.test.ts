// A phone that the authority issued: the real library in a real browser, a stand-in for WhatsApp's
// page, a real database.
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { listOpenAlarms } from '../../src/alarms/alarm-store.ts';
import { mediaFiles } from '../../src/capture/media-files.ts';
import type { Database } from '../../src/database/client.ts';
import { readDevice, revokeDevice } from '../../src/devices/device-store.ts';
import { sessionFolderOf, versionFolderOf } from '../../src/devices/folders.ts';
import { registerGroup, withdrawGroup } from '../../src/devices/group-store.ts';
import { noteLinkEvent } from '../../src/devices/link-store.ts';
import { watchPhones } from '../../src/devices/watch.ts';
import { pinStubPage } from '../fakes/whatsapp-web/stub-page.ts';
import { testDatabase } from '../support/database.ts';
import {
  bodiesOf,
  dataFolder,
  FRIEND,
  GROUP,
  linkPhone,
  MUM,
  OWN_ID,
  readPhonesOf,
  registerPhone,
  SOON,
  untilState,
} from '../support/phones.ts';

const SLOW = { timeout: 180_000 };

let database: Database;
beforeEach(async () => {
  ({ database } = await testDatabase());
});

const keeps = (...bodies: string[]) =>
  vi.waitFor(async () => expect(await bodiesOf(database)).toEqual(bodies), SOON);

const alarms = async () =>
  (await listOpenAlarms(database.pool)).map(({ kind, subject }) => `${kind} ${subject}`);

const watch = (at = new Date()) => watchPhones({ database, clock: () => at });

/** Everything in every table of ours and of the queue's, as text. */
async function everythingKept(): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname IN ('public', 'graphile_worker')`,
  );
  const tables = await Promise.all(
    rows.map(async ({ name }) => {
      const found = await database.pool.query<{ row: string }>(
        `SELECT row_to_json(t)::text AS row FROM ${name} t`,
      );
      return found.rows.map(({ row }) => row).join('\n');
    }),
  );
  const raw = await database.pool.query<{ raw: Buffer }>('SELECT raw FROM delivery');
  return [...tables, ...raw.rows.map((row) => row.raw.toString())].join('\n');
}

test(
  'messages of both directions, edits and deletions are on the record, the originals with them',
  SLOW,
  async () => {
    const deviceId = await registerPhone(database);
    const reading = await readPhonesOf(database, await dataFolder());
    await linkPhone(database, deviceId, reading);

    const first = await reading.play('message', { chat: MUM, key: '1', body: 'He hurt me' });
    await reading.play('message', {
      chat: MUM,
      fromMe: true,
      key: '2',
      body: 'I will ring you now',
    });
    await reading.play('edit', first, 'He helped me', Date.now());
    await reading.play('revoke', first);
    await reading.play('call', { id: 'CALL', peerJid: MUM, outgoing: true });

    await keeps('He hurt me', 'I will ring you now', 'WhatsApp call');
    const { rows } = await database.pool.query(
      `SELECT e.type, e.body, m.body AS original FROM message_event e JOIN message m ON m.id = e.message_id
     ORDER BY e.type DESC`,
    );
    expect(rows).toEqual([
      { type: 'edited', body: 'He helped me', original: 'He hurt me' },
      { type: 'deleted', body: null, original: 'He hurt me' },
    ]);
    const kinds = await database.pool.query(
      `SELECT channel, kind, direction, official_number, counterpart, origin FROM message ORDER BY sequence`,
    );
    expect(kinds.rows[0]).toEqual({
      channel: 'whatsapp-device',
      kind: 'message',
      direction: 'inbound',
      official_number: '+447700900100',
      counterpart: '+447700900201',
      origin: 'live',
    });
    expect(kinds.rows.map(({ kind, direction }) => `${kind} ${direction}`)).toEqual([
      'message inbound',
      'message outbound',
      'call outbound',
    ]);
    expect(reading.troubles).toEqual([]);
  },
);

test(
  'a photo is fetched at once and kept by its content, before the sender can remove it',
  SLOW,
  async () => {
    const deviceId = await registerPhone(database);
    const reading = await readPhonesOf(database, await dataFolder());
    await linkPhone(database, deviceId, reading);

    const photo = { type: 'image', directPath: '/photo', mimetype: 'image/jpeg', caption: 'Look' };
    const id = await reading.play('message', { chat: MUM, key: 'P', ...photo });
    const stored = await vi.waitFor(async () => {
      const { rows } = await database.pool.query(
        `SELECT sha256 FROM media_fetch WHERE state = 'stored'`,
      );
      expect(rows).toHaveLength(1);
      return String(rows[0].sha256);
    }, SOON);
    await reading.play('revoke', id);

    const path = mediaFiles(reading.dataDir).pathOf(stored);
    expect(await readFile(path, 'utf8')).toBe('bytes of /photo');
  },
);

test(
  'personal chats and groups leave no trace: in no table, raw deliveries included, and in no file of ours',
  SLOW,
  async () => {
    const deviceId = await registerPhone(database);
    const reading = await readPhonesOf(database, await dataFolder());
    await linkPhone(database, deviceId, reading);

    const secret = 'PRIVATE-WORDS';
    const photo = { type: 'image', directPath: '/PRIVATE-PHOTO', mimetype: 'image/png' };
    const id = await reading.play('message', {
      chat: FRIEND,
      key: '1',
      body: secret,
      notifyName: 'PRIVATE-NAME',
    });
    await reading.play('message', { chat: FRIEND, fromMe: true, key: '2', body: secret });
    await reading.play('message', { chat: FRIEND, key: '3', caption: secret, ...photo });
    await reading.play('edit', id, `${secret} again`, Date.now());
    await reading.play('revoke', id);
    await reading.play('call', { id: 'PRIVATE-CALL', peerJid: FRIEND });
    await reading.play('name', GROUP, 'PRIVATE-GROUP');
    await reading.play('message', { chat: GROUP, author: MUM, key: '4', body: secret });
    await reading.play('message', {
      chat: 'status@broadcast',
      author: MUM,
      key: '5',
      body: secret,
    });
    await reading.play('message', { chat: MUM, key: '6', body: 'Casework' });
    await keeps('Casework');
    // A look at what the phone holds comes by, too.
    const looked = new Date();
    await vi.waitFor(async () => {
      expect((await readDevice(database.pool, deviceId))?.comparedTo?.getTime()).toBeGreaterThan(
        looked.getTime(),
      );
    }, SOON);

    const kept = await everythingKept();
    expect(kept).toContain('Casework');
    for (const trace of ['PRIVATE', '447700900299', GROUP, 'status@broadcast']) {
      expect(kept).not.toContain(trace);
    }
    expect(existsSync(join(reading.dataDir, 'media'))).toBe(false);
  },
);

test(
  'a group that the administrator registered is kept from then on, and until it is withdrawn',
  SLOW,
  async () => {
    const deviceId = await registerPhone(database);
    const reading = await readPhonesOf(database, await dataFolder());
    await linkPhone(database, deviceId, reading);
    await reading.play('name', GROUP, 'Core group, Brennan');
    const long = Math.floor(Date.now() / 1000) - 3600;
    await reading.play('unheard', { chat: GROUP, author: MUM, key: '0', body: 'Before', t: long });

    const groupId = await registerGroup(database.pool, deviceId, {
      name: 'Core group, Brennan',
      reason: 'Set up by the social worker for the core group',
      by: 'A1',
      at: new Date(),
    });
    await vi.waitFor(async () => {
      const { rows } = await database.pool.query('SELECT chat_id FROM device_group_match');
      expect(rows).toEqual([{ chat_id: GROUP }]);
    }, SOON);
    await reading.play('message', { chat: GROUP, author: MUM, key: '1', body: 'See you all' });
    await keeps('See you all');
    await withdrawGroup(database.pool, deviceId, groupId, 'A1', new Date());
    await reading.play('message', { chat: GROUP, author: MUM, key: '2', body: 'After' });
    await reading.play('message', { chat: MUM, key: '3', body: 'Last' });

    await keeps('See you all', 'Last');
  },
);

test('a contact who is no longer one is no longer read', SLOW, async () => {
  const deviceId = await registerPhone(database);
  await database.pool.query(`UPDATE contact_identifier SET valid_to = '2026-01-31'`);
  await database.pool.query(
    `INSERT INTO contact_identifier VALUES ('K1', 'whatsapp', '+447700900202', true, '2020-01-01', NULL)`,
  );
  const reading = await readPhonesOf(database, await dataFolder());
  await linkPhone(database, deviceId, reading);

  await reading.play('message', { chat: MUM, key: '1', body: 'Not yours any more' });
  await reading.play('message', { chat: '447700900202@c.us', key: '2', body: 'My new number' });

  await keeps('My new number');
});

test('what came while nobody listened is fetched when the link is back, once', SLOW, async () => {
  const deviceId = await registerPhone(database);
  const dataDir = await dataFolder();
  const reading = await readPhonesOf(database, dataDir);
  await linkPhone(database, deviceId, reading);
  await reading.play('message', { chat: MUM, key: '1', body: 'Before' });
  await keeps('Before');
  // The link breaks; meanwhile the account goes on receiving.
  await reading.play('unheard', {
    chat: MUM,
    key: '2',
    body: 'Meanwhile',
    t: Math.floor(Date.now() / 1000),
  });
  await reading.play('unheard', {
    chat: FRIEND,
    key: '3',
    body: 'Private',
    t: Math.floor(Date.now() / 1000),
  });
  await reading.stop();

  const again = await readPhonesOf(database, dataDir);
  await untilState(database, deviceId, 'open');
  await keeps('Before', 'Meanwhile');
  await again.play('message', { chat: MUM, key: '4', body: 'After' });

  await keeps('Before', 'Meanwhile', 'After');
  const { rows } = await database.pool.query('SELECT body, origin FROM message ORDER BY sequence');
  expect(rows.map(({ origin }) => origin)).toEqual(['live', 'reconciled', 'live']);
  expect(await alarms()).toEqual([]);
});

test(
  'silence that is not real is noticed by looking, and said until news work again',
  SLOW,
  async () => {
    const deviceId = await registerPhone(database);
    const reading = await readPhonesOf(database, await dataFolder());
    await linkPhone(database, deviceId, reading);

    // WhatsApp’s times are whole seconds: this one is certainly after the opening.
    await new Promise((done) => setTimeout(done, 1_100));
    await reading.play('unheard', { chat: MUM, key: '1', body: 'Is anybody there' });

    await keeps('Is anybody there');
    await vi.waitFor(async () => expect(await alarms()).toEqual(['device-silent Phone 1']), SOON);
    await reading.play('message', { chat: MUM, key: '2', body: 'Heard' });
    await vi.waitFor(async () => expect(await alarms()).toEqual([]), SOON);
  },
);

test(
  'a lost link raises an alarm within two minutes and is opened anew by itself',
  SLOW,
  async () => {
    const deviceId = await registerPhone(database);
    const reading = await readPhonesOf(database, await dataFolder(), { pause: 3_000 });
    await linkPhone(database, deviceId, reading);
    await watch();
    expect(await alarms()).toEqual([]);

    await reading.play('become', 'CONFLICT').catch(() => {});
    await untilState(database, deviceId, 'closed');
    const wellAt = (await readDevice(database.pool, deviceId))?.wellAt?.getTime() ?? 0;
    await watch(new Date(wellAt + 75_000));
    expect(await alarms()).toEqual(['device-link-lost Phone 1']);

    await untilState(database, deviceId, 'open');
    await watch();
    expect(await alarms()).toEqual([]);
  },
);

test('a page that answers no more is opened anew', SLOW, async () => {
  const deviceId = await registerPhone(database);
  const reading = await readPhonesOf(database, await dataFolder());
  await linkPhone(database, deviceId, reading);
  const stuck = reading.client();

  await reading.play('forget');

  await vi.waitFor(() => expect(reading.client()).not.toBe(stuck), SOON);
  await untilState(database, deviceId, 'open');
  await reading.play('message', { chat: MUM, key: '1', body: 'Still here' });
  await keeps('Still here');
});

test(
  'a link that is ended on the phone raises an alarm, and its folder is removed',
  SLOW,
  async () => {
    const deviceId = await registerPhone(database);
    const reading = await readPhonesOf(database, await dataFolder());
    await linkPhone(database, deviceId, reading);

    await reading.play('unlink');

    const folder = sessionFolderOf(reading.dataDir, deviceId);
    await vi.waitFor(async () => {
      expect((await readDevice(database.pool, deviceId))?.newest).toBe('link-ended');
    }, SOON);
    expect(existsSync(folder)).toBe(false);
    await watch();
    expect(await alarms()).toEqual(['device-link-lost Phone 1']);

    // Linked again, the phone passes on what came meanwhile.
    const meanwhile = { chat: MUM, key: '9', body: 'Meanwhile', t: Math.floor(Date.now() / 1000) };
    const story = `phone.unheard(${JSON.stringify(meanwhile)});`;
    await pinStubPage(versionFolderOf(reading.dataDir), OWN_ID, story);
    await linkPhone(database, deviceId, reading);
    await keeps('Meanwhile');
    await watch();
    expect(await alarms()).toEqual([]);
  },
);

test('another phone than the registered one is not read', SLOW, async () => {
  const deviceId = await registerPhone(database, '+447700900101');
  const reading = await readPhonesOf(database, await dataFolder());
  await noteLinkEvent(database.pool, deviceId, 'link-asked', 'A1', new Date());
  await untilState(database, deviceId, 'code');
  await reading.play('unheard', { chat: MUM, key: '1', body: 'On my own phone' });

  await reading.play('scan');

  await vi.waitFor(async () => {
    expect((await readDevice(database.pool, deviceId))?.newest).toBe('other-phone');
  }, SOON);
  expect(await bodiesOf(database)).toEqual([]);
  expect(existsSync(sessionFolderOf(reading.dataDir, deviceId))).toBe(false);
});

test(
  'when the approval ends, the link ends with it and what opened the account is removed',
  SLOW,
  async () => {
    const deviceId = await registerPhone(database);
    const reading = await readPhonesOf(database, await dataFolder());
    await linkPhone(database, deviceId, reading);
    const folder = sessionFolderOf(reading.dataDir, deviceId);
    expect((await stat(folder)).mode & 0o077).toBe(0);

    const revocation = { reason: 'The post has ended', by: 'A1', at: new Date() };
    await revokeDevice(database.pool, deviceId, revocation);
    await reading.play('message', { chat: MUM, key: '1', body: 'Too late' }).catch(() => {});

    await vi.waitFor(async () => {
      expect((await readDevice(database.pool, deviceId))?.newest).toBe('unlinked');
    }, SOON);
    expect(existsSync(folder)).toBe(false);
    expect(await bodiesOf(database)).toEqual([]);
  },
);

test('a phone that nobody asked to link is never opened', SLOW, async () => {
  const deviceId = await registerPhone(database);
  const reading = await readPhonesOf(database, await dataFolder());

  await new Promise((done) => setTimeout(done, 2_500));

  expect(() => reading.client()).toThrow('No phone is open');
  expect((await readDevice(database.pool, deviceId))?.state).toBeNull();
});
