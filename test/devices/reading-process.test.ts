// The process that reads phones, as `start` runs it: its end touches nothing else, and nothing stays behind.
import { fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { listOpenAlarms } from '../../src/alarms/alarm-store.ts';
import type { Database } from '../../src/database/client.ts';
import { readDevice } from '../../src/devices/device-store.ts';
import { versionFolderOf } from '../../src/devices/folders.ts';
import { noteLinkEvent } from '../../src/devices/link-store.ts';
import { type Supervisor, superviseReaders } from '../../src/devices/supervise.ts';
import { systemClock } from '../../src/messaging/clock.ts';
import { pinStubPage } from '../fakes/whatsapp-web/stub-page.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { bodiesOf, dataFolder, MUM, OWN_ID, registerPhone, untilState } from '../support/phones.ts';

const SLOW = { timeout: 240_000 };
const PATIENT = { timeout: 90_000, interval: 200 };
const PROGRAM = join(import.meta.dirname, '../../src/capture-device.ts');

let testing: TestDatabase;
let database: Database;
let dataDir: string;
beforeEach(async () => {
  testing = await testDatabase();
  ({ database } = testing);
  dataDir = await dataFolder();
});

/** A page that links itself, and brings a message each second: Load 1, then Load 2 … */
const STORY = `
  const load = Number(localStorage.getItem('load') ?? '0') + 1;
  localStorage.setItem('load', String(load));
  if (localStorage.getItem('linked') !== 'true') setTimeout(() => phone.scan(), 1500);
  let count = 0;
  phone.onListening = () => setInterval(() => {
    count += 1;
    phone.message({ chat: '${MUM}', key: 'K' + load + '-' + count, body: 'Load ' + load });
  }, 1000);`;

const settings = () => ({
  appUrl: testing.url,
  dataDir,
  logLevel: 'silent',
  now: new Date().toISOString(),
  loopbackOnly: true,
  browserPath: '/usr/bin/chromium',
});

function supervise(program = PROGRAM): Supervisor {
  const supervisor = superviseReaders({
    database,
    clock: systemClock,
    program,
    settings,
    onTrouble: () => {},
    pace: { watch: 200, pause: 100, longestPause: 500, sound: 4_000 },
  });
  onTestFinished(() => supervisor.stop());
  return supervisor;
}

/** Browsers that work in this test's folder. */
function browsers(): string[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`--user-data-dir=${dataDir}`);
    } catch {
      return false; // it ended meanwhile
    }
  });
}

async function linkedWithStory(): Promise<string> {
  await pinStubPage(versionFolderOf(dataDir), OWN_ID, STORY);
  const deviceId = await registerPhone(database);
  await noteLinkEvent(database.pool, deviceId, 'link-asked', 'A1', new Date());
  return deviceId;
}

const kept = (body: string) =>
  vi.waitFor(async () => expect(await bodiesOf(database)).toContain(body), PATIENT);

test(
  'a reading process that is killed is started again and goes on, and everything else runs on',
  SLOW,
  async () => {
    const deviceId = await linkedWithStory();
    const supervisor = supervise();
    await untilState(database, deviceId, 'open');
    await kept('Load 1');

    process.kill(supervisor.pid() ?? 0, 'SIGKILL');

    await kept('Load 2');
    await supervisor.stop();
    expect(browsers()).toEqual([]);
  },
);

test('when whoever started it is killed, it closes the browser and ends', SLOW, async () => {
  const deviceId = await linkedWithStory();
  // Stands for `start`: it passes our settings on, and is killed.
  const starter = join(dataDir, 'starter.mjs');
  await writeFile(
    starter,
    `import { fork } from 'node:child_process';
     const child = fork(${JSON.stringify(PROGRAM)}, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
     child.send(${JSON.stringify(settings())});`,
  );
  const parent = fork(starter, { stdio: 'ignore' });
  await untilState(database, deviceId, 'open');
  expect(browsers().length).toBeGreaterThan(0);

  parent.kill('SIGKILL');

  await vi.waitFor(() => expect(browsers()).toEqual([]), PATIENT);
});

test(
  'a reading process that keeps stopping raises an alarm, and is tried again and again',
  SLOW,
  async () => {
    const broken = join(dataDir, 'broken.mjs');
    await writeFile(broken, 'process.exit(1);');
    supervise(broken);

    await vi.waitFor(async () => {
      const kinds = (await listOpenAlarms(database.pool)).map(({ kind }) => kind);
      expect(kinds).toEqual(['device-capture-failing']);
    }, PATIENT);
  },
);

test(
  'a link asked for while a demonstration has no page pinned opens nothing outside',
  SLOW,
  async () => {
    const deviceId = await registerPhone(database);
    await noteLinkEvent(database.pool, deviceId, 'link-asked', 'A1', new Date());
    supervise();
    await untilState(database, deviceId, 'opening');

    await untilState(database, deviceId, 'closed');

    expect((await readDevice(database.pool, deviceId))?.code).toBeNull();
    expect(await bodiesOf(database)).toEqual([]);
  },
);
