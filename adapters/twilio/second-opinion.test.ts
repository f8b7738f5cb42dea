// Our own fake could be wrong in the same way as we are: the same road against an imitation of Twilio
// that somebody else wrote (https://www.npmjs.com/package/emulate).
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEmulator, type Emulator } from 'emulate';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freePort } from '../../src/free-port.ts';
import type { ChannelAdapter, WebhookReading } from '../../src/messaging/adapter.ts';
import { createTwilioAdapter } from './index.ts';

const ACCOUNT = {
  accountSid: 'AC00000000000000000000000000000000',
  authToken: 'a-token-for-tests',
};
const OFFICIAL = '+447700900010';
const KELLY = '+447700900142';

let emulator: Emulator;
let adapter: ChannelAdapter;
let readings: WebhookReading[];
let refused: number;
let close: () => void;

beforeEach(async () => {
  readings = [];
  refused = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url = '', headers } = request;
    const door = adapter.webhooks.find(({ path }) => path === url);
    const reading = await door?.read({ url, headers, body: Buffer.concat(chunks) });
    if (!reading || reading.outcome === 'refused' || reading.outcome === 'answered') {
      refused += 1;
      return response.writeHead(403).end();
    }
    readings.push(reading);
    const { status, contentType, body } = reading.answer;
    return response.writeHead(status, { 'content-type': contentType }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const publicBaseUrl = `http://127.0.0.1:${port}`;
  emulator = await createEmulator({
    service: 'twilio',
    port: await freePort(),
    seed: {
      twilio: {
        account: { sid: ACCOUNT.accountSid, auth_token: ACCOUNT.authToken },
        phone_numbers: [
          {
            phone_number: OFFICIAL,
            sms_url: `${publicBaseUrl}/webhooks/twilio/messages`,
            voice_url: `${publicBaseUrl}/webhooks/twilio/calls`,
          },
        ],
      },
    },
  });
  adapter = createTwilioAdapter({
    ...ACCOUNT,
    authTokenSecondary: null,
    messagingServiceSid: null,
    apiBaseUrl: emulator.url,
    publicBaseUrl,
    loopbackOnly: true,
  });
  close = () => void server.close();
});
afterEach(async () => {
  await emulator.close();
  close();
});

async function simulate(what: string, fields: Record<string, string>): Promise<void> {
  const answer = await fetch(`${emulator.url}/_twilio/simulate/${what}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${ACCOUNT.accountSid}:${ACCOUNT.authToken}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
  });
  expect(answer.ok, await answer.text()).toBe(true);
}

const read = () => vi.waitFor(() => expect(readings).not.toHaveLength(0), { timeout: 10_000 });

test('a text signed by somebody else’s Twilio is read as it was written', async () => {
  await simulate('inbound-message', { To: OFFICIAL, From: KELLY, Body: 'can u call 👩‍👧 & co' });
  await read();

  expect(refused).toBe(0);
  expect(readings[0]).toMatchObject({
    outcome: 'understood',
    messages: [{ officialNumber: OFFICIAL, counterpart: KELLY, body: 'can u call 👩‍👧 & co' }],
  });
});

test('a call is a missed call there too', async () => {
  await simulate('inbound-call', { To: OFFICIAL, From: KELLY });
  await read();

  expect(refused).toBe(0);
  expect(readings[0]).toMatchObject({ kind: 'call', messages: [{ body: 'Missed call' }] });
});

test('a message of ours is accepted, in its ledger, and its status comes back', async () => {
  const outcome = await adapter.send?.({
    channel: 'sms',
    officialNumber: OFFICIAL,
    counterpart: KELLY,
    body: 'I will ring at 4',
  });
  if (outcome?.outcome !== 'accepted') throw new Error(`It was ${outcome?.outcome}.`);

  await simulate('message-status', { MessageSid: outcome.externalId, Status: 'delivered' });
  await read();

  expect(readings.at(-1)).toMatchObject({
    kind: 'status',
    events: [{ externalId: outcome.externalId, status: 'delivered' }],
  });
  const held: string[] = [];
  const around = { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) };
  for await (const { message } of adapter.ledger?.({ officialNumber: OFFICIAL, ...around }) ?? []) {
    held.push(message.externalId);
  }
  expect(held).toContain(outcome.externalId);
});

const around = () => ({ from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) });

async function ledgerOf(officialNumber: string) {
  const held = [];
  for await (const { message } of adapter.ledger?.({ officialNumber, ...around() }) ?? []) {
    held.push(message);
  }
  return held;
}

test('a call that rang is in its list of calls, and is the same missed call', async () => {
  await simulate('inbound-call', { To: OFFICIAL, From: KELLY });
  await read();
  const [reading] = readings;
  if (reading?.outcome !== 'understood') throw new Error('It was not understood.');

  const calls = (await ledgerOf(OFFICIAL)).filter(({ kind }) => kind === 'call');

  expect(calls.map((call) => ({ ...call, sentAt: null }))).toEqual(reading.messages);
});

test('what came in is in its ledger, and can lose its words there', async () => {
  await simulate('inbound-message', { To: OFFICIAL, From: KELLY, Body: 'his arm hurts' });
  await read();
  const [before] = await ledgerOf(OFFICIAL);
  if (!before) throw new Error('It is not in the ledger.');
  expect(before).toMatchObject({ body: 'his arm hurts', counterpart: KELLY });

  const outcome = await adapter.redact?.({ externalId: before.externalId, mediaSource: null });

  expect(outcome).toEqual({ outcome: 'removed' });
  expect(await ledgerOf(OFFICIAL)).toMatchObject([{ externalId: before.externalId, body: '' }]);
});

test('its clock is compared with ours', async () => {
  expect(adapter.clockAhead?.()).toBeNull();
  await ledgerOf(OFFICIAL);

  expect(Math.abs(adapter.clockAhead?.() ?? Number.NaN)).toBeLessThan(30_000);
});
