// Free words and agreed ones on WhatsApp, over real HTTP to Twilio's fake.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { KELLY, OFFICIAL } from '../../test/support/records.ts';
import { type SendingWorld, sendingWorld, theBrennans } from '../../test/support/sending.ts';
import { conversationIdOf } from '../messaging/identity.ts';
import { deliverDue } from './deliver.ts';
import { agreeTemplate } from './template-store.ts';

const CONVERSATION = conversationIdOf('whatsapp', OFFICIAL, KELLY);
const TEMPLATE = {
  contentSid: 'HX00000000000000000000000000000001',
  name: 'Could you call us',
  language: 'English',
  body: 'Hello {{1}}, could you call us?',
  variables: [{ key: '1', label: 'Their first name' }],
};

let testing: TestDatabase;
let world: SendingWorld;

beforeEach(async () => {
  testing = await testDatabase();
  const { database } = testing;
  await theBrennans(database);
  await database.prisma.officialNumber.create({
    data: { address: OFFICIAL, channel: 'whatsapp', team: 'North', label: 'North WhatsApp' },
  });
  await database.prisma.contactIdentifier.create({
    data: {
      contactId: 'K',
      channel: 'whatsapp',
      address: KELLY,
      verified: true,
      validFrom: new Date('2020-01-01'),
    },
  });
  world = await sendingWorld(database);
  world.twilio.contents.set(TEMPLATE.contentSid, TEMPLATE.body);
  await agreeTemplate(database.pool, TEMPLATE, { by: 'R', at: world.needs.clock() });
  await kellyWrites();
});

async function kellyWrites(): Promise<void> {
  await world.needs.capture.keep({
    provider: 'twilio',
    kind: 'message',
    contentType: 'text/plain',
    raw: Buffer.from('…'),
    receivedAt: world.needs.clock(),
    origin: 'live',
    messages: [
      {
        kind: 'message',
        channel: 'whatsapp',
        externalId: `SM-${randomUUID()}`,
        direction: 'inbound',
        officialNumber: OFFICIAL,
        counterpart: KELLY,
        author: KELLY,
        workerId: null,
        body: 'Hiya',
        profileName: 'Kel',
        inReplyTo: null,
        sentAt: null,
        media: [],
      },
    ],
    events: [],
    optChanges: [],
  });
}

const press = (changes = {}) => world.press({ conversationId: CONVERSATION, ...changes });
const opening = { template: { contentSid: TEMPLATE.contentSid, values: { 1: 'Kelly' } } };
const outbound = () =>
  testing.database.prisma.message.findMany({ where: { direction: 'outbound' } });

test('after 24 hours words of one’s own are stopped before anybody outside is asked', async () => {
  world.pass(24 * 60);

  const result = await press();

  expect(result).toMatchObject({ outcome: 'stopped', stops: [{ code: 'window-closed' }] });
  expect(world.twilio.requests).toHaveLength(0);
});

test('an agreed message goes by its id and variables without a body, and is kept as the family reads it', async () => {
  world.pass(30 * 60);

  expect(await press(opening)).toMatchObject({ outcome: 'kept', noticeGoes: false });
  await deliverDue(world.needs);

  expect(Object.fromEntries(world.twilio.requests[0]?.parameters ?? [])).toEqual({
    To: `whatsapp:${KELLY}`,
    From: `whatsapp:${OFFICIAL}`,
    ContentSid: TEMPLATE.contentSid,
    ContentVariables: '{"1":"Kelly"}',
    StatusCallback: 'https://casethread.example.test/webhooks/twilio/status',
  });
  expect(await outbound()).toMatchObject([
    { body: 'Hello Kelly, could you call us?', channel: 'whatsapp', workerId: 'P' },
  ]);
});

test('one whose answer never came is found in the ledger by what the family reads', async () => {
  world.pass(30 * 60);
  world.twilio.failNext({ kind: 'drop-after' });
  await press(opening);
  await deliverDue(world.needs);
  for (const message of world.twilio.messages) message.sentAt = world.needs.clock();

  world.pass(3);
  await deliverDue(world.needs);

  expect(world.twilio.messages.filter(({ direction }) => direction !== 'inbound')).toHaveLength(1);
  expect(await outbound()).toHaveLength(1);
});

test('the window that closes between Send and sending stops the message, and the worker is told', async () => {
  world.pass(24 * 60 - 5);
  await press();
  world.pass(10);

  await deliverDue(world.needs);

  expect(world.twilio.requests).toHaveLength(0);
  expect(
    await testing.database.prisma.sendState.findMany({ where: { state: 'failed' } }),
  ).toMatchObject([
    { words: expect.stringContaining('WhatsApp lets only an agreed opening message through') },
  ]);
});

test('a withdrawn or unfinished message is not sent', async () => {
  expect(await press({ template: { contentSid: 'HX-other', values: {} } })).toMatchObject({
    stops: [{ code: 'template-unusable', why: 'This opening message is no longer agreed.' }],
  });
  expect(
    await press({ template: { ...opening.template, values: { 1: 'two\nlines' } } }),
  ).toMatchObject({
    stops: [{ why: 'Their first name must be one line' }],
  });
});

test('texts and WhatsApp messages of one contact are two conversations, and both go on the record', async () => {
  await press({ body: 'By WhatsApp.', caseNumbers: ['CT-1'] });
  await world.press({ body: 'By text.', caseNumbers: ['CT-1'] });

  await deliverDue(world.needs);

  const sent = (await outbound()).filter(({ body }) => body.startsWith('By '));
  expect(sent.map(({ channel }) => channel).sort()).toEqual(['sms', 'whatsapp']);
  expect(new Set(sent.map(({ conversationId }) => conversationId)).size).toBe(2);
  const intents = await testing.database.prisma.sendIntent.findMany({ where: { kind: 'reply' } });
  expect(intents.map(({ contactId, caseNumbers }) => [contactId, caseNumbers])).toEqual([
    ['K', ['CT-1']],
    ['K', ['CT-1']],
  ]);
});
