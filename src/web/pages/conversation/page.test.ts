import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aQuestion, aSend, onRecord } from '../../../../test/support/questions.ts';
import {
  aChild,
  aContact,
  aMessage,
  aWorker,
  KELLY,
  OFFICIAL,
} from '../../../../test/support/records.ts';
import { CONVERSATION, sendingWorld, theBrennans } from '../../../../test/support/sending.ts';
import { type Client, type TestServer, testServer } from '../../../../test/support/server.ts';
import { mediaFiles } from '../../../capture/media-files.ts';
import { conversationIdOf } from '../../../messaging/identity.ts';
import { conversationPage } from './index.ts';

const NOW = new Date('2026-03-12T15:05:00Z');
const PATH = `/conversations/${CONVERSATION}`;
const UNKNOWN = '+447700900377';

let browser: Browser;
let testing: TestDatabase;
let server: TestServer;
let priya: Client;
let dataDir: string;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  testing = await testDatabase();
  const { database } = testing;
  await theBrennans(database);
  dataDir = await mkdtemp(join(tmpdir(), 'casethread-media-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const { sending } = await sendingWorld(database);
  server = await testServer({
    database,
    clock: () => NOW,
    pages: [conversationPage({ sending, media: mediaFiles(dataDir) })],
  });
  priya = await server.signIn('P');
});

const read = async (path = PATH, client = priya) => (await client.get(path)).text;

const field = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';

/** Fills in the reply box as it stands on the page, and presses a button. */
async function send(fields: Record<string, string | string[]>, client = priya) {
  const { html } = await client.get(PATH);
  const answer = await client.post(PATH, {
    key: field(html, 'key'),
    about: 'CT-1',
    action: 'send',
    ...fields,
  });
  return answer;
}

const intents = () => testing.database.prisma.sendIntent.findMany({ orderBy: { sequence: 'asc' } });

async function anEvent(messageId: string, type: string, at: string, changes: object = {}) {
  await testing.database.prisma.messageEvent.create({
    data: {
      id: randomUUID(),
      messageId,
      deliveryId: randomUUID(),
      type,
      at: new Date(at),
      dedupeKey: randomUUID(),
      ...changes,
    },
  });
}

describe('reading', () => {
  test('each run says which child, why, and how to correct it; every message has its receipt', async () => {
    await onRecord(testing.database, ['CT-2'], 'K', [
      { at: '2026-03-11T08:47:00Z', changes: { body: 'Maisie had a better nite' } },
      { at: '2026-03-11T09:15:00Z', changes: { body: 'yes thats fine' } },
    ]);
    await onRecord(testing.database, ['CT-1'], 'K', [
      { at: '2026-03-12T13:40:00Z', changes: { body: 'Alfie is ok' } },
    ]);

    const text = await read();

    expect(text).toContain('Mother of Alfie and Maisie. Text messages with the North team line.');
    expect(text).toContain(
      'Yesterday, Wednesday 11 March About Maisie Brennan, born 19 September 2018',
    );
    expect(text).toContain('Today, Thursday 12 March About Alfie Brennan, born 4 May 2016');
    expect(text.match(/Wrong child\?/g)).toHaveLength(2);
    expect(text.match(/Kept — safe to delete from your device/g)).toHaveLength(4); // and once explained
    expect(text).toMatch(
      /Maisie had a better nite 8:47am Kept — safe to delete from your device, .* Reference K\d+/,
    );
  });

  test('messages that wait for a child say so, and that they must not be deleted yet', async () => {
    const { id } = await aQuestion(
      testing.database,
      [{ at: '2026-03-12T14:51:00Z', changes: { body: 'Bear been sick again' } }],
      { caseNumbers: ['CT-1', 'CT-2'], contactId: 'K' },
    );

    const { text, html } = await priya.get(PATH);

    expect(text).toContain(
      'Which child? Not on any record yet. “Bear” is not a name on any record.',
    );
    expect(text).toContain('Kept — do not delete yet. It waits for someone to choose the child.');
    expect(html).toContain(`href="${PATH}/questions/${id}"`);
  });

  test('messages about a child whom the viewer may not see are counted, without content or name', async () => {
    await aWorker(testing.database, 'T', { name: 'Tom Adeyemi' });
    await aChild(testing.database, 'CT-3', { name: 'Jayden Brennan-Cole', lead: 'T' });
    await testing.database.prisma.relationship.create({
      data: {
        contactId: 'K',
        caseNumber: 'CT-3',
        relationship: 'mother',
        parentalResponsibility: true,
        contactPermitted: 'yes',
        validFrom: new Date('2020-01-01'),
      },
    });
    await onRecord(testing.database, ['CT-1'], 'K', [
      { at: '2026-03-12T13:40:00Z', changes: { body: 'secret of Alfie' } },
      { at: '2026-03-12T13:41:00Z', changes: { body: 'another secret of Alfie' } },
    ]);
    await onRecord(testing.database, ['CT-3'], 'K', [
      { at: '2026-03-12T14:40:00Z', changes: { body: 'Jayden is at football' } },
    ]);

    const text = await read(PATH, await server.signIn('T'));

    expect(text).toContain('2 messages about a child you cannot see.');
    expect(text).toContain('Jayden is at football');
    expect(text).not.toContain('secret');
    expect(text).not.toContain('Alfie');
  });

  test('first words stay above the later ones, and a deleted message keeps its text', async () => {
    const [edited, deleted] = await onRecord(testing.database, ['CT-1'], 'K', [
      { at: '2026-03-12T10:02:00Z', changes: { body: 'Gareth had been drinking' } },
      { at: '2026-03-12T10:11:00Z', changes: { body: 'Please dont tell Gareth' } },
    ]);
    await anEvent(edited?.id ?? '', 'edited', '2026-03-12T10:09:00Z', { body: 'late and upset' });
    await anEvent(deleted?.id ?? '', 'deleted', '2026-03-12T10:12:00Z');

    const text = await read();

    expect(text).toContain(
      'First sent, 10:02am Gareth had been drinking Edited by Kelly Brennan, today, 10:09am late and upset',
    );
    expect(text).toContain(
      'Deleted by Kelly Brennan, today, 10:12am. The message is still on the record. Please dont tell Gareth',
    );
  });

  test('words that may be about harm are marked; a flag on a worker’s words never shows to its subject', async () => {
    await onRecord(testing.database, ['CT-1'], 'K', [
      { at: '2026-03-12T13:40:00Z', changes: { body: 'he <b>smacked</b> him' }, flag: 'smacked' },
      {
        at: '2026-03-12T13:41:00Z',
        changes: { body: 'ok hun', direction: 'outbound', workerId: 'P' },
        flag: 'hun',
      },
    ]);
    const helen = await server.signIn('H');

    const own = (await priya.get(PATH)).html;
    const managers = (await helen.get(PATH)).html;

    expect(own).toContain('he &lt;b&gt;<mark>smacked</mark>&lt;/b&gt; him');
    expect(own).not.toContain('<mark>hun</mark>');
    expect(managers).toContain('<mark>hun</mark>');
  });

  test('a status never goes backwards, and a failure says why', async () => {
    const [sent] = await onRecord(testing.database, ['CT-1'], 'K', [
      {
        at: '2026-03-12T13:46:00Z',
        changes: { body: 'Is he safe?', direction: 'outbound', workerId: 'P' },
      },
    ]);
    await anEvent(sent?.id ?? '', 'status', '2026-03-12T13:46:05Z', { status: 'delivered' });
    await anEvent(sent?.id ?? '', 'status', '2026-03-12T13:46:09Z', { status: 'sent' });

    expect(await read()).toContain('You Is he safe? 1:46pm , delivered');

    await aSend(testing.database, CONVERSATION, {
      messageId: sent?.id ?? '',
      words: 'The phone could not be reached.',
    });
    await anEvent(sent?.id ?? '', 'status', '2026-03-12T13:47:00Z', { status: 'undelivered' });
    expect(await read()).toContain('1:46pm Not delivered. The phone could not be reached.');
  });

  test('what was never accepted stays in the conversation, with the reason', async () => {
    await aSend(testing.database, CONVERSATION, { body: 'I will call you at 4pm.' });
    await aSend(testing.database, CONVERSATION, {
      body: 'On my way.',
      state: 'waiting',
      words: '',
    });

    const text = await read();

    expect(text).toContain(
      "I will call you at 4pm. 10:15am Not delivered. This number can't receive texts.",
    );
    expect(text).toContain('On my way. 10:15am , sending');
  });

  test('the newest 50 are shown, and earlier ones on request', async () => {
    for (let minute = 0; minute < 55; minute += 1) {
      await aMessage(testing.database, `2026-03-12T10:${String(minute).padStart(2, '0')}:00Z`, {
        body: `message ${minute}.`,
      });
    }

    const { text, html } = await priya.get(PATH);

    expect(text).toContain('message 54.');
    expect(text).not.toContain('message 4.');
    const earlier = /href="([^"]+before=[^"]+)"/.exec(html)?.[1] ?? '';
    const older = await read(earlier.replaceAll('&amp;', '&'));
    expect(older).toContain('message 0.');
    expect(older).toContain('message 4.');
    expect(older).not.toContain('message 5.');
    expect(older).not.toContain('Reply to');
  });

  test('an unknown number shows what is known, what to do, and that nothing can be sent', async () => {
    await aQuestion(testing.database, [
      { at: '2026-03-12T11:06:00Z', changes: { body: 'hi its gaz', counterpart: UNKNOWN } },
    ]);
    const conversation = conversationIdOf('sms', OFFICIAL, UNKNOWN);
    const helen = await server.signIn('H');

    const text = await read(`/conversations/${conversation}`, helen);

    expect(text).toContain('Unknown number 07700 900377');
    expect(text).toContain('Nobody on record has this number today.');
    expect(text).toContain('You cannot message 07700 900377 yet');
    expect((await priya.get(`/conversations/${conversation}`)).status).toBe(404);
  });

  test('every view is audited with its children', async () => {
    await onRecord(testing.database, ['CT-1'], 'K', [{ at: '2026-03-12T13:40:00Z' }]);
    await read();

    const [view] = await testing.database.prisma.auditEvent.findMany({ where: { action: 'view' } });
    expect(view).toMatchObject({
      actor: 'P',
      subjectKind: 'conversation',
      subjectId: CONVERSATION,
    });
    expect(view?.caseNumbers).toContain('CT-1');
  });
});

describe('attachments', () => {
  async function aPhoto(state: string, changes: { contentType?: string } = {}) {
    const files = mediaFiles(dataDir);
    const kept = await files.keep(
      (async function* () {
        yield Buffer.from('not really a photo');
      })(),
    );
    const [message] = await onRecord(testing.database, ['CT-1'], 'K', [
      {
        at: '2026-03-12T13:49:00Z',
        changes: {
          media: [
            {
              contentType: changes.contentType ?? 'image/jpeg',
              state,
              ...(state === 'unavailable' ? { reason: 'The sender removed it.' } : {}),
            },
          ],
        },
      },
    ]);
    const [media] = await testing.database.prisma.messageMedia.findMany({
      where: { messageId: message?.id ?? '' },
    });
    await testing.database.prisma.mediaFetch.updateMany({
      data: { sha256: kept.sha256, bytes: BigInt(kept.bytes) },
    });
    return `${PATH}/media/${media?.id}`;
  }

  test('a stored photo is shown to those who may see the message, and to nobody else', async () => {
    const address = await aPhoto('stored');
    await aWorker(testing.database, 'T', { name: 'Tom Adeyemi' });

    const answer = await priya.get(address);

    expect(answer.status).toBe(200);
    expect(answer.html).toBe('not really a photo');
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await priya.get(PATH)).html).toContain(`src="${address}"`);
    expect((await (await server.signIn('T')).get(address)).status).toBe(404);
  });

  test('a file that could run something is only saved, never opened', async () => {
    const address = await aPhoto('stored', { contentType: 'text/html' });

    const { headers } = await priya.get(address);

    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
  });

  test('what is being fetched or never came says so', async () => {
    await aPhoto('pending');
    await aPhoto('unavailable');

    const text = await read();

    expect(text).toContain('Photo is being fetched');
    expect(text).toContain('Photo could not be fetched. The sender removed it.');
  });
});

describe('replying', () => {
  test('the box names who and from which number before the text, and ticks nobody for the worker', async () => {
    const { text, html } = await priya.get(PATH);

    expect(text).toContain(
      'To Kelly Brennan , mother, 07700 900142 From North team line, 07700 900010',
    );
    expect(html).not.toMatch(/name="about"[^>]*checked/);
    expect(text).toContain('Send to Kelly Brennan by text');
  });

  test('the notice that goes with a first message is previewed, and both are kept', async () => {
    expect(await read()).toContain(
      'With this first message Casethread also sends: “This is children',
    );

    const answer = await send({ body: 'I will ring you in 10 minutes.' });

    expect(answer).toMatchObject({ status: 303, location: PATH });
    expect((await intents()).map(({ kind }) => kind)).toEqual(['reply', 'notice']);
    const text = await read();
    expect(text).toContain('being sent');
    expect(text).not.toContain('also sends');
    const audit = await testing.database.prisma.auditEvent.findMany({ where: { action: 'send' } });
    expect(audit).toMatchObject([{ actor: 'P', caseNumbers: ['CT-1'] }]);
  });

  test('a question comes back as a page with every word kept; sending again is the answer', async () => {
    const body = 'I will see Alfie and Maisie.';

    const asked = await send({ body });

    expect(asked.status).toBe(200);
    expect(asked.text).toContain('Check before you send It names Maisie.');
    expect(asked.text).toContain('It is about Maisie Brennan as well');
    expect(asked.html).toContain(body);
    expect(await intents()).toEqual([]);
    const keys = [...asked.html.matchAll(/name="asked" value="([^"]+)"/g)].map(
      ([, key = '']) => key,
    );
    await send({ body, asked: keys, why: 'She asked about both' });
    expect((await intents())[0]?.checks).toMatchObject([{ why: 'She asked about both' }]);
  });

  test('ticking the child who is named makes the question go away', async () => {
    await send({ body: 'I will see Alfie and Maisie.', about: ['CT-1', 'CT-2'] });

    const [reply] = await intents();
    expect(reply).toMatchObject({ caseNumbers: ['CT-1', 'CT-2'], checks: [] });
  });

  test('nobody selected and nothing written are errors at their fields', async () => {
    const nobody = await send({ body: 'Hello', about: [] });
    const nothing = await send({ body: ' ' });

    expect(nobody.status).toBe(422);
    expect(nobody.text).toContain('There is a problem Select every child your message is about.');
    expect(nobody.html).toContain('Hello');
    expect(nothing.text).toContain('There is a problem Write a message');
    expect(await intents()).toEqual([]);
  });

  test('a hard stop replaces the box, says why and what to do, and keeps the draft', async () => {
    await send({ body: 'I am outside.', action: 'draft' });
    await testing.database.prisma.contactIdentifier.updateMany({ data: { verified: false } });

    const { text, html } = await priya.get(PATH);

    expect(text).toContain('You cannot message Kelly Brennan yet');
    expect(text).toContain('Nobody has checked that 07700 900142 belongs to Kelly Brennan.');
    expect(text).toContain('See your draft I am outside.');
    expect(html).not.toContain('<textarea');
  });

  test('what became forbidden while the worker wrote is not sent, and the words are kept', async () => {
    const { html } = await priya.get(PATH);
    const fields = { key: field(html, 'key'), body: 'Hello Kelly', about: 'CT-1', action: 'send' };
    await testing.database.prisma.relationship.updateMany({
      where: { caseNumber: 'CT-1' },
      data: { contactPermitted: 'no' },
    });

    const answer = await priya.post(PATH, fields);

    expect(answer.text).toContain(
      'Kelly Brennan is not permitted to have contact about Alfie Brennan. Talk to your manager before any contact.',
    );
    expect(answer.text).toContain('Nothing was sent. Your draft is kept.');
    expect(await intents()).toEqual([]);
    expect(await testing.database.prisma.draft.count()).toBe(1);
  });

  test('a draft is kept, filled in again, and goes when it is sent', async () => {
    await send({ body: 'I am outside.', about: 'CT-2', action: 'draft' });

    const { html } = await priya.get(PATH);
    expect(html).toContain('I am outside.');
    expect(html).toMatch(/value="CT-2"\s+checked/);
    await send({ body: 'I am outside.' });
    expect(await testing.database.prisma.draft.count()).toBe(0);
  });

  test('on a shared phone the worker first says who they are writing to', async () => {
    await aContact(testing.database, 'D', { name: 'Doreen Brennan', address: KELLY });

    const before = await priya.get(PATH);
    expect(before.text).toContain('Doreen Brennan or Kelly Brennan');
    expect(before.text).toContain('Who are you writing to?');
    expect(before.html).not.toContain('<textarea');

    const after = await priya.get(`${PATH}?to=K`);
    expect(after.text).toContain('Send to Kelly Brennan by text');
    expect(after.text).toContain('Doreen Brennan may see this phone.');
    const asked = await priya.post(
      PATH,
      { key: field(after.html, 'key'), to: 'K', about: 'CT-1', body: 'Hello', action: 'send' },
      { from: `${PATH}?to=K` },
    );
    expect(asked.text).toContain('Doreen Brennan uses this phone too.');
  });

  test('two workers see each other', async () => {
    await aWorker(testing.database, 'T', { name: 'Tom Adeyemi' });
    await testing.database.prisma.draft.create({
      data: { workerId: 'T', form: 'reply', subjectId: CONVERSATION, fields: {}, changedAt: NOW },
    });

    expect(await read()).toContain('Tom Adeyemi is writing to Kelly.');
  });

  test('people who only read cannot reply', async () => {
    await aWorker(testing.database, 'I', { role: 'information-governance' });
    await onRecord(testing.database, ['CT-1'], 'K', [{ at: '2026-03-12T13:40:00Z' }]);
    const governance = await server.signIn('I');

    const { text, html } = await governance.get(PATH);

    expect(text).toContain('You can read this conversation.');
    expect(html).not.toContain('<textarea');
    const { html: own } = await priya.get(PATH);
    const answer = await governance.postWith(
      PATH,
      {
        _csrf: /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '',
        key: field(own, 'key'),
        body: 'x',
        about: 'CT-1',
      },
      PATH,
    );
    expect(answer.status).toBe(404);
    expect(await intents()).toEqual([]);
  });
});

test('the live token changes when a message came, and says nothing of it', async () => {
  const before = await priya.get(`${PATH}/live`);
  await aMessage(testing.database, '2026-03-12T15:04:55Z', { body: 'are you there' });
  const after = await priya.get(`${PATH}/live`);

  expect(after.html).not.toBe(before.html);
  expect(after.html).toContain('A new message has arrived.');
  expect(after.html).not.toContain('are you there');
});

test('everyone can use it, in every state', { timeout: 180_000 }, async () => {
  const look = { cookie: priya.cookie() };
  await onRecord(testing.database, ['CT-1'], 'K', [
    { at: '2026-03-12T13:40:00Z', changes: { body: 'smacked him' }, flag: 'smacked' },
    {
      at: '2026-03-12T13:46:00Z',
      changes: { body: 'Is he safe?', direction: 'outbound', workerId: 'P' },
    },
  ]);
  await aQuestion(testing.database, [{ at: '2026-03-12T14:51:00Z' }], {
    caseNumbers: ['CT-1', 'CT-2'],
    contactId: 'K',
  });
  await aSend(testing.database, CONVERSATION);
  await expectAccessible(browser, `${server.url}${PATH}`, look);

  await testing.database.prisma.contactIdentifier.updateMany({ data: { verified: false } });
  await expectAccessible(browser, `${server.url}${PATH}`, look);
});
