// An employer's phone for tests: the real library, a stand-in for WhatsApp's page, a real database.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import type { Client } from 'whatsapp-web.js';
import { makeClient } from '../../adapters/whatsapp-web/client.ts';
import { connect } from '../../adapters/whatsapp-web/connection.ts';
import { closeWaysToAct } from '../../adapters/whatsapp-web/read-only.ts';
import { listOpenAlarms } from '../../src/alarms/alarm-store.ts';
import { createCapture } from '../../src/capture/capture.ts';
import { mediaFiles } from '../../src/capture/media-files.ts';
import type { Database } from '../../src/database/client.ts';
import { registerDevice } from '../../src/devices/device-store.ts';
import { versionFolderOf } from '../../src/devices/folders.ts';
import { noteLinkEvent } from '../../src/devices/link-store.ts';
import { ORDINARY_PACE, type Pace } from '../../src/devices/pace.ts';
import { startReaders } from '../../src/devices/read-phones.ts';
import { systemClock } from '../../src/messaging/clock.ts';
import { pinStubPage } from '../fakes/whatsapp-web/stub-page.ts';

export const OWN = '+447700900100';
export const OWN_ID = '447700900100@c.us';
/** Kelly, a known contact. */
export const MUM = '447700900201@c.us';
export const MUM_NUMBER = '+447700900201';
/** Somebody whom only the worker knows. */
export const FRIEND = '447700900299@c.us';
export const GROUP = '120363000000000001@g.us';

export const SOON = { timeout: 60_000, interval: 50 };

const FAST: Pace = {
  ...ORDINARY_PACE,
  heartbeat: 200,
  look: 400,
  onItsWay: 3_000,
  openAnewAfter: 2_000,
  pause: 100,
};

/** A phone registered with its approval, and Kelly as a known contact. */
export async function registerPhone(database: Database, number = OWN): Promise<string> {
  await database.pool.query(
    `INSERT INTO worker VALUES ('A1', '2020-01-01', NULL, 'Ruth Pemberton', 'r@example.org', 'administrator', 'IT', NULL, NULL, NULL),
       ('M1', '2020-01-01', NULL, 'Helen Marsh', 'h@example.org', 'manager', 'North', NULL, NULL, NULL) ON CONFLICT DO NOTHING`,
  );
  await database.pool.query(
    `INSERT INTO contact VALUES ('K1', 'Kelly Brennan') ON CONFLICT DO NOTHING`,
  );
  await database.pool.query(
    `INSERT INTO contact_identifier VALUES ('K1', 'whatsapp', $1, true, '2020-01-01', NULL) ON CONFLICT DO NOTHING`,
    [MUM_NUMBER],
  );
  const registered = await database.transaction((connection) =>
    registerDevice(connection, {
      number,
      label: 'Duty phone',
      team: 'North',
      workerId: null,
      approvedBy: 'M1',
      approvedOn: '2026-03-01',
      dpiaReference: 'DPIA-2026-014',
      registeredBy: 'A1',
      registeredAt: new Date(),
    }),
  );
  if (registered.outcome !== 'registered') throw new Error('The phone is registered already.');
  return registered.id;
}

export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'casethread-phones-'));
  onTestFinished(() =>
    rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  );
  return folder;
}

export type Reading = {
  dataDir: string;
  troubles: unknown[];
  /** Plays the people, in the page that is open now. */
  play(method: string, ...args: unknown[]): Promise<unknown>;
  client(): Client;
  stop(): Promise<void>;
};

/** Reads phones as `start`'s own process does, faster. */
export async function readPhonesOf(
  database: Database,
  dataDir: string,
  pace: Partial<Pace> = {},
): Promise<Reading> {
  closeWaysToAct();
  await pinStubPage(versionFolderOf(dataDir), OWN_ID);
  const troubles: unknown[] = [];
  const capture = createCapture({ database, clock: systemClock });
  let client: Client | undefined;
  const readers = await startReaders({
    database,
    capture,
    clock: systemClock,
    files: mediaFiles(dataDir),
    dataDir,
    pace: { ...FAST, ...pace },
    onTrouble: (error) => troubles.push(error),
    onLost: () => {},
    open: async (needs) => {
      const settings = { browserPath: '/usr/bin/chromium', loopbackOnly: true };
      client = await makeClient(
        { ...settings, versionFolder: versionFolderOf(dataDir) },
        needs.sessionFolder,
      );
      return connect(client, needs);
    },
  });
  const stop = async () => {
    await readers.stop();
    await capture.close();
  };
  onTestFinished(stop);
  const current = () => {
    if (!client) throw new Error('No phone is open.');
    return client;
  };
  return {
    dataDir,
    troubles,
    client: current,
    stop,
    play: (method, ...args) =>
      current().pupPage?.evaluate(
        (name, given) => Reflect.get(window, 'phone')[name](...given),
        method,
        args,
      ) ?? Promise.reject(new Error('No page is open.')),
  };
}

export async function linkPhone(
  database: Database,
  deviceId: string,
  reading: Reading,
): Promise<void> {
  await noteLinkEvent(database.pool, deviceId, 'link-asked', 'A1', new Date());
  await untilState(database, deviceId, 'code');
  await reading.play('scan');
  await untilState(database, deviceId, 'open');
}

export async function untilState(
  database: Database,
  deviceId: string,
  state: string,
): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await database.pool.query(
      'SELECT state FROM device_link WHERE device_id = $1',
      [deviceId],
    );
    expect(rows[0]?.state).toBe(state);
  }, SOON);
}

export async function bodiesOf(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ body: string }>(
    'SELECT body FROM message ORDER BY sequence',
  );
  return rows.map(({ body }) => body);
}

/** A registered phone that is linked and read. */
export async function linkedPhone(
  database: Database,
  pace: Partial<Pace> = {},
): Promise<{ deviceId: string; reading: Reading }> {
  const deviceId = await registerPhone(database);
  const reading = await readPhonesOf(database, await dataFolder(), pace);
  await linkPhone(database, deviceId, reading);
  return { deviceId, reading };
}

/** Waits until these messages are kept, in this order, and no others. */
export const untilKept = (database: Database, ...bodies: string[]) =>
  vi.waitFor(async () => expect(await bodiesOf(database)).toEqual(bodies), SOON);

/** What stands open, such as `device-link-lost Phone 1`. */
export async function alarmsOf(database: Database): Promise<string[]> {
  return (await listOpenAlarms(database.pool)).map(({ kind, subject }) => `${kind} ${subject}`);
}
