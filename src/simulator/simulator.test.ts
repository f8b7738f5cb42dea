import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createTwilioAdapter } from '../../adapters/twilio/index.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { createCapture } from '../capture/capture.ts';
import { fetchDueMedia } from '../capture/media.ts';
import { mediaFiles } from '../capture/media-files.ts';
import { countProviderHealth } from '../capture/provider-health.ts';
import { reconcile } from '../capture/reconcile.ts';
import { createLogger } from '../logging.ts';
import type { ChannelAdapter } from '../messaging/adapter.ts';
import { messageIdOf } from '../messaging/identity.ts';
import { webhooks } from '../web/webhooks.ts';
import { SIMULATED_CONTENTS } from './contents.ts';
import { type Simulator, startSimulator } from './index.ts';
import { readMessage, writeBehaviour } from './simulator-store.ts';

const ACCOUNT = { accountSid: 'AC00000000000000000000000000000001', authToken: 'pretend' };
const PUBLIC = 'https://casethread.example.gov.uk';
const KELLY = { officialNumber: '+447700900010', counterpart: '+447700900142' };

let testing: TestDatabase;
let simulator: Simulator;
let adapter: ChannelAdapter;
/** So many webhooks find nobody listening. */
let lost = 0;
const clock = () => new Date();
const PATIENCE = { timeout: 20_000 };

/** The product's doors and its adapter, with the simulator as the only Twilio there is. */
beforeEach(async () => {
  testing = await testDatabase();
  const { database } = testing;
  lost = 0;
  let listensAt = '';
  const made = await startSimulator({
    database,
    clock,
    ...ACCOUNT,
    publicBaseUrl: () => PUBLIC,
    listensAt: () => {
      lost -= 1;
      return lost < 0 ? listensAt : 'http://127.0.0.1:1';
    },
    pace: 5,
    retryAfter: 20,
  });
  simulator = made;
  adapter = createTwilioAdapter({
    ...ACCOUNT,
    authTokenSecondary: null,
    messagingServiceSid: null,
    apiBaseUrl: made.apiBaseUrl,
    publicBaseUrl: PUBLIC,
    loopbackOnly: true,
  });
  const health = countProviderHealth({ database, clock });
  const capture = createCapture({ database, clock });
  const logger = createLogger('silent');
  const doors = webhooks({ adapters: [adapter], capture, health, clock, logger });
  const server = createServer(express().use(doors));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  listensAt = `http://127.0.0.1:${port}`;
  onTestFinished(async () => {
    await made.close();
    await health.close();
    server.closeAllConnections();
    server.close();
  });
});

const aText = (changes = {}) =>
  simulator.write({ ...KELLY, channel: 'sms', body: 'hiya', photo: false, ...changes });
const behave = (changes: object) =>
  writeBehaviour(testing.database.pool, {
    twice: false,
    outOfOrder: false,
    refuses: [],
    ...changes,
  });
const kept = (sid: string, channel: 'sms' | 'whatsapp' = 'sms') =>
  testing.database.prisma.message.findUnique({ where: { id: messageIdOf(channel, sid) } });
const aReply = () => adapter.send?.({ ...KELLY, channel: 'sms', body: 'I will ring at 4' });

async function sentReply(): Promise<string> {
  const outcome = await aReply();
  if (outcome?.outcome !== 'accepted') throw new Error(`It was ${outcome?.outcome}.`);
  return outcome.externalId;
}

async function statusesOf(sid: string, count: number) {
  return vi.waitFor(async () => {
    const events = await testing.database.prisma.messageEvent.findMany({
      where: { messageId: messageIdOf('sms', sid) },
      orderBy: { sequence: 'asc' },
    });
    expect(events).toHaveLength(count);
    return events.map(({ status }) => status);
  }, PATIENCE);
}

describe('a family', () => {
  test('that texts is kept by the production road, and the phone knows the answer', async () => {
    const { sid, answers } = await aText({ body: 'can u call 👩‍👧' });

    expect(answers).toMatchObject([{ status: 200 }]);
    expect(await kept(sid)).toMatchObject({ body: 'can u call 👩‍👧', origin: 'live' });
    expect(await readMessage(testing.database.pool, sid)).toMatchObject({
      deliveries: 1,
      answerStatus: 200,
    });
  });

  test('whose provider repeats itself is kept once', async () => {
    await behave({ twice: true });

    const { sid, answers } = await aText();

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await testing.database.prisma.message.count({ where: { externalId: sid } })).toBe(1);
  });

  test('that rings leaves a missed call', async () => {
    const { sid } = await simulator.ring({ ...KELLY, channel: 'sms' });

    expect(await kept(sid)).toMatchObject({ kind: 'call', body: 'Missed call' });
  });

  test('whose call rang while nobody listened is found in the list of calls', async () => {
    const { database } = testing;
    await database.prisma.officialNumber.create({
      data: {
        address: KELLY.officialNumber,
        channel: 'sms',
        team: 'North',
        label: 'North team line',
      },
    });
    lost = 2;
    const { sid } = await simulator.ring({ ...KELLY, channel: 'sms' });

    await reconcile({
      database,
      adapters: [adapter],
      capture: createCapture({ database, clock }),
      clock,
    });

    expect(await kept(sid)).toMatchObject({ kind: 'call', direction: 'inbound' });
  });

  test('that sends a photo by WhatsApp has it fetched, byte for byte', async () => {
    const { sid } = await aText({ channel: 'whatsapp', photo: true });
    const folder = await mkdtemp(join(tmpdir(), 'casethread-media-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const files = mediaFiles(folder);

    await fetchDueMedia({ database: testing.database, adapters: [adapter], files, clock });

    expect(await kept(sid, 'whatsapp')).toMatchObject({ mediaCount: 1 });
    const drawn = await testing.database.prisma.simulatorMedia.findFirstOrThrow();
    const fetched = await testing.database.prisma.mediaFetch.findFirstOrThrow();
    expect(fetched).toMatchObject({ state: 'stored', bytes: BigInt(drawn.bytes.length) });
  });

  test('that writes while nobody listens is told again soon', async () => {
    lost = 1;

    const { sid, answers } = await aText();

    expect(answers).toMatchObject([{ status: null }]);
    await vi.waitFor(async () => expect(await kept(sid)).not.toBeNull(), PATIENCE);
  });

  test('whose text never reached us is found in the ledger', async () => {
    await aText();
    lost = 2;
    const { sid } = await aText({ body: 'anyone there' });
    await simulator.close();
    simulator = await startSimulator({
      database: testing.database,
      clock,
      ...ACCOUNT,
      publicBaseUrl: () => PUBLIC,
      listensAt: () => 'http://127.0.0.1:1',
    });
    onTestFinished(() => simulator.close());
    const again = createTwilioAdapter({
      ...ACCOUNT,
      authTokenSecondary: null,
      messagingServiceSid: null,
      apiBaseUrl: simulator.apiBaseUrl,
      publicBaseUrl: PUBLIC,
      loopbackOnly: true,
    });
    const capture = createCapture({ database: testing.database, clock });

    const report = await reconcile({
      database: testing.database,
      adapters: [again],
      capture,
      clock,
    });

    expect(report.numbers).toMatchObject([{ held: 2, captured: 1, alreadyHad: 1 }]);
    expect(await kept(sid)).toMatchObject({ origin: 'reconciled', body: 'anyone there' });
  });
});

describe('what Casethread sends', () => {
  test('is on the phone at once, and its statuses come back signed', async () => {
    const sid = await sentReply();

    expect(await readMessage(testing.database.pool, sid)).toMatchObject({
      direction: 'outbound',
      counterpart: KELLY.counterpart,
      body: 'I will ring at 4',
    });
    expect(await statusesOf(sid, 2)).toEqual(['sent', 'delivered']);
    expect(await readMessage(testing.database.pool, sid)).toMatchObject({ status: 'delivered' });
  });

  test('has its statuses in the wrong order when the network is like that', async () => {
    await behave({ outOfOrder: true });

    expect(await statusesOf(await sentReply(), 2)).toEqual(['delivered', 'sent']);
  });

  test('does not reach a phone that refuses it', async () => {
    await behave({ refuses: [KELLY.counterpart] });

    expect(await statusesOf(await sentReply(), 2)).toEqual(['sent', 'undelivered']);
  });

  test.each(['STOP', 'end'])('is refused after "%s", until START', async (word) => {
    await aText({ body: word });
    expect(await aReply()).toMatchObject({ outcome: 'refused', errorCode: '21610' });

    await aText({ body: 'START' });

    expect(await aReply()).toMatchObject({ outcome: 'accepted' });
  });

  test('keeps its statuses coming after a restart', async () => {
    lost = 2;
    const sid = await sentReply();
    await vi.waitFor(async () => {
      const told = await readMessage(testing.database.pool, sid);
      expect([told?.status, lost]).toEqual(['delivered', 0]);
    }, PATIENCE);
    await testing.database.pool.query(
      `UPDATE simulator_message SET status = 'queued' WHERE sid = $1`,
      [sid],
    );

    await simulator.resume();

    expect(await statusesOf(sid, 2)).toEqual(['sent', 'delivered']);
  });

  test('needs the right credentials', async () => {
    const answer = await fetch(
      `${simulator.apiBaseUrl}/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`,
      { headers: { authorization: `Basic ${btoa(`${ACCOUNT.accountSid}:wrong`)}` } },
    );

    expect(answer.status).toBe(401);
  });
});

describe('outside WhatsApp’s 24 hours', () => {
  const free = { ...KELLY, channel: 'whatsapp', body: 'I will ring at 4' } as const;

  test('the pretend provider refuses free words, and takes what it knows as approved', async () => {
    const [content] = SIMULATED_CONTENTS;
    if (!content) throw new Error('There is no content.');
    await aText({ channel: 'whatsapp' });
    expect(await adapter.send?.(free)).toMatchObject({ outcome: 'accepted' });
    await testing.database.pool.query(
      `UPDATE simulator_message SET at = at - interval '25 hours' WHERE direction = 'inbound'`,
    );

    expect(await adapter.send?.(free)).toMatchObject({ outcome: 'refused', errorCode: '63016' });
    const outcome = await adapter.send?.({
      ...free,
      template: { contentSid: content.contentSid, variables: { 1: 'Kelly', 2: 'Priya' } },
    });

    if (outcome?.outcome !== 'accepted') throw new Error(`It was ${outcome?.outcome}.`);
    expect((await readMessage(testing.database.pool, outcome.externalId))?.body).toMatch(
      /^Hello Kelly, this is Priya from/,
    );
  });
});
