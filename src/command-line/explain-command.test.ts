import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { FAMILY, peopleFolder } from '../../test/support/people-files.ts';
import { createAttributionStage } from '../attribution/stage.ts';
import { createCapture } from '../capture/capture.ts';
import { systemClock } from '../messaging/clock.ts';
import { openProduct } from './open-product.ts';
import { runCommandLine } from './program.ts';

let testing: TestDatabase;
let folder: string;

beforeAll(async () => {
  testing = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'casethread-explain-'));
});
afterAll(async () => {
  await testing.drop();
  await rm(folder, { recursive: true });
});

async function run(...args: string[]) {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const outText = text(out);
  const errText = text(err);
  const code = await runCommandLine(args, {
    env: { DATABASE_URL: testing.ownerUrl, DATABASE_APP_URL: testing.url, DATA_DIR: folder },
    terminal: { out, err },
    start: async () => 0,
    openProduct: (config) =>
      openProduct(config, {
        stagesOf: (_config, { clock }) => [createAttributionStage({ clock })],
        adaptersOf: () => [],
      }),
    adaptersOf: () => [],
  });
  out.end();
  err.end();
  return { code, out: await outText, err: await errText };
}

test('why a message is where it is can be asked by its reference, and the rules agree with themselves', async () => {
  await run('import', 'people', await peopleFolder(FAMILY));
  await createCapture({ database: testing.database, clock: systemClock }).keep({
    provider: 'twilio',
    kind: 'message',
    contentType: 'application/x-www-form-urlencoded',
    raw: Buffer.from(''),
    receivedAt: new Date(),
    origin: 'live',
    events: [],
    optChanges: [],
    messages: [
      {
        kind: 'message',
        channel: 'sms',
        externalId: 'SM-explained',
        direction: 'inbound',
        officialNumber: '+447700900010',
        counterpart: '+447700900888',
        author: '+447700900888',
        workerId: null,
        body: 'who is this',
        profileName: null,
        inReplyTo: null,
        sentAt: null,
        media: [],
      },
    ],
  });
  const message = await testing.database.prisma.message.findFirstOrThrow();

  const { code, out } = await run('explain', `K${message.sequence}`);

  expect(code).toBe(0);
  expect(out).toContain(`Message ${message.id}`);
  expect(out).toMatch(/Decision 1: unmatched/);
  expect(out).toContain('decide the same');
  const audited = await testing.database.prisma.auditEvent.findMany({
    where: { action: 'explain' },
  });
  expect(audited.map(({ subjectId }) => subjectId)).toEqual([message.id]);
});

test('a message that is not there is said, and fails', async () => {
  expect(await run('explain', 'SM-nobody')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('There is no message SM-nobody'),
  });
});
