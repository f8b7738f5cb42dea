import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { dataFolder, MUM_NUMBER, registerPhone } from '../../test/support/phones.ts';
import { listOpenAlarms } from '../alarms/alarm-store.ts';
import { mediaFiles } from '../capture/media-files.ts';
import type { Database } from '../database/client.ts';
import { mayKeep } from './chat-store.ts';
import { revokeDevice } from './device-store.ts';
import { examineDevices } from './examine.ts';
import { matchGroup, registerGroup, withdrawGroup } from './group-store.ts';
import { createKeeping } from './keeping.ts';
import { noteLinkEvent, noteWell, READER, setLinkState } from './link-store.ts';
import { capturePhones } from './start.ts';
import { watchPhones } from './watch.ts';
import { LINK_WITHIN_MS, type LinkEvent, wishOf } from './wish.ts';

const NOW = new Date('2026-03-12T15:05:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('what should be done with a link', () => {
  const facts = (newest: string | null, revokedAt: Date | null = null) => ({
    newest,
    newestAt: NOW,
    revokedAt,
  });

  test.each([
    ['nobody asked for one', facts(null), 'nothing'],
    ['somebody asked to link', facts('link-asked'), 'link'],
    ['it was linked', facts('linked'), 'read'],
    ['somebody asked to end it', facts('unlink-asked'), 'unlink'],
    ['the phone ended it', facts('link-ended'), 'nothing'],
    ['another phone was scanned', facts('other-phone'), 'nothing'],
    ['the approval of a linked phone ended', facts('linked', NOW), 'unlink'],
    ['the approval ended, and so did the link', facts('unlinked', NOW), 'nothing'],
  ])('%s', (_, given, wish) => {
    expect(wishOf(given, NOW)).toBe(wish);
  });

  test('a code is shown for ten minutes after somebody asked, and no longer', () => {
    expect(wishOf(facts('link-asked'), later(LINK_WITHIN_MS - 1))).toBe('link');
    expect(wishOf(facts('link-asked'), later(LINK_WITHIN_MS))).toBe('nothing');
  });
});

describe('what of a phone may be kept', () => {
  const person = (address: string, at = NOW) => ({
    kind: 'person' as const,
    addresses: [address],
    at,
  });

  async function linkedPhone(database: Database, number?: string): Promise<string> {
    const phone = await registerPhone(database, number);
    await noteLinkEvent(database.pool, phone, 'linked', READER, new Date('2026-01-01T00:00:00Z'));
    return phone;
  }

  test('a chat with a contact on a day on which the address was theirs', async () => {
    const { database } = await testDatabase();
    const phone = await linkedPhone(database);
    await database.pool.query(
      `UPDATE contact_identifier SET valid_from = '2026-03-01', valid_to = '2026-03-31'`,
    );
    const may = (at: string) => mayKeep(database.pool, phone, person(MUM_NUMBER, new Date(at)));

    expect(await may('2026-03-12T12:00:00Z')).toBe(true);
    // British Summer Time: 1 April has begun in London.
    expect(await may('2026-03-31T23:30:00Z')).toBe(false);
    expect(await may('2026-02-28T12:00:00Z')).toBe(false);
  });

  test('nothing of anybody else, and nothing once the approval has ended', async () => {
    const { database } = await testDatabase();
    const phone = await linkedPhone(database);
    expect(await mayKeep(database.pool, phone, person('+447700900299'))).toBe(false);
    expect(await mayKeep(database.pool, phone, person(MUM_NUMBER))).toBe(true);

    await revokeDevice(database.pool, phone, { reason: 'Over', by: 'A1', at: NOW });

    expect(await mayKeep(database.pool, phone, person(MUM_NUMBER))).toBe(false);
  });

  test('nothing from before the link, or while an administrator had ended it', async () => {
    const { database } = await testDatabase();
    const phone = await registerPhone(database);
    const may = (at: Date) => mayKeep(database.pool, phone, person(MUM_NUMBER, at));
    const note = (kind: LinkEvent, at: Date) =>
      noteLinkEvent(database.pool, phone, kind, READER, at);
    expect(await may(NOW)).toBe(false);

    await note('linked', NOW);
    expect([await may(later(-1_000)), await may(NOW)]).toEqual([false, true]);
    await note('link-ended', later(10_000));
    await note('linked', later(20_000));
    expect(await may(later(15_000))).toBe(true);

    await note('unlinked', later(30_000));
    expect(await may(later(35_000))).toBe(false);
    await note('linked', later(40_000));
    expect([await may(later(35_000)), await may(later(41_000))]).toEqual([false, true]);
  });

  test('a group from its registration to its withdrawal, on that phone only', async () => {
    const { database } = await testDatabase();
    const phone = await linkedPhone(database);
    const other = await linkedPhone(database, '+447700900101');
    const group = { name: 'Core group', reason: 'Plan', by: 'A1', at: NOW };
    const id = await registerGroup(database.pool, phone, group);
    await matchGroup(database.pool, id, '1@g.us', NOW);
    const may = (device: string, at: Date) =>
      mayKeep(database.pool, device, { kind: 'group', addresses: ['1@g.us'], at });

    expect(await may(phone, later(1_000))).toBe(true);
    expect(await may(phone, later(-1_000))).toBe(false);
    expect(await may(other, later(1_000))).toBe(false);
    await withdrawGroup(database.pool, phone, id, 'A1', NOW);
    expect(await may(phone, later(1_000))).toBe(false);
  });
});

describe('the alarm about a lost link', () => {
  async function linked() {
    const { database } = await testDatabase();
    const phone = await registerPhone(database);
    await setLinkState(database.pool, phone, 'open', null, NOW);
    await noteLinkEvent(database.pool, phone, 'linked', READER, NOW);
    await noteWell(database.pool, phone, NOW, null);
    const watch = async (at: Date) => {
      await watchPhones({ database, clock: () => at });
      return (await listOpenAlarms(database.pool)).map(({ words }) => words);
    };
    return { database, phone, watch };
  }

  test('is raised when the last heartbeat is older than a minute, also when its process is gone', async () => {
    const { watch } = await linked();

    expect(await watch(later(59_000))).toEqual([]);
    expect(await watch(later(61_000))).toEqual([expect.stringContaining('is not being read')]);
  });

  test('says when the link is stored on another machine', async () => {
    const { database, phone, watch } = await linked();
    await setLinkState(database.pool, phone, 'no-session', null, NOW);

    expect(await watch(later(61_000))).toEqual([expect.stringContaining('on this machine')]);
  });

  test('ends with the approval, and where reading phones is switched off', async () => {
    const { database, phone, watch } = await linked();
    await noteLinkEvent(database.pool, phone, 'link-ended', READER, NOW);
    expect(await watch(NOW)).toEqual([expect.stringContaining('is no longer linked')]);

    const settings = { appUrl: '', dataDir: '', logLevel: 'silent', loopbackOnly: true };
    await capturePhones(false, { database, clock: () => NOW, onTrouble: () => {}, ...settings });
    expect(await listOpenAlarms(database.pool)).toEqual([]);

    await revokeDevice(database.pool, phone, { reason: 'Over', by: 'A1', at: NOW });
    expect(await watch(NOW)).toEqual([]);
  });
});

test('who approved a phone, and that it ended, can never be altered', async () => {
  const { database } = await testDatabase();
  await registerPhone(database);

  await expect(database.pool.query(`UPDATE device SET approved_by = 'A1'`)).rejects.toThrow();
  await expect(database.pool.query('DELETE FROM device')).rejects.toThrow();
});

test('doctor says what reading phones lacks', async () => {
  const dataDir = await dataFolder();
  const folder = join(dataDir, 'devices');
  await mkdir(folder, { mode: 0o700 });
  const found = (isOn: boolean, browser: string | null) => [
    ...examineDevices(isOn, dataDir, browser),
  ];

  expect(found(false, null)).toEqual([{ ok: true, words: expect.stringContaining('is off') }]);
  expect(found(true, null)).toEqual([{ ok: false, words: expect.stringContaining('no Chromium') }]);
  expect(found(true, '/usr/bin/chromium')).toEqual([
    { ok: true, words: expect.stringContaining('the newest WhatsApp Web') },
  ]);
  await chmod(folder, 0o755);
  expect(found(false, null)[0]).toEqual({ ok: false, words: expect.stringContaining('chmod 700') });
});

test('what the database cannot take at the moment is tried again until it is kept', async () => {
  const { database } = await testDatabase();
  let attempts = 0;
  const capture = {
    keep: async () => {
      attempts += 1;
      if (attempts < 2) throw new Error('The database is away.');
      return { deliveryId: 'd', messageIds: ['m'], duplicates: 0 };
    },
  };
  const troubles: unknown[] = [];
  const keeping = createKeeping(
    {
      database,
      capture,
      files: mediaFiles(''),
      clock: () => NOW,
      onTrouble: (it) => troubles.push(it),
    },
    () => Promise.reject(new Error('There is no attachment.')),
  );

  const kept = keeping.keep({
    kind: 'message',
    raw: Buffer.from('{}'),
    found: 'live',
    messages: [],
    events: [],
  });

  expect(await kept).toEqual(['m']);
  expect(troubles).toHaveLength(1);
});
