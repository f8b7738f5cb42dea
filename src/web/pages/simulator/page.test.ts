import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createTwilioAdapter } from '../../../../adapters/twilio/index.ts';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aContact } from '../../../../test/support/records.ts';
import { type TestServer, testServer } from '../../../../test/support/server.ts';
import { createCapture } from '../../../capture/capture.ts';
import { countProviderHealth } from '../../../capture/provider-health.ts';
import { createLogger } from '../../../logging.ts';
import type { ChannelAdapter } from '../../../messaging/adapter.ts';
import { startSimulator } from '../../../simulator/index.ts';
import { webhooks } from '../../webhooks.ts';
import { simulatorPage } from './index.ts';

const ACCOUNT = { accountSid: 'AC00000000000000000000000000000001', authToken: 'pretend' };
const PUBLIC = 'https://casethread.example.gov.uk';
const KELLY = '+447700900142';
const GARETH = '+447700900233';
const TEXTS = 'sms +447700900010';
const clock = () => new Date();

let testing: TestDatabase;
let server: TestServer;
let adapter: ChannelAdapter;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  testing = await testDatabase();
  const { database } = testing;
  await aContact(database, 'K', { name: 'Kelly Brennan', address: KELLY });
  await aContact(database, 'D', { name: 'Doreen Brennan' });
  await database.prisma.contactIdentifier.create({
    data: {
      contactId: 'D',
      channel: 'sms',
      address: KELLY,
      verified: true,
      validFrom: new Date('2026-01-01'),
    },
  });
  await aContact(database, 'G', { name: 'Gareth Pugh', address: GARETH, channel: 'whatsapp' });
  await database.prisma.officialNumber.createMany({
    data: [
      { channel: 'sms', address: '+447700900010', team: 'North', label: 'North team line' },
      { channel: 'whatsapp', address: '+447700900011', team: 'North', label: 'North team line' },
    ],
  });
  const simulator = await startSimulator({
    database,
    clock,
    ...ACCOUNT,
    publicBaseUrl: () => PUBLIC,
    listensAt: () => server.url,
    pace: 5,
  });
  adapter = createTwilioAdapter({
    ...ACCOUNT,
    authTokenSecondary: null,
    messagingServiceSid: null,
    apiBaseUrl: simulator.apiBaseUrl,
    publicBaseUrl: PUBLIC,
    loopbackOnly: true,
  });
  const health = countProviderHealth({ database, clock });
  server = await testServer({
    database,
    pages: [simulatorPage(simulator)],
    webhooks: webhooks({
      adapters: [adapter],
      capture: createCapture({ database, clock }),
      health,
      clock,
      logger: createLogger('silent'),
    }),
  });
  onTestFinished(async () => {
    await simulator.close();
    await health.close();
  });
});

const messages = () => testing.database.prisma.message.findMany({ orderBy: { sequence: 'asc' } });

async function act(fields: Record<string, string>) {
  const visitor = server.visit();
  const answer = await visitor.post(
    '/simulator/messages',
    { from: KELLY, shown: KELLY, line: TEXTS, words: '', act: 'send', ...fields },
    { from: '/simulator' },
  );
  return answer.location ? visitor.get(answer.location) : answer;
}

describe('the phone simulator', () => {
  test('shows families and a stranger, and whose number is shared', async () => {
    const { text, html } = await server.visit().get('/simulator');

    expect(text).toContain('Demonstration only.');
    expect(text).toContain('Sign in as a worker to see what arrives');
    expect(text).toContain('Kelly Brennan 07700 900142. Shared with Doreen Brennan');
    expect(text).toContain('Gareth Pugh 07700 900233');
    expect(text).toContain('Unknown number 07700 900999. Nobody has met this number');
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  test('sends a text the way a real one comes, and says what was kept', async () => {
    const page = await act({ words: 'school rang me AGAIN. can u call x' });

    const [message] = await messages();
    expect(message).toMatchObject({
      body: 'school rang me AGAIN. can u call x',
      origin: 'live',
      channel: 'sms',
      counterpart: KELLY,
      officialNumber: '+447700900010',
    });
    expect(page.text).toContain('school rang me AGAIN. can u call x');
    expect(page.text).toMatch(
      new RegExp(`Answered 200 in \\d+ milliseconds?, kept as K${message?.sequence}`),
    );
    expect(page.text).toMatch(/Last message: sent once, kept once, answered in \d+ millisecond/);
  });

  test('delivers every message twice when asked, and one is kept', async () => {
    const visitor = server.visit();
    await visitor.post(
      '/simulator/behaviour',
      { provider: 'twice', shown: KELLY },
      { from: '/simulator' },
    );

    const page = await act({ words: 'hiya' });

    expect(page.text).toContain('Last message: sent twice, kept once');
    expect(await messages()).toHaveLength(1);
  });

  test('sends a photo by WhatsApp, because UK texts carry none', async () => {
    const page = await act({ act: 'photo', words: 'look' });

    expect(await messages()).toMatchObject([
      { channel: 'whatsapp', officialNumber: '+447700900011', mediaCount: 1, body: 'look' },
    ]);
    expect(page.text).toContain('UK texts carry none');
  });

  test('leaves a missed call', async () => {
    await act({ act: 'call' });

    expect(await messages()).toMatchObject([{ kind: 'call', body: 'Missed call' }]);
  });

  test('shows what Casethread sends on the family’s phone', async () => {
    await adapter.send?.({
      channel: 'sms',
      officialNumber: '+447700900010',
      counterpart: KELLY,
      body: 'I will ring at 4',
    });

    const { text } = await server.visit().get(`/simulator?phone=${encodeURIComponent(KELLY)}`);

    expect(text).toContain('North team line I will ring at 4');
  });

  test('does not show what never reached the phone', async () => {
    const visitor = server.visit();
    await visitor.post(
      '/simulator/behaviour',
      { refuses: KELLY, shown: KELLY },
      { from: '/simulator' },
    );
    await adapter.send?.({
      channel: 'sms',
      officialNumber: '+447700900010',
      counterpart: KELLY,
      body: 'I will ring at 4',
    });

    await expect
      .poll(async () => (await visitor.get(`/simulator?phone=${encodeURIComponent(KELLY)}`)).text, {
        timeout: 20_000,
      })
      .not.toContain('I will ring at 4');
  });

  test('asks for words before it sends, at the phone they are missing on', async () => {
    const page = await act({ words: '  ', shown: KELLY });

    expect(page.status).toBe(422);
    expect(page.html).toContain('href="#words-1"');
    expect(page.text).toContain('Write a message');
    expect(await messages()).toEqual([]);
  });

  test('has shown the history of a family before anybody used it', async () => {
    await act({ words: 'from the simulator' });
    await testing.database.pool.query('DELETE FROM simulator_message');

    const { text } = await server.visit().get(`/simulator?phone=${encodeURIComponent(KELLY)}`);

    expect(text).toContain('from the simulator');
    expect(text).toMatch(/Kept as K\d+/);
  });
});

describe('in a browser', () => {
  test('everyone can use it, empty and full, with and without scripts', {
    timeout: 120_000,
  }, async () => {
    await expectAccessible(browser, `${server.url}/simulator`);
    for (let count = 0; count < 12; count += 1) await act({ words: `message ${count}` });
    await act({ act: 'photo' });
    await expectAccessible(browser, `${server.url}/simulator`);
  });

  test('a reply appears on the phone by itself, and what is being typed stays', async () => {
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    await page.goto(`${server.url}/simulator?phone=${encodeURIComponent(KELLY)}`);
    await page.getByLabel('Text as Kelly Brennan').fill('i was just writing');

    await adapter.send?.({
      channel: 'sms',
      officialNumber: '+447700900010',
      counterpart: KELLY,
      body: 'I will ring at 4',
    });

    await page.getByText('I will ring at 4').waitFor();
    expect(await page.getByLabel('Text as Kelly Brennan').inputValue()).toBe('i was just writing');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText(/Last message: sent once, kept once/).waitFor();
    expect((await messages()).map(({ body }) => body)).toContain('i was just writing');
  });
});
