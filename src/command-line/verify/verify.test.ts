import { rm, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { temporaryFolder } from '../../../test/support/people-files.ts';
import { createCapture } from '../../capture/capture.ts';
import { type MediaFiles, mediaFiles } from '../../capture/media-files.ts';
import type { IncomingMessage } from '../../messaging/message.ts';
import { verify } from './verify.ts';

let testing: TestDatabase;
let media: MediaFiles;
let sha256: string;

beforeEach(async () => {
  testing = await testDatabase();
  media = mediaFiles(await temporaryFolder());
  const clock = () => new Date('2026-03-30T09:00:00Z');
  await createCapture({ database: testing.database, clock }).keepAll([
    {
      provider: 'twilio',
      kind: 'message',
      contentType: 'text/plain',
      raw: Buffer.from('Body=Hello\0%F0%9F%8C%88'),
      receivedAt: clock(),
      origin: 'live',
      messages: [message('SM1', null), message('SM2', new Date('2026-03-30T08:59:58.120Z'))],
      events: [],
      optChanges: [],
    },
  ]);
  ({ sha256 } = await media.keep(Readable.from([Buffer.from('a photo')])));
  await asOwner(`INSERT INTO media_fetch (media_id, message_id, provider, state, bytes, sha256, changed_at)
    SELECT gen_random_uuid(), id, 'twilio', 'stored', 7, '${sha256}', now() FROM message LIMIT 1`);
});

function message(externalId: string, sentAt: Date | null): IncomingMessage {
  return {
    kind: 'message',
    channel: 'sms',
    externalId,
    direction: 'inbound',
    officialNumber: '+447700900001',
    counterpart: '+447700900123',
    author: '+447700900123',
    workerId: null,
    body: 'Hello \0 🌈 \u202Eolleh',
    profileName: null,
    inReplyTo: null,
    sentAt,
    media: [],
  };
}

/** With the triggers off, as somebody would who wants to change what is kept. */
async function asOwner(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: testing.ownerUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`SET session_replication_role = 'replica'`);
  for (const sql of statements) await client.query(sql);
}

async function run() {
  const progress: number[] = [];
  const result = await verify({
    database: testing.database,
    media,
    onStart: (total) => progress.push(total),
    onProgress: () => {},
  });
  return { ...result, total: progress[0] };
}

test('everything that is as it was kept is the same, and is counted', async () => {
  expect(await run()).toEqual({
    outcome: 'same',
    counts: { messages: 2, deliveries: 1, media: 1 },
    total: 4,
  });
});

describe('the first difference is reported, without its content', () => {
  test.each([
    [
      'a changed body',
      `UPDATE message SET body = 'Hello!' WHERE external_id = 'SM2'`,
      /^Message K\d+ \(.*hash differs/,
    ],
    [
      'a changed time',
      `UPDATE message SET received_at = received_at + interval '1 ms'`,
      /^Message K\d+/,
    ],
    ['a changed sender', `UPDATE message SET author = '+447700900124'`, /^Message K\d+/],
    [
      'a changed raw payload',
      `UPDATE delivery SET raw = 'Body=Bye'`,
      /^The raw payload of delivery .* hash differs/,
    ],
    [
      'a removed delivery',
      'DELETE FROM delivery',
      /^The delivery that brought message .* is not there/,
    ],
  ])('%s', async (_, sql, words) => {
    await asOwner(sql);

    const result = await run();

    expect(result).toMatchObject({ outcome: 'different', words: expect.stringMatching(words) });
    expect(JSON.stringify(result)).not.toContain('Hello');
  });

  test('a message that was decided about and is gone', async () => {
    await asOwner(
      `INSERT INTO attribution (id, message_id, version, state, case_numbers, reasons, cues, candidates,
         decided_by, decided_at, rule_version)
       SELECT gen_random_uuid(), id, 1, 'unmatched', '{}', '{}', '[]', '[]', 'system', now(), '1'
       FROM message WHERE external_id = 'SM1'`,
      `DELETE FROM message WHERE external_id = 'SM1'`,
    );

    expect(await run()).toMatchObject({ words: expect.stringMatching(/decided about.*not there/) });
  });

  test('a changed file of an attachment, and a lost one', async () => {
    await writeFile(media.pathOf(sha256), 'a foto.');
    expect(await run()).toMatchObject({
      words: expect.stringMatching(/attachment .* hash differs/),
    });

    await rm(media.pathOf(sha256));
    expect(await run()).toMatchObject({
      words: expect.stringMatching(/attachment .* is not there/),
    });
  });
});
