// The whole product at its most talkative: what families write, who they are and their numbers are
// nowhere in what it prints.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { FAMILIES } from '../../prisma/demo/load.ts';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.ts';
import { freePort } from '../../src/free-port.ts';
import { twilioSignature } from '../../src/simulator/sign.ts';
import { databaseFolder, type Started, startProcess } from '../support/start-process.ts';

const TOKEN = 'only-for-this-test';
const WORDS = 'Theo fell off the trampoline, we are in A&E';
const FROM = '+447700900922';
const PATH = '/webhooks/twilio/messages';

async function start(): Promise<{ started: Started; dataDir: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'casethread-logs-'));
  chmodSync(dataDir, 0o755);
  onTestFinished(() => {
    rmSync(databaseFolder(dataDir), { recursive: true, force: true });
    rmSync(dataDir, { recursive: true, force: true });
  });
  const started = await startProcess({
    dataDir,
    port: await freePort(),
    env: {
      CASETHREAD_DEMO_DATA: 'on',
      LOG_LEVEL: 'trace',
      TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000000',
      TWILIO_AUTH_TOKEN: TOKEN,
    },
  });
  onTestFinished(() => started.kill());
  return { started, dataDir };
}

async function post(url: string, fields: Record<string, string>, token = TOKEN): Promise<number> {
  const response = await fetch(url + PATH, {
    method: 'POST',
    headers: { 'X-Twilio-Signature': twilioSignature(token, url + PATH, fields) },
    body: new URLSearchParams(fields),
  });
  return response.status;
}

/** Waits until the message is on a record. */
async function untilRecorded(dataDir: string): Promise<void> {
  const server = await startEmbeddedPostgres({ folder: join(dataDir, 'postgres') });
  const client = new pg.Client({ connectionString: server.urlOf('casethread') });
  await client.connect();
  try {
    for (let tries = 0; tries < 400; tries += 1) {
      const { rowCount } = await client.query(
        `SELECT 1 FROM message m JOIN recording_message rm ON rm.message_id = m.id WHERE m.body = $1`,
        [WORDS],
      );
      if (rowCount !== 0) return;
      await delay(50);
    }
    throw new Error('The message never reached a record.');
  } finally {
    await client.end();
    await server.stop();
  }
}

test('no words, names or numbers of a family are in the logs, whatever happens to a message', {
  timeout: 120_000,
}, async () => {
  const { started, dataDir } = await start();
  const message = {
    Body: WORDS,
    From: FROM,
    To: '+447700900900',
    MessageSid: 'SM00000000000000000000000000000001',
    NumMedia: '0',
  };

  expect(await post(started.url, message)).toBe(200);
  expect(await post(started.url, message)).toBe(200); // repeated
  expect(await post(started.url, message, 'forged')).toBe(403);
  expect(await post(started.url, { Body: WORDS, To: '+447700900900', MessageSid: 'SM2' })).toBe(
    200,
  );
  await fetch(`${started.url}/children/CT-1003?find=${encodeURIComponent(WORDS)}`);
  await untilRecorded(dataDir);
  await started.stop();

  const printed = started.printed();
  const lines = printed.split('\n').filter((line) => line.startsWith('{'));
  const people = FAMILIES.flatMap(({ children, contacts }) => [...children, ...contacts]);
  const secrets = [
    ...[WORDS, encodeURIComponent(WORDS), 'trampoline', FROM, FROM.slice(1), TOKEN],
    ...people.map(({ name }) => name),
  ];
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.every((line) => typeof JSON.parse(line) === 'object')).toBe(true);
  expect(secrets.filter((secret) => printed.includes(secret))).toEqual([]);
});
