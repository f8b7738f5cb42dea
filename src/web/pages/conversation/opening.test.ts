import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type ConversationWorld,
  conversationWorld,
  field,
  NOW,
} from '../../../../test/support/conversation-page.ts';
import { KELLY, OFFICIAL } from '../../../../test/support/records.ts';
import type { Client } from '../../../../test/support/server.ts';
import { createCapture } from '../../../capture/capture.ts';
import { agreeTemplate } from '../../../delivery/template-store.ts';
import { conversationIdOf } from '../../../messaging/identity.ts';

const CONVERSATION = conversationIdOf('whatsapp', OFFICIAL, KELLY);
const PATH = `/conversations/${CONVERSATION}`;
const ENGLISH = {
  contentSid: 'HX00000000000000000000000000000001',
  name: 'Could you call us',
  language: 'English',
  body: 'Hello {{1}}, could you call us about {{2}}?',
  variables: [
    { key: '1', label: 'Their first name' },
    { key: '2', label: 'What it is about' },
  ],
};
const POLISH = {
  ...ENGLISH,
  contentSid: 'HX00000000000000000000000000000002',
  name: 'Prosimy o telefon',
  language: 'Polish',
};

let testing: ConversationWorld['testing'];
let priya: Client;

beforeEach(async () => {
  ({ testing, priya } = await conversationWorld());
  const { prisma } = testing.database;
  await prisma.officialNumber.create({
    data: { address: OFFICIAL, channel: 'whatsapp', team: 'North', label: 'North WhatsApp' },
  });
  await prisma.contactIdentifier.create({
    data: {
      contactId: 'K',
      channel: 'whatsapp',
      address: KELLY,
      verified: true,
      validFrom: new Date('2020-01-01'),
    },
  });
});

async function kellyWrote(hoursAgo: number, kind: 'message' | 'call' = 'message'): Promise<void> {
  const receivedAt = new Date(NOW.getTime() - hoursAgo * 3_600_000);
  await createCapture({ database: testing.database, clock: () => NOW }).keep({
    provider: 'twilio',
    kind,
    contentType: 'text/plain',
    raw: Buffer.from('…'),
    receivedAt,
    origin: 'live',
    messages: [
      {
        kind,
        channel: 'whatsapp',
        externalId: `SM-${hoursAgo}-${kind}`,
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

const agree = (template: typeof ENGLISH) =>
  agreeTemplate(testing.database.pool, template, { by: 'R', at: NOW });
const intents = () => testing.database.prisma.sendIntent.findMany();
const read = async (path = PATH) => (await priya.get(path)).text;

async function press(fields: Record<string, string | string[]>) {
  const { html } = await priya.get(PATH);
  const key = field(html, 'key') || randomUUID();
  return priya.post(PATH, { key, about: 'CT-1', action: 'send', ...fields });
}

const filledIn = {
  template: ENGLISH.contentSid,
  'value-1': 'Kelly',
  'value-2': 'the visit on Friday',
};
const WORDS = 'Hello Kelly, could you call us about the visit on Friday?';

describe('within 24 hours of their last WhatsApp message', () => {
  test('the worker writes freely, and reads until when', async () => {
    await kellyWrote(22.75);

    const text = await read();

    expect(text).toContain(
      'You can write freely until 4:20pm today. After that only the agreed opening message.',
    );
    expect((await press({ body: 'I will ring at 4.' })).status).toBe(303);
    expect((await intents()).map(({ template }) => template)).toEqual([null, null]);
  });

  test('which the next day is called tomorrow', async () => {
    await kellyWrote(0.75 - 0.5);

    expect(await read()).toContain('You can write freely until 2:50pm tomorrow.');
  });

  test('texts know no such limit', async () => {
    expect(await read(`/conversations/${conversationIdOf('sms', OFFICIAL, KELLY)}`)).not.toContain(
      'write freely',
    );
  });
});

describe('after 24 hours', () => {
  beforeEach(() => kellyWrote(25));

  test('a call does not open the window', async () => {
    await kellyWrote(1, 'call');

    expect(await read()).not.toContain('You can write freely');
  });

  test('with nothing agreed the worker is told what to do instead', async () => {
    const text = await read();

    expect(text).toContain('Kelly Brennan last wrote on WhatsApp more than 24 hours ago.');
    expect(text).toContain('No opening message has been agreed yet.');
    expect(text).not.toContain('Your message');
  });

  test('of several agreed messages one is chosen, the contact’s language first', async () => {
    await testing.database.prisma.contact.update({
      where: { contactId: 'K' },
      data: { language: 'Polish' },
    });
    await agree(ENGLISH);
    await agree(POLISH);

    const text = await read();

    expect(text).toContain('Choose an agreed opening message');
    expect(text).toContain('Hello [their first name], could you call us about [what it is about]?');
    expect(text.indexOf('Prosimy o telefon')).toBeLessThan(text.indexOf('Could you call us'));
    expect(await read(`${PATH}?template=${POLISH.contentSid}`)).toContain('Their first name');
  });

  test('its variables are filled in and read before anything is sent', async () => {
    await agree(ENGLISH);

    const answer = await press({ ...filledIn, action: 'preview' });

    expect(answer.text).toContain(`They will read “${WORDS}”`);
    expect(answer.text).toContain('Send to Kelly Brennan by WhatsApp');
    expect(await intents()).toHaveLength(0);
  });

  test('words that nobody has read as they will go are shown, not sent', async () => {
    await agree(ENGLISH);

    const unread = await press(filledIn);
    const changed = await press({ ...filledIn, previewed: WORDS, 'value-1': 'Kel' });

    expect(unread.text).toContain('They will read');
    expect(changed.text).toContain('Hello Kel, could you call us');
    expect(await intents()).toHaveLength(0);
  });

  test('what goes on the record is what the family reads', async () => {
    await agree(ENGLISH);

    const answer = await press({ ...filledIn, previewed: WORDS });

    expect(answer.status).toBe(303);
    expect(await intents()).toMatchObject([
      {
        kind: 'reply',
        body: WORDS,
        template: {
          contentSid: ENGLISH.contentSid,
          variables: { 1: 'Kelly', 2: 'the visit on Friday' },
        },
      },
    ]);
  });

  test('a place left empty is asked for', async () => {
    await agree(ENGLISH);

    const answer = await press({ ...filledIn, 'value-2': ' ', previewed: WORDS });

    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Enter: what it is about');
    expect(await intents()).toHaveLength(0);
  });

  test('the questions before sending are asked of it too', async () => {
    await agree(ENGLISH);
    const words = 'Hello Kelly, could you call us about Maisie?';

    const answer = await press({ ...filledIn, 'value-2': 'Maisie', previewed: words });

    expect(answer.text).toContain('Check before you send');
    expect(answer.text).toContain(`They will read “${words}”`);
    expect(await intents()).toHaveLength(0);
  });

  test('words of the worker’s own, typed before it closed, are stopped and kept', async () => {
    await agree(ENGLISH);

    const answer = await press({ body: 'I will ring at 4.' });

    expect(answer.text).toContain('WhatsApp lets only an agreed opening message through');
    expect(answer.text).toContain('Nothing was sent.');
    expect(await intents()).toHaveLength(0);
    expect(await testing.database.prisma.draft.findMany()).toMatchObject([
      { fields: { body: 'I will ring at 4.' } },
    ]);
  });
});
