// The real commands, as processes of their own on an embedded database: alone, killed, and beside `start`.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../src/free-port.ts';
import { testDatabase } from '../support/database.ts';
import { FAMILY, peopleFolder, temporaryFolder } from '../support/people-files.ts';

const COMMAND = fileURLToPath(new URL('../../tools/casethread.mjs', import.meta.url));
const PATIENT = { timeout: 240_000 };

type Ran = { code: number | null; out: string; err: string };

function launch(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { PATH, HOME, LOG_LEVEL: 'silent', CASETHREAD_DEMO_DATA: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const child = launch(args, env);
  if (!child.stdout || !child.stderr) throw new Error('no pipes');
  const [out, err] = [text(child.stdout), text(child.stderr)];
  const [code] = await once(child, 'exit');
  return { code, out: await out, err: await err };
}

const COUNT = 6_000;

/** A history long enough to be killed in the middle. */
async function longHistory(folder: string): Promise<string> {
  const file = join(folder, 'history.ndjson');
  const lines = Array.from({ length: COUNT }, (_, n) =>
    JSON.stringify({
      type: 'message',
      id: `h${n}`,
      channel: 'sms',
      direction: 'inbound',
      officialNumber: '+447700900001',
      counterpart: n % 3 === 0 ? '+447700900123' : `+4477009002${String(n % 90).padStart(2, '0')}`,
      body: n % 3 === 0 ? 'Osian was brilliant today' : 'Hello, who is this?',
      at: new Date(Date.UTC(2025, 2, 3, 9, n)).toISOString(),
    }),
  );
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

function externalIds(exported: string): string[] {
  return exported
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).externalId);
}

test(
  'an import that is killed is finished by running it again, with nothing lost or twice',
  PATIENT,
  async () => {
    const { database, ownerUrl, url } = await testDatabase();
    const folder = await temporaryFolder();
    const env = { DATABASE_URL: ownerUrl, DATABASE_APP_URL: url, DATA_DIR: join(folder, 'data') };
    const file = await longHistory(folder);
    const countKept = async () => {
      const { rows } = await database.pool.query('SELECT count(*)::int AS count FROM message');
      return rows[0].count;
    };
    expect(await run(['import', 'people', await peopleFolder(FAMILY)], env)).toMatchObject({
      code: 0,
    });

    const killed = launch(['import', 'history', file], env);
    while ((await countKept()) === 0) await delay(20);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const kept = await countKept();
    const again = await run(['import', 'history', file], env);

    expect(again).toMatchObject({
      code: 0,
      err: expect.stringContaining(`${(COUNT - kept).toLocaleString('en-GB')} new`),
    });
    expect(again.err).toContain('2,000 on a child’s record');
    const { out } = await run(['export', 'messages'], env);
    expect(externalIds(out)).toEqual(Array.from({ length: COUNT }, (_, n) => `h${n}`));
    expect(await run(['verify'], env)).toMatchObject({
      code: 0,
      err: expect.stringContaining('6,000 messages'),
    });
    expect(await run(['doctor'], env)).toMatchObject({ code: 0 });
  },
);

test('commands work beside a running start, which stays', PATIENT, async () => {
  const folder = await temporaryFolder();
  const port = await freePort();
  const env = { DATA_DIR: join(folder, 'data'), PORT: String(port) };
  const server = launch(['start'], env);
  await untilReady(port);

  expect(await run(['import', 'people', await peopleFolder(FAMILY)], env)).toMatchObject({
    code: 0,
  });
  expect(await run(['import', 'history', await longHistory(folder)], env)).toMatchObject({
    code: 0,
  });
  const file = join(folder, 'recordings.csv');
  expect(
    await run(['export', 'recordings', '--case', 'C1', '--format', 'csv', '--out', file], env),
  ).toMatchObject({ code: 0, out: '' });
  expect(await run(['doctor'], env)).toMatchObject({ code: 0 });

  expect(await readFile(file, 'utf8')).toMatch(/OFFICIAL-SENSITIVE/);
  expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
});

async function untilReady(port: number): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (ready?.status === 200) return;
    await delay(100);
  }
  throw new Error('start did not become ready');
}
