// A conversation in Slack, against the real program: `start`, its commands, and a fake Slack.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../src/free-port.ts';
import { type FakeSlack, startFakeSlack } from '../fakes/slack/server.ts';
import { BOT_TOKEN, SIGNING_SECRET, say } from '../fakes/slack/state.ts';
import {
  eventBody,
  fixture,
  type Json,
  signedCommand,
  signedJson,
} from '../fakes/slack/webhook.ts';
import { type Started, startProcess } from '../support/start-process.ts';

const MAIN = join(import.meta.dirname, '../../src/main.ts');
const CHANNEL = 'C0FAMILY1';

let folder: string;
let slack: FakeSlack;
let env: Record<string, string>;
let started: Started;

const message = z.looseObject({
  channel: z.string(),
  externalId: z.string(),
  direction: z.string(),
  officialNumber: z.string(),
  counterpart: z.string(),
  author: z.string(),
  contactId: z.string().nullable(),
  workerId: z.string().nullable(),
  body: z.string(),
  attribution: z.looseObject({ state: z.string(), caseNumbers: z.array(z.string()) }),
  media: z.array(z.looseObject({ state: z.string(), bytes: z.number().nullable() })),
  events: z.array(z.looseObject({ type: z.string(), body: z.string().nullable() })),
});

async function casethread(...args: string[]): Promise<{ out: string; err: string }> {
  const ran = await promisify(execFile)(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
  }).catch((error: unknown) =>
    z.looseObject({ stdout: z.string(), stderr: z.string() }).parse(error),
  );
  return { out: ran.stdout, err: ran.stderr };
}

async function exported() {
  const { out } = await casethread('export', 'messages');
  const all = out.split('\n').filter(Boolean);
  return all
    .map((line) => message.parse(JSON.parse(line)))
    .filter(({ channel }) => channel === 'slack');
}

const post = ({ body, headers }: ReturnType<typeof signedJson>) =>
  fetch(`${started.url}/slack/events`, { method: 'POST', body: new Uint8Array(body), headers });
const event = (changes: Json) => post(signedJson(eventBody(changes)));
const seconds = () => (Date.now() / 1000).toFixed(6);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casethread-slack-'));
  slack = await startFakeSlack();
  slack.state.conversations.set(CHANNEL, {
    id: CHANNEL,
    name: 'brennan',
    isMember: true,
    members: [],
  });
  const bytes = Buffer.from('a letter');
  slack.state.files.set('F0LETTER1', {
    id: 'F0LETTER1',
    mimetype: 'application/pdf',
    name: 'letter.pdf',
    bytes,
  });
  slack.state.files.set('F0SHARED1', {
    id: 'F0SHARED1',
    mimetype: 'image/png',
    name: 'shared.png',
    bytes,
  });
  const people: Record<string, string> = {
    'workers.csv': `worker_id,name,email,role,team,manager_id,slack_user_id,teams_user_id,valid_from,valid_to
W1,Sarah Jones,s@example.test,worker,North,M1,U0SARAH01,,2020-01-01,
M1,Helen Marsh,h@example.test,manager,North,,,,2020-01-01,`,
    'children.csv': `case_number,name,preferred_name,also_known_as,date_of_birth,household,status,opened,closed
C1,Osian Brennan,Bear,,2016-05-04,H1,open,2020-01-01,`,
    'contacts.csv':
      'contact_id,name,also_known_as,language,communication_needs\nP1,Kelly Brennan,,,',
    'contact_identifiers.csv': `contact_id,channel,address,verified,valid_from,valid_to
P1,slack,U0KELLY01,yes,2020-01-01,`,
    'relationships.csv': `contact_id,case_number,relationship,parental_responsibility,contact_permitted,valid_from,valid_to
P1,C1,mother,yes,yes,2020-01-01,`,
    'allocations.csv': 'worker_id,case_number,role,valid_from,valid_to\nW1,C1,lead,2020-01-01,',
    'official_numbers.csv':
      'address,channel,team,worker_id,label\nT0CASE001,slack,North,,Slack workspace',
  };
  for (const [name, text] of Object.entries(people))
    await writeFile(join(folder, name), `${text}\n`);
  const port = await freePort();
  env = {
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
    CASETHREAD_DEMO_DATA: 'off',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_API_URL: slack.apiUrl,
  };
  started = await startProcess({ dataDir: join(folder, 'data'), port, env });
  await casethread('import', 'people', folder);
}, 120_000);
afterAll(async () => {
  await started.stop();
  await slack.close();
  await rm(folder, { recursive: true, force: true });
});

test('a recorded conversation is exported whole: words, edits, deletions, files, and the notice', async () => {
  const answer = await post(
    signedCommand({
      command: '/casethread',
      text: 'record C1',
      channel_id: CHANNEL,
      user_id: 'U0SARAH01',
      trigger_id: slack.trigger(),
    }),
  );
  expect(z.looseObject({ text: z.string() }).parse(await answer.json()).text).toContain(
    'now recorded',
  );
  await vi.waitFor(() => expect(slack.state.messages.get(CHANNEL)).toHaveLength(1), 20_000);

  await event(fixture('message'));
  await event(fixture('message-with-files'));
  await event(fixture('thread-reply'));
  await event(fixture('message-changed'));
  await event(fixture('message-deleted'));
  await event(fixture('message', { channel: 'C0PRIVATE', ts: '1773322801.000100' }));

  await vi.waitFor(
    async () => {
      const kept = await exported();
      expect(kept.flatMap(({ media }) => media.map(({ state }) => state))).toEqual([
        'stored',
        'stored',
      ]);
      expect(kept.every(({ attribution }) => attribution.state === 'attributed')).toBe(true);
    },
    { timeout: 40_000, interval: 1_000 },
  );
  const kept = await exported();
  expect(kept.map(({ counterpart }) => counterpart)).toEqual([CHANNEL, CHANNEL, CHANNEL, CHANNEL]);
  expect(kept).toMatchObject([
    { direction: 'outbound', workerId: 'W1', body: expect.stringContaining('now recorded') },
    {
      externalId: `${CHANNEL}:1773322800.000100`,
      officialNumber: 'T0CASE001',
      author: 'U0KELLY01',
      contactId: 'P1',
      body: 'Bear been sick again n wont go school today',
      attribution: { caseNumbers: ['C1'] },
      events: [{ type: 'edited' }, { type: 'deleted' }],
    },
    { body: 'this is the letter from school', media: [{ bytes: 8 }, { bytes: 8 }] },
    { direction: 'outbound', workerId: 'W1', author: 'U0SARAH01' },
  ]);
}, 90_000);

test('what was said while Casethread was away is found by reconcile, and verify finds every hash right', async () => {
  say(slack.state, CHANNEL, { text: 'are you there', user: 'U0KELLY01', ts: seconds() });

  const { err } = await casethread('reconcile');

  expect(err).toContain('slack T0CASE001');
  expect((await exported()).map(({ body }) => body)).toContain('are you there');
  expect((await casethread('verify')).err).not.toMatch(/differ/i);
}, 90_000);

test('doctor asks Slack who we are and compares what the app may do', async () => {
  slack.state.scopes = ['chat:write', 'admin'];

  const { err } = await casethread('doctor');

  expect(err).toMatch(/ok {4}Slack answers and accepts our token/);
  expect(err).toMatch(/MEND {2}The Slack app lacks channels:history.*files:read/);
  expect(err).toMatch(/MEND {2}The Slack app has more rights than Casethread uses: admin/);
}, 60_000);
