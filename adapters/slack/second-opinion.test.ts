// Our own fake could be wrong in the same way as we are: the Web API's side against an imitation of
// Slack that somebody else wrote (https://www.npmjs.com/package/emulate). It imitates no Slack Connect,
// commands or clicks, so those have our own fake only.
import { createEmulator, type Emulator } from 'emulate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../src/free-port.ts';
import type { ChannelAdapter } from '../../src/messaging/adapter.ts';
import type { Registrations } from '../../src/messaging/registration.ts';
import { BOT_TOKEN } from '../../test/fakes/slack/state.ts';
import { slackSettings } from '../../test/support/slack.ts';
import { createSlackAdapter } from './index.ts';
import { SCOPES } from './scopes.ts';

const KELLY_TOKEN = 'xoxp-kelly';
const TEAM = 'T000000001';

let emulator: Emulator;
let adapter: ChannelAdapter;
let channel: string;

const answer = z.looseObject({ ok: z.literal(true) });

/** The family's own Slack. */
async function asKelly(method: string, fields: Record<string, string>) {
  const response = await fetch(`${emulator.url}/api/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KELLY_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  return answer.parse(await response.json());
}

beforeEach(async () => {
  emulator = await createEmulator({
    service: 'slack',
    port: await freePort(),
    seed: {
      slack: {
        strict_scopes: true,
        users: [{ name: 'kelly', real_name: 'Kelly B' }],
        channels: [{ name: 'family' }],
        tokens: [
          { token: BOT_TOKEN, type: 'bot', user: 'admin', scopes: [...SCOPES] },
          { token: KELLY_TOKEN, user: 'kelly' },
        ],
      },
    },
  });
  const list = z.looseObject({
    channels: z.array(z.looseObject({ id: z.string(), name: z.string() })),
  });
  const { channels } = list.parse(await asKelly('conversations.list', {}));
  channel = channels.find(({ name }) => name === 'family')?.id ?? '';
  const registrations: Registrations = {
    lookUp: async () => ({ recordedUnder: TEAM, workerId: null }),
    list: async () => [
      {
        channel: 'slack',
        officialNumber: TEAM,
        counterpart: channel,
        caseNumbers: ['C1'],
        registeredAt: new Date(Date.now() - 3_600_000),
        stoppedAt: null,
      },
    ],
    register: () => Promise.reject(new Error('not asked')),
    stop: () => Promise.reject(new Error('not asked')),
  };
  const nothing = async () => {};
  adapter = createSlackAdapter(
    slackSettings({ apiUrl: `${emulator.url}/api`, loopbackOnly: true }),
    {
      registrations,
      clock: () => new Date(),
      onRevoked: nothing,
      onDropped: nothing,
      onUnreadable: nothing,
      onTrouble: () => {},
    },
  );
});
afterEach(() => emulator.close());

const held = async () => {
  const found = [];
  const query = {
    officialNumber: TEAM,
    from: new Date(Date.now() - 60_000),
    to: new Date(Date.now() + 60_000),
  };
  for await (const { message } of adapter.ledger?.(query) ?? []) found.push(message);
  return found;
};

test('what a family says, in a thread too, is read back with the scopes we ask for and no others', async () => {
  const { ts } = z
    .looseObject({ ts: z.string() })
    .parse(await asKelly('chat.postMessage', { channel, text: 'Bear is sick &amp; tired' }));
  await asKelly('chat.postMessage', { channel, text: 'still sick', thread_ts: ts });

  expect(await held()).toMatchObject([
    {
      externalId: `${channel}:${ts}`,
      body: 'Bear is sick & tired',
      inReplyTo: null,
      direction: 'inbound',
    },
    { body: 'still sick', inReplyTo: `${channel}:${ts}` },
  ]);
});

test('the notice is posted, and found again by its key instead of posted twice', async () => {
  const announcement = {
    channel: 'slack',
    officialNumber: TEAM,
    counterpart: channel,
    body: 'Recorded.',
    key: 'k1',
  } as const;

  const first = await adapter.announce?.({ ...announcement, isRepeat: false });
  const again = await adapter.announce?.({ ...announcement, isRepeat: true });

  expect(first).toMatchObject({ outcome: 'accepted' });
  expect(again).toEqual(first);
});

test('doctor hears that the token is good', async () => {
  expect(await adapter.check?.()).toContainEqual({
    ok: true,
    words: 'Slack answers and accepts our token.',
  });
});
