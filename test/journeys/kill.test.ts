// Node and PostgreSQL are killed again and again under load, through the real command and the real
// webhook: nothing that was acknowledged is lost, and nothing is there twice.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.ts';
import { freePort } from '../../src/free-port.ts';
import { twilioSignature } from '../../src/simulator/sign.ts';
import {
  databaseFolder,
  databasePid,
  type Started,
  startProcess,
} from '../support/start-process.ts';

const KILLS = 20;
const SENDERS = 12;
const ACCOUNT = {
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
  TWILIO_AUTH_TOKEN: 'killed',
};
const PATH = '/webhooks/twilio/messages';
/** Load between kills, in milliseconds: each time another, the same in every run. */
const LOAD_MS = [40, 130, 75, 210, 20, 160, 95, 55, 180, 110];

type Load = { acknowledged: Set<string>; stop(): Promise<void> };

/** Families that write without a pause, and a provider that repeats what was not acknowledged. */
function startLoad(url: string): Load {
  const acknowledged = new Set<string>();
  let stopping = false;
  let next = 0;
  const send = async () => {
    while (!stopping) {
      next += 1;
      const sid = `SM${String(next).padStart(32, '0')}`;
      const counterpart = `+4477009009${String(next % 90).padStart(2, '0')}`;
      while (!stopping && !(await post(url, sid, counterpart))) await delay(10);
      if (stopping) return;
      acknowledged.add(sid);
      // A provider may repeat what it knows to be kept.
      if (next % 7 === 0) await post(url, sid, counterpart);
    }
  };
  const senders = Array.from({ length: SENDERS }, send);
  return {
    acknowledged,
    stop: async () => {
      stopping = true;
      await Promise.all(senders);
    },
  };
}

/** True only when the answer says that the message is kept. */
async function post(url: string, sid: string, counterpart: string): Promise<boolean> {
  const parameters = {
    AccountSid: ACCOUNT.TWILIO_ACCOUNT_SID,
    Body: `Message ${sid}`,
    From: counterpart,
    MessageSid: sid,
    NumMedia: '0',
    To: '+447700900999',
  };
  try {
    const response = await fetch(url + PATH, {
      method: 'POST',
      headers: {
        'X-Twilio-Signature': twilioSignature(ACCOUNT.TWILIO_AUTH_TOKEN, url + PATH, parameters),
      },
      body: new URLSearchParams(parameters),
      signal: AbortSignal.timeout(10_000),
    });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}

async function untilMoreThan(load: Load, count: number, started: Started): Promise<void> {
  for (const until = Date.now() + 60_000; load.acknowledged.size <= count; await delay(20)) {
    if (Date.now() > until) throw new Error(`Nothing is kept any more:\n${started.printed()}`);
  }
}

test('node and PostgreSQL killed 20 times each under load: no acknowledged message is lost, none is there twice', {
  timeout: 600_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'casethread-kill-'));
  chmodSync(dataDir, 0o755);
  onTestFinished(() => {
    rmSync(databaseFolder(dataDir), { recursive: true, force: true });
    rmSync(dataDir, { recursive: true, force: true });
  });
  const options = { dataDir, port: await freePort(), env: { ...ACCOUNT, LOG_LEVEL: 'silent' } };
  let started = await startProcess(options);
  onTestFinished(() => started.kill());
  const load = startLoad(started.url);

  for (let kill = 0; kill < KILLS; kill += 1) {
    await untilMoreThan(load, load.acknowledged.size, started);
    await delay(LOAD_MS[kill % LOAD_MS.length]);
    await started.kill();
    started = await startProcess(options);

    await untilMoreThan(load, load.acknowledged.size, started);
    await delay(LOAD_MS[(kill + 3) % LOAD_MS.length]);
    process.kill(databasePid(dataDir), 'SIGKILL');
    await untilMoreThan(load, load.acknowledged.size, started);
  }
  await load.stop();

  const kept = await whatIsKept(dataDir);
  await started.stop();
  expect(load.acknowledged.size).toBeGreaterThan(KILLS * 20);
  const ids = new Set(kept.ids);
  expect([...load.acknowledged].filter((sid) => !ids.has(sid))).toEqual([]);
  expect(kept.ids.length).toBe(ids.size);
  expect(kept).toMatchObject({ undecided: 0, decidedTwice: 0, waiting: 0, setAside: 0 });
});

type Kept = {
  ids: string[];
  undecided: number;
  decidedTwice: number;
  waiting: number;
  setAside: number;
};

/** Every message, and whether the stages did each of them exactly once. */
async function whatIsKept(dataDir: string): Promise<Kept> {
  const server = await startEmbeddedPostgres({ folder: join(dataDir, 'postgres') });
  const client = new pg.Client({ connectionString: server.urlOf('casethread') });
  await client.connect();
  try {
    const count = async (sql: string) => Number((await client.query(sql)).rows[0]?.count);
    for (let tries = 0; tries < 600; tries += 1) {
      if ((await count('SELECT count(*) FROM stage_work WHERE set_aside_at IS NULL')) === 0) break;
      await delay(100);
    }
    const { rows } = await client.query<{ id: string }>('SELECT external_id AS id FROM message');
    return {
      ids: rows.map(({ id }) => id),
      undecided: await count(
        `SELECT count(*) FROM message WHERE id NOT IN (SELECT message_id FROM current_attribution)`,
      ),
      decidedTwice: await count('SELECT count(*) FROM attribution WHERE version > 1'),
      waiting: await count('SELECT count(*) FROM stage_work WHERE set_aside_at IS NULL'),
      setAside: await count('SELECT count(*) FROM stage_work WHERE set_aside_at IS NOT NULL'),
    };
  } finally {
    await client.end();
    await server.stop();
  }
}
