import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { wholeAdapter } from '../../test/fakes/twilio/adapter.ts';
import { type FakeTwilio, fakeMedia, startFakeTwilio } from '../../test/fakes/twilio/server.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { createCapture } from './capture.ts';
import { readCompleteness } from './completeness.ts';
import { fetchDueMedia } from './media.ts';
import { mediaFiles } from './media-files.ts';
import { reconcile } from './reconcile.ts';
import { type RedactNeeds, redactCopies } from './redact-copies.ts';

const OFFICIAL = '+447700900010';
const KELLY = '+447700900142';
const DAY_MS = 86_400_000;

let testing: TestDatabase;
let twilio: FakeTwilio;
let now: Date;
let needs: RedactNeeds & Parameters<typeof reconcile>[0] & Parameters<typeof fetchDueMedia>[0];

beforeEach(async () => {
  testing = await testDatabase();
  twilio = await startFakeTwilio();
  onTestFinished(() => twilio.close());
  const dataDir = await mkdtemp(join(tmpdir(), 'casethread-copies-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  now = new Date('2026-03-12T12:00:00Z');
  const clock = () => now;
  needs = {
    database: testing.database,
    adapters: [wholeAdapter(twilio.url)],
    capture: createCapture({ database: testing.database, clock }),
    files: mediaFiles(dataDir),
    clock,
    redactAfterDays: { twilio: 30 },
  };
  await testing.database.prisma.officialNumber.create({
    data: { address: OFFICIAL, channel: 'sms', team: 'North', label: 'North team line' },
  });
});

/** A WhatsApp message with a photo, an hour ago, kept and compared. */
async function photoKept() {
  const held = twilio.hold({
    sentAt: new Date(now.getTime() - 3_600_000),
    from: `whatsapp:${KELLY}`,
    to: `whatsapp:${OFFICIAL}`,
    body: 'his arm',
    media: [fakeMedia()],
  });
  await reconcile(needs);
  await fetchDueMedia(needs);
  return held;
}

const pass = (days: number) => {
  now = new Date(now.getTime() + days * DAY_MS);
};
const removals = () => twilio.requests.filter(({ line }) => /^(POST|DELETE)/.test(line));
const kept = () => testing.database.prisma.message.findFirstOrThrow();

describe('Twilio’s copy', () => {
  test('stays as long as nobody set a time, and until that time is over', async () => {
    const held = await photoKept();
    pass(29);
    await redactCopies(needs);
    pass(300);
    await redactCopies({ ...needs, redactAfterDays: {} });

    expect(removals()).toEqual([]);
    expect(held).toMatchObject({ body: 'his arm', media: [{}] });
  });

  test('loses words and attachment after that, ours stays, and the audit says so', async () => {
    const held = await photoKept();
    pass(31);

    await redactCopies(needs);

    expect(held).toMatchObject({ body: '', media: [] });
    expect(await kept()).toMatchObject({ body: 'his arm', mediaCount: 1 });
    expect(
      (await testing.database.prisma.providerRedaction.findMany()).map(({ part }) => part).sort(),
    ).toEqual(['body', 'media']);
    expect(
      await testing.database.prisma.auditEvent.findMany({
        where: { action: 'remove-provider-copies' },
      }),
    ).toMatchObject([{ detail: { messages: 1, parts: 2, afterDays: 30 } }]);
  });

  test('is asked for once, and comparing afterwards finds nothing different', async () => {
    await photoKept();
    pass(31);
    await redactCopies(needs);
    await redactCopies(needs);
    expect(removals()).toHaveLength(2);

    const { numbers } = await reconcile(needs, { since: new Date('2026-03-11T00:00:00Z') });

    expect(numbers).toMatchObject([{ captured: 0, differences: [] }]);
    expect(await kept()).toMatchObject({ body: 'his arm' });
    expect(await testing.database.prisma.mediaFetch.findMany()).toMatchObject([
      { state: 'stored' },
    ]);
    for await (const day of readCompleteness(
      testing.database.pool,
      { first: '2026-03-12', last: '2026-03-12' },
      now,
    )) {
      expect(day).toMatchObject({ providerCount: 1, ourCount: 1, differences: [] });
    }
  });

  test('stays while an attachment is not here yet', async () => {
    await photoKept();
    await testing.database.prisma.mediaFetch.updateMany({ data: { state: 'pending' } });
    pass(31);

    await redactCopies(needs);

    expect(removals()).toEqual([]);
  });

  test('stays when our own file is not what it was', async () => {
    await photoKept();
    const { sha256 } = await testing.database.prisma.mediaFetch.findFirstOrThrow();
    await writeFile(needs.files.pathOf(sha256 ?? ''), 'something else');
    pass(31);

    await redactCopies(needs);

    expect(removals()).toEqual([]);
  });

  test('stays when Twilio’s list never showed the message', async () => {
    await needs.capture.keep({
      provider: 'twilio',
      kind: 'message',
      contentType: 'text/plain',
      raw: Buffer.from('…'),
      receivedAt: now,
      origin: 'live',
      messages: [
        {
          kind: 'message',
          channel: 'sms',
          externalId: 'SM-unlisted',
          direction: 'inbound',
          officialNumber: OFFICIAL,
          counterpart: KELLY,
          author: KELLY,
          workerId: null,
          body: 'hello',
          profileName: null,
          inReplyTo: null,
          sentAt: null,
          media: [],
        },
      ],
      events: [],
      optChanges: [],
    });
    await reconcile(needs);
    pass(31);

    await redactCopies(needs);

    expect(removals()).toEqual([]);
  });

  test('that Twilio cannot remove yet is asked for again', async () => {
    const held = await photoKept();
    held.unsent = true;
    pass(31);
    await redactCopies(needs);
    expect(held.body).toBe('his arm');

    held.unsent = false;
    await redactCopies(needs);

    expect(held.body).toBe('');
  });

  test('waits for the next run when Twilio asks us to slow down', async () => {
    const held = await photoKept();
    pass(31);
    twilio.failNext({ kind: 'answer', status: 429, code: 20429, retryAfter: '5' });
    await redactCopies(needs);
    expect(removals()).toHaveLength(1);

    await redactCopies(needs);

    expect(held).toMatchObject({ body: '', media: [] });
  });
});
