// The receiver is killed while families write at 50 messages a second, stays away, and comes back:
// nothing is lost, through the real command, the real webhook and the provider's own ledger.
// How long it stays away in a real clock is measured by hand (docs/performance.md).
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../src/free-port.ts';
import { twilioSignature } from '../../src/simulator/sign.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  type FakeTwilio,
  startFakeTwilio,
} from '../fakes/twilio/server.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Started, startProcess } from '../support/start-process.ts';

const OFFICIAL = '+447700900010';
const PATH = '/webhooks/twilio/messages';
const A_SECOND = 50;
/** Seconds of messages that the provider takes while nobody listens; CHAOS_SECONDS=60 waits them out. */
const AWAY_SECONDS = 60;
const WAITS = process.env.CHAOS_SECONDS !== undefined;
const BACK_WITHIN_MS = 5 * 60_000;

const who = (index: number) => `+4477009009${String(index % 90).padStart(2, '0')}`;

/** A family writes: the provider has it, and tells whoever listens; once more when nobody does. */
async function familyWrites(twilio: FakeTwilio, url: string, index: number, sentAt: Date) {
  const from = who(index);
  const body = `Message ${index}`;
  const { sid } = twilio.hold({ from, to: OFFICIAL, body, sentAt });
  const parameters = {
    AccountSid: ACCOUNT_SID,
    Body: body,
    From: from,
    MessageSid: sid,
    NumMedia: '0',
    To: OFFICIAL,
  };
  await fetch(url + PATH, {
    method: 'POST',
    headers: { 'X-Twilio-Signature': twilioSignature(AUTH_TOKEN, url + PATH, parameters) },
    body: new URLSearchParams(parameters),
    signal: AbortSignal.timeout(10_000),
  })
    .then((response) => response.text())
    .catch(() => {});
}

/** 50 messages a second for so long, in this test's own time or all at once with their times set back. */
async function writeFor(
  twilio: FakeTwilio,
  url: string,
  { first, seconds, live }: { first: number; seconds: number; live: boolean },
): Promise<void> {
  const begin = Date.now() - (live ? 0 : seconds * 1_000);
  const sent: Promise<void>[] = [];
  for (let index = 0; index < seconds * A_SECOND; index += 1) {
    const at = new Date(begin + (index * 1_000) / A_SECOND);
    if (live) await delay(Math.max(0, at.getTime() - Date.now()));
    if (live) sent.push(familyWrites(twilio, url, first + index, at));
    else
      twilio.hold({ from: who(index), to: OFFICIAL, body: `Message ${first + index}`, sentAt: at });
  }
  await Promise.all(sent);
}

/** Waits until so many are kept and every one of them has been read. */
async function untilOnRecord({ database }: TestDatabase, expected: number): Promise<void> {
  for (const until = Date.now() + BACK_WITHIN_MS; Date.now() < until; await delay(250)) {
    const { prisma } = database;
    if ((await prisma.message.count()) < expected) continue;
    if ((await prisma.stageWork.count()) === 0) return;
  }
}

test('a receiver that is killed and away for a minute at 50 messages a second loses none of them', {
  timeout: 600_000,
}, async () => {
  const testing = await createTestDatabase();
  onTestFinished(() => testing.drop());
  const twilio = await startFakeTwilio();
  onTestFinished(() => twilio.close());
  const dataDir = mkdtempSync(join(tmpdir(), 'casethread-chaos-'));
  chmodSync(dataDir, 0o755);
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  await testing.database.prisma.officialNumber.create({
    data: { address: OFFICIAL, channel: 'sms', team: 'North', label: 'North team line' },
  });
  const options = {
    dataDir,
    port: await freePort(),
    env: {
      DATABASE_URL: testing.ownerUrl,
      DATABASE_APP_URL: testing.url,
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_API_BASE_URL: twilio.url,
      LOG_LEVEL: 'silent',
    },
  };
  let started: Started = await startProcess(options);
  onTestFinished(() => started.kill());
  const { url } = started;

  // Killed in the middle of the load: some are acknowledged, some are in flight, some find nobody.
  const load = writeFor(twilio, url, { first: 0, seconds: 4, live: true });
  await delay(2_000);
  await started.kill();
  await load;
  await writeFor(twilio, url, { first: 200, seconds: AWAY_SECONDS, live: WAITS });
  // Twice: killed again while it fetches what was missed, it goes on where it stopped.
  started = await startProcess(options);
  await delay(400);
  await started.kill();
  const back = Date.now();
  started = await startProcess(options);
  await untilOnRecord(testing, twilio.messages.length);
  const took = Date.now() - back;

  const kept = await testing.database.prisma.message.findMany({
    select: { externalId: true, body: true, origin: true },
  });
  const ids = new Set(kept.map(({ externalId }) => externalId));
  expect(twilio.messages.filter(({ sid }) => !ids.has(sid))).toEqual([]);
  expect(kept).toHaveLength(twilio.messages.length);
  expect(kept.filter(({ origin }) => origin === 'reconciled').length).toBeGreaterThanOrEqual(
    AWAY_SECONDS * A_SECOND,
  );
  expect(await testing.database.prisma.currentAttribution.count()).toBe(kept.length);
  expect(took).toBeLessThan(BACK_WITHIN_MS);
  if (WAITS) process.stderr.write(`Everything was on the record after ${took} ms.\n`);
});
