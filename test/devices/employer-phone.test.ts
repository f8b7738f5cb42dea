// A phone that the authority issued: what of it is kept, and what leaves no trace. The real library in a
// real browser, a stand-in for WhatsApp's page, a real database.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { mediaFiles } from '../../src/capture/media-files.ts';
import type { Database } from '../../src/database/client.ts';
import { readDevice } from '../../src/devices/device-store.ts';
import { registerGroup, withdrawGroup } from '../../src/devices/group-store.ts';
import { testDatabase } from '../support/database.ts';
import {
  dataFolder,
  FRIEND,
  GROUP,
  linkedPhone,
  linkPhone,
  MUM,
  readPhonesOf,
  registerPhone,
  SOON,
  untilKept,
} from '../support/phones.ts';

const SLOW = { timeout: 180_000 };

let database: Database;
beforeEach(async () => {
  ({ database } = await testDatabase());
});

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
    const { reading } = await linkedPhone(database);

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

    await untilKept(database, 'He hurt me', 'I will ring you now', 'WhatsApp call');
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
    const { reading } = await linkedPhone(database);

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
    const { deviceId, reading } = await linkedPhone(database);

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
    await untilKept(database, 'Casework');
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
    const { deviceId, reading } = await linkedPhone(database);
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
    await untilKept(database, 'See you all');
    await withdrawGroup(database.pool, deviceId, groupId, 'A1', new Date());
    await reading.play('message', { chat: GROUP, author: MUM, key: '2', body: 'After' });
    await reading.play('message', { chat: MUM, key: '3', body: 'Last' });

    await untilKept(database, 'See you all', 'Last');
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

  await untilKept(database, 'My new number');
});
