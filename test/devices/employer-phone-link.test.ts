// The link to a phone that the authority issued: missed, silent, lost, ended, or never asked for.
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { readDevice, revokeDevice } from '../../src/devices/device-store.ts';
import { sessionFolderOf, versionFolderOf } from '../../src/devices/folders.ts';
import { noteLinkEvent } from '../../src/devices/link-store.ts';
import { watchPhones } from '../../src/devices/watch.ts';
import { pinStubPage } from '../fakes/whatsapp-web/stub-page.ts';
import { testDatabase } from '../support/database.ts';
import {
  alarmsOf,
  bodiesOf,
  dataFolder,
  FRIEND,
  linkedPhone,
  linkPhone,
  MUM,
  OWN_ID,
  readPhonesOf,
  registerPhone,
  SOON,
  untilKept,
  untilState,
} from '../support/phones.ts';

const SLOW = { timeout: 180_000 };

let database: Database;
beforeEach(async () => {
  ({ database } = await testDatabase());
});

const watch = (at = new Date()) => watchPhones({ database, clock: () => at });

test('what came while nobody listened is fetched when the link is back, once', SLOW, async () => {
  const deviceId = await registerPhone(database);
  const dataDir = await dataFolder();
  const reading = await readPhonesOf(database, dataDir);
  await linkPhone(database, deviceId, reading);
  await reading.play('message', { chat: MUM, key: '1', body: 'Before' });
  await untilKept(database, 'Before');
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
  await untilKept(database, 'Before', 'Meanwhile');
  await again.play('message', { chat: MUM, key: '4', body: 'After' });

  await untilKept(database, 'Before', 'Meanwhile', 'After');
  const { rows } = await database.pool.query('SELECT body, origin FROM message ORDER BY sequence');
  expect(rows.map(({ origin }) => origin)).toEqual(['live', 'reconciled', 'live']);
  expect(await alarmsOf(database)).toEqual([]);
});

test(
  'silence that is not real is noticed by looking, and said until news work again',
  SLOW,
  async () => {
    const { reading } = await linkedPhone(database);

    // WhatsApp’s times are whole seconds: this one is certainly after the opening.
    await new Promise((done) => setTimeout(done, 1_100));
    await reading.play('unheard', { chat: MUM, key: '1', body: 'Is anybody there' });

    await untilKept(database, 'Is anybody there');
    await vi.waitFor(
      async () => expect(await alarmsOf(database)).toEqual(['device-silent Phone 1']),
      SOON,
    );
    await reading.play('message', { chat: MUM, key: '2', body: 'Heard' });
    await vi.waitFor(async () => expect(await alarmsOf(database)).toEqual([]), SOON);
  },
);

test(
  'a lost link raises an alarm within two minutes and is opened anew by itself',
  SLOW,
  async () => {
    const { deviceId, reading } = await linkedPhone(database, { pause: 3_000 });
    await watch();
    expect(await alarmsOf(database)).toEqual([]);

    await reading.play('become', 'CONFLICT').catch(() => {});
    await untilState(database, deviceId, 'closed');
    const wellAt = (await readDevice(database.pool, deviceId))?.wellAt?.getTime() ?? 0;
    await watch(new Date(wellAt + 75_000));
    expect(await alarmsOf(database)).toEqual(['device-link-lost Phone 1']);

    await untilState(database, deviceId, 'open');
    await watch();
    expect(await alarmsOf(database)).toEqual([]);
  },
);

test('a page that answers no more is opened anew', SLOW, async () => {
  const { deviceId, reading } = await linkedPhone(database);
  const stuck = reading.client();

  await reading.play('forget');

  await vi.waitFor(() => expect(reading.client()).not.toBe(stuck), SOON);
  await untilState(database, deviceId, 'open');
  await reading.play('message', { chat: MUM, key: '1', body: 'Still here' });
  await untilKept(database, 'Still here');
});

test(
  'a link that is ended on the phone raises an alarm, and its folder is removed',
  SLOW,
  async () => {
    const { deviceId, reading } = await linkedPhone(database);

    await reading.play('unlink');

    const folder = sessionFolderOf(reading.dataDir, deviceId);
    await vi.waitFor(async () => {
      expect((await readDevice(database.pool, deviceId))?.newest).toBe('link-ended');
    }, SOON);
    expect(existsSync(folder)).toBe(false);
    await watch();
    expect(await alarmsOf(database)).toEqual(['device-link-lost Phone 1']);

    // Linked again, the phone passes on what came meanwhile.
    const meanwhile = { chat: MUM, key: '9', body: 'Meanwhile', t: Math.floor(Date.now() / 1000) };
    const story = `phone.unheard(${JSON.stringify(meanwhile)});`;
    await pinStubPage(versionFolderOf(reading.dataDir), OWN_ID, story);
    await linkPhone(database, deviceId, reading);
    await untilKept(database, 'Meanwhile');
    await watch();
    expect(await alarmsOf(database)).toEqual([]);
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
    const { deviceId, reading } = await linkedPhone(database);
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
