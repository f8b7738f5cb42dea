import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createTwilioAdapter } from '../../adapters/twilio/index.ts';
import type { FakeMedia } from '../../test/fakes/twilio/message.ts';
import { type FakeTwilio, fakeMedia, startFakeTwilio } from '../../test/fakes/twilio/server.ts';
import { PUBLIC_BASE_URL, twilioSettings } from '../../test/fakes/twilio/settings.ts';
import { fixture, signedRequest } from '../../test/fakes/twilio/webhook.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { listOpenAlarms } from '../alarms/alarm-store.ts';
import type { ChannelAdapter } from '../messaging/adapter.ts';
import { createCapture } from './capture.ts';
import { fetchDueMedia, type MediaNeeds } from './media.ts';
import { mediaFiles } from './media-files.ts';

let testing: TestDatabase;
let twilio: FakeTwilio;
let now: Date;
let needs: MediaNeeds;

beforeEach(async () => {
  testing = await testDatabase();
  twilio = await startFakeTwilio();
  const folder = await mkdtemp(join(tmpdir(), 'casethread-media-'));
  onTestFinished(async () => {
    await twilio.close();
    await rm(folder, { recursive: true });
  });
  now = new Date('2026-03-12T13:40:00Z');
  needs = {
    database: testing.database,
    adapters: [createTwilioAdapter(twilioSettings({ apiBaseUrl: twilio.url }))],
    files: mediaFiles(folder),
    clock: () => now,
  };
});

function pass(milliseconds: number): void {
  now = new Date(now.getTime() + milliseconds);
}

/** A WhatsApp photo comes by webhook; its bytes are the provider's. */
async function aPhotoComes(changes: Partial<FakeMedia> = {}): Promise<void> {
  const held = twilio.hold({ media: [fakeMedia(changes)] });
  await keep(needs.adapters[0], {
    MessageSid: held.sid,
    NumMedia: '1',
    MediaUrl0: twilio.mediaUrl(held),
    MediaContentType0: 'image/jpeg',
  });
}

async function keep(adapter: ChannelAdapter | undefined, changes: Record<string, string>) {
  const path = '/webhooks/twilio/messages';
  const parameters = fixture('whatsapp-button', changes);
  const request = signedRequest(path, parameters, { publicBaseUrl: PUBLIC_BASE_URL });
  const reading = await adapter?.webhooks.find((each) => each.path === path)?.read(request);
  if (reading?.outcome !== 'understood') throw new Error('The fixture was not understood.');
  await createCapture(needs).keep({
    provider: 'twilio',
    contentType: 'application/x-www-form-urlencoded',
    raw: request.body,
    receivedAt: now,
    origin: 'live',
    ...reading,
  });
}

const state = () => testing.database.prisma.mediaFetch.findFirstOrThrow();
const openAlarms = async () =>
  (await listOpenAlarms(testing.database.pool)).map(({ kind }) => kind);

describe('an attachment', () => {
  test('waits visibly until its bytes are kept under their hash', async () => {
    await aPhotoComes({ bytes: Buffer.from('the very photo') });
    expect((await state()).state).toBe('pending');

    await fetchDueMedia(needs);

    const stored = await state();
    expect(stored).toMatchObject({ state: 'stored', bytes: 14n, nextAttemptAt: null });
    expect((await readFile(needs.files.pathOf(stored.sha256 ?? ''))).toString()).toBe(
      'the very photo',
    );
  });

  test('that Twilio does not have for a few seconds is asked for again, with growing pauses', async () => {
    await aPhotoComes({ missingFor: 3 });
    const pauses: number[] = [];

    while ((await state()).state === 'pending') {
      await fetchDueMedia(needs);
      const next = (await state()).nextAttemptAt;
      if (next === null) break;
      pauses.push(next.getTime() - now.getTime());
      now = next;
    }

    expect(pauses).toEqual([1_000, 2_000, 4_000]);
    expect((await state()).state).toBe('stored');
  });

  test('that never comes is unavailable after an hour, with the reason', async () => {
    await aPhotoComes({ missingFor: 1_000 });

    for (let minutes = 0; minutes < 90; minutes += 1) {
      await fetchDueMedia(needs);
      pass(60_000);
    }

    expect(await state()).toMatchObject({
      state: 'unavailable',
      reason: 'Twilio does not have the file.',
    });
    const asked = twilio.requests.length;
    expect(asked).toBeGreaterThan(7);
    expect(asked).toBeLessThan(30);
  });

  test('at an address that is not Twilio’s is unavailable, and nobody asks there', async () => {
    await keep(needs.adapters[0], { NumMedia: '1', MediaUrl0: 'http://169.254.169.254/secret' });

    await fetchDueMedia(needs);

    expect(await state()).toMatchObject({ state: 'unavailable' });
    expect((await state()).reason).toContain('not at one of Twilio’s addresses');
  });

  test('above 100 MB is unavailable, and leaves nothing on the disk', async () => {
    await aPhotoComes({ bytes: Buffer.alloc(100_000_001) });

    await fetchDueMedia(needs);

    expect(await state()).toMatchObject({
      state: 'unavailable',
      reason: 'It is larger than 100 MB.',
    });
  });

  test('whose fetching somebody died over is asked for again', async () => {
    await aPhotoComes();
    await testing.database.pool.query(`UPDATE media_fetch SET attempts = 1, next_attempt_at = $1`, [
      new Date(now.getTime() + 5 * 60_000),
    ]);

    await fetchDueMedia(needs);
    expect((await state()).state).toBe('pending');
    pass(5 * 60_000);
    await fetchDueMedia(needs);

    expect((await state()).state).toBe('stored');
  });
});

describe('an alarm', () => {
  test('is raised when attachments wait too long, and goes when they have come', async () => {
    await aPhotoComes({ missingFor: 1 });
    await fetchDueMedia(needs);
    expect(await openAlarms()).toEqual([]);

    pass(16 * 60_000);
    twilio.failNext({ kind: 'answer', status: 503 });
    await fetchDueMedia(needs);
    expect(await openAlarms()).toEqual(['media-backlog']);

    pass(60_000);
    await fetchDueMedia(needs);
    expect(await openAlarms()).toEqual([]);
  });

  test('is raised when Twilio refuses our credentials', async () => {
    await aPhotoComes();
    twilio.failNext({ kind: 'answer', status: 401, code: 20003 });

    await fetchDueMedia(needs);

    expect(await openAlarms()).toContain('credentials-refused');
    expect((await state()).state).toBe('pending');
  });
});
