// WhatsApp messages from Twilio's door to the record.
import { beforeEach, expect, test } from 'vitest';
import { readRaw } from '../fakes/twilio/reading.ts';
import { PUBLIC_BASE_URL } from '../fakes/twilio/settings.ts';
import { fixture, signedRequest } from '../fakes/twilio/webhook.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { KELLY } from '../support/records.ts';
import { type Road, road } from '../support/road.ts';
import { theBrennans } from '../support/sending.ts';

const PATH = '/webhooks/twilio/messages';
const NOW = new Date('2026-03-12T15:05:00Z');

let testing: TestDatabase;
let way: Road;
let counter = 0;

beforeEach(async () => {
  testing = await testDatabase();
  await theBrennans(testing.database);
  way = road(testing.database, () => NOW);
  await testing.database.prisma.contactIdentifier.create({
    data: {
      contactId: 'K',
      channel: 'whatsapp',
      address: KELLY,
      verified: true,
      validFrom: new Date('2020-01-01'),
    },
  });
});

/** Comes through the door, or is found later; returns the decision about it. */
async function arrives(
  name: string,
  changes: Record<string, string | undefined>,
  origin: 'live' | 'reconciled' = 'live',
) {
  counter += 1;
  const sid = `SM${String(counter).padStart(32, '0')}`;
  const sids = { MessageSid: sid, SmsSid: sid, SmsMessageSid: sid };
  const request = signedRequest(PATH, fixture(name, { ...sids, ...changes }), {
    publicBaseUrl: PUBLIC_BASE_URL,
  });
  const reading = readRaw(request);
  if (reading.outcome !== 'understood') throw new Error(`It was ${reading.outcome}.`);
  const { messageIds } = await way.capture.keep({
    provider: 'twilio',
    contentType: 'application/x-www-form-urlencoded',
    raw: request.body,
    receivedAt: NOW,
    origin,
    ...reading,
  });
  await way.drain();
  const [messageId = ''] = messageIds;
  const decided = await testing.database.prisma.currentAttribution.findUniqueOrThrow({
    where: { messageId },
  });
  return { messageId, decided, sid };
}

test('somebody without a phone number is asked about, and never guessed from the profile name', async () => {
  const { messageId, decided } = await arrives('whatsapp-no-phone', {
    ProfileName: 'Kelly Brennan',
    Body: 'Alfie is off sick today',
  });

  expect(decided).toMatchObject({ state: 'unmatched', caseNumbers: [], contactId: null });
  expect(await testing.database.prisma.openQuestion.count()).toBe(1);
  expect(
    await testing.database.prisma.message.findUnique({ where: { id: messageId } }),
  ).toMatchObject({ counterpart: 'GB.1A2B3C4D5E6F', profileName: 'Kelly Brennan' });
});

test('an id that is on a contact’s record is that contact, as a number is', async () => {
  await testing.database.prisma.contactIdentifier.create({
    data: {
      contactId: 'K',
      channel: 'whatsapp',
      address: 'GB.1A2B3C4D5E6F',
      verified: true,
      validFrom: new Date('2020-01-01'),
    },
  });

  const { decided } = await arrives('whatsapp-no-phone', { Body: 'Alfie is off sick today' });

  expect(decided).toMatchObject({ state: 'attributed', caseNumbers: ['CT-1'], contactId: 'K' });
});

test('a quoted reply is about the child whom the quoted message is about', async () => {
  const first = await arrives('whatsapp-text', {
    From: `whatsapp:${KELLY}`,
    Body: 'Maisie has a dentist at 3',
  });

  const { decided } = await arrives('whatsapp-quoted-reply', {
    From: `whatsapp:${KELLY}`,
    Body: 'moved to 4',
    OriginalRepliedMessageSid: first.sid,
  });

  expect(decided).toMatchObject({
    state: 'attributed',
    caseNumbers: ['CT-2'],
    method: 'quoted-reply',
  });
});

test('texts and WhatsApp messages of one contact are two conversations on one record', async () => {
  await arrives('whatsapp-text', { From: `whatsapp:${KELLY}`, Body: 'Alfie is off sick today' });
  await arrives('sms', { From: KELLY, Body: 'Alfie is better now' });

  const recordings = await testing.database.prisma.contactRecording.findMany();
  const conversations = await testing.database.prisma.conversation.findMany({
    where: { counterpart: KELLY },
  });

  expect(recordings.map(({ caseNumber }) => caseNumber)).toEqual(['CT-1', 'CT-1']);
  expect(new Set(recordings.map(({ conversationId }) => conversationId)).size).toBe(2);
  expect(new Set(conversations.map(({ channel }) => channel))).toEqual(
    new Set(['sms', 'whatsapp']),
  );
});

test('how a message was found stands beside why it is on the record', async () => {
  const changes = { From: KELLY, Body: 'Alfie is off sick today' };

  const { decided: live } = await arrives('sms', changes);
  const { decided: found } = await arrives('sms', changes, 'reconciled');

  const decisions = await testing.database.prisma.attribution.findMany();
  const reasonsOf = (messageId: string) =>
    decisions.find((decision) => decision.messageId === messageId)?.reasons.join(' ');
  expect(reasonsOf(live.messageId)).not.toContain('No webhook brought it');
  expect(reasonsOf(found.messageId)).toContain(
    'No webhook brought it: it was found in the provider’s own list.',
  );
});
