import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { readRaw } from '../../test/fakes/twilio/reading.ts';
import { PUBLIC_BASE_URL, twilioSettings } from '../../test/fakes/twilio/settings.ts';
import { fixture, type Parameters, signedRequest } from '../../test/fakes/twilio/webhook.ts';
import { createTwilioAdapter } from './index.ts';

const MESSAGES = '/webhooks/twilio/messages';
const STATUS = '/webhooks/twilio/status';
const CALLS = '/webhooks/twilio/calls';

function read(path: string, parameters: Parameters) {
  return readRaw(signedRequest(path, parameters, { publicBaseUrl: PUBLIC_BASE_URL }));
}

function understood(path: string, parameters: Parameters) {
  const reading = read(path, parameters);
  if (reading.outcome !== 'understood') throw new Error(`It was ${reading.outcome}.`);
  return reading;
}

const only = (path: string, parameters: Parameters) => {
  const [message] = understood(path, parameters).messages;
  if (!message) throw new Error('No message.');
  return message;
};

describe('a text', () => {
  test('becomes a message with both numbers and its words', () => {
    expect(only(MESSAGES, fixture('sms'))).toEqual({
      kind: 'message',
      channel: 'sms',
      externalId: 'SM0123456789abcdef0123456789abcdef',
      direction: 'inbound',
      officialNumber: '+447700900010',
      counterpart: '+447700900142',
      author: '+447700900142',
      workerId: null,
      body: 'Bear been sick again n wont go school today',
      profileName: null,
      inReplyTo: null,
      sentAt: null,
      media: [],
    });
  });

  test('is answered with empty TwiML and never with a reply', () => {
    const { answer } = understood(MESSAGES, fixture('sms'));

    expect(answer.status).toBe(200);
    expect(answer.contentType).toMatch(/^text\/xml/);
    expect(answer.body).toMatch(/<Response\/>$/);
  });

  test('read twice gives the same message', () => {
    expect(read(MESSAGES, fixture('sms'))).toEqual(read(MESSAGES, fixture('sms')));
  });

  test.each([
    ['emoji of four bytes', '👩‍👧‍👦 love you 🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
    ['right-to-left words', 'مرحبا، هل يمكنك الاتصال؟'],
    ['1,600 characters', 'ż'.repeat(1600)],
    ['nothing at all', ''],
    ['form punctuation', 'a=b&c=d + 100% %41'],
  ])('keeps %s as they are', (_what, body) => {
    expect(only(MESSAGES, fixture('sms', { Body: body })).body).toBe(body);
  });

  test('shows a NUL as U+FFFD, because the database takes none', () => {
    expect(only(MESSAGES, fixture('sms', { Body: 'a\0b' })).body).toBe('a\uFFFDb');
  });

  test('may carry parameters that Twilio adds without notice', () => {
    expect(only(MESSAGES, fixture('sms', { BrandNew: 'x', __proto__: 'y' })).externalId).toMatch(
      /^SM/,
    );
  });

  test('with a repeated parameter is authentic, and read by its first value', () => {
    const request = signedRequest(MESSAGES, fixture('sms'), { publicBaseUrl: PUBLIC_BASE_URL });
    // Twilio's own rule is to sign equal values of a repeated key once.
    const body = Buffer.from(
      `${request.body}&Body=${encodeURIComponent(fixture('sms').Body ?? '')}`,
    );

    const reading = readRaw({ ...request, body });

    expect(reading).toMatchObject({
      outcome: 'understood',
      messages: [{ body: fixture('sms').Body }],
    });
  });

  test.each(['From', 'To'])('without %s is not understood, and says what is missing', (name) => {
    const reading = read(MESSAGES, fixture('sms', { [name]: undefined }));

    expect(reading).toMatchObject({
      outcome: 'not-understood',
      problem: `Twilio's parameters are not as documented: ${name} is missing.`,
      answer: { status: 200 },
    });
  });

  test('without any SID is not understood', () => {
    const none = { MessageSid: undefined, SmsSid: undefined, SmsMessageSid: undefined };

    expect(read(MESSAGES, fixture('sms', none)).outcome).toBe('not-understood');
  });

  test('by a channel that we do not know is not understood, so it is kept raw', () => {
    expect(read(MESSAGES, fixture('sms', { From: 'rcs:someone' })).outcome).toBe('not-understood');
  });
});

describe('opting out', () => {
  const changes = (parameters: Parameters) =>
    understood(MESSAGES, parameters).optChanges.map(({ kind }) => kind);

  test('a stop that Twilio recognised is a stop, and the message is kept', () => {
    const reading = understood(MESSAGES, fixture('sms-stop'));

    expect(reading.messages).toHaveLength(1);
    expect(reading.optChanges).toEqual([
      {
        kind: 'stop',
        channel: 'sms',
        officialNumber: '+447700900010',
        counterpart: '+447700900142',
        externalId: 'SMaa23456789abcdef0123456789abcdef',
      },
    ]);
  });

  test('"STOP" to a plain number is a stop, and "start" takes it back', () => {
    expect(changes(fixture('sms', { Body: ' STOP ' }))).toEqual(['stop']);
    expect(changes(fixture('sms', { Body: 'start' }))).toEqual(['start']);
  });

  test.each(['STOP', 'StopAll', 'unsubscribe', 'Cancel', 'END', 'quit', 'revoke', 'OptOut'])(
    '"%s" alone makes Twilio block what we send: it is a stop, and the message is kept',
    (body) => {
      const reading = understood(MESSAGES, fixture('sms', { Body: body }));

      expect(reading.messages[0]?.body).toBe(body);
      expect(reading.optChanges.map(({ kind }) => kind)).toEqual(['stop']);
    },
  );

  test.each(['stop it please', 'yes', 'the end', 'cancel tomorrow', 'stop.'])(
    '"%s" means what it says',
    (body) => {
      expect(changes(fixture('sms', { Body: body }))).toEqual([]);
    },
  );

  test('on WhatsApp these are words like any other', () => {
    expect(changes(fixture('whatsapp-no-phone', { Body: 'STOP' }))).toEqual([]);
  });

  test('asking for help changes nothing', () => {
    expect(changes(fixture('sms', { Body: 'STOP', OptOutType: 'HELP' }))).toEqual([]);
  });
});

describe('a WhatsApp message', () => {
  test('with ten attachments announces each, contact cards by their registered name', () => {
    const message = only(MESSAGES, fixture('whatsapp-ten-media'));

    expect(message).toMatchObject({
      channel: 'whatsapp',
      officialNumber: '+447700900011',
      counterpart: '+447700900233',
      profileName: 'Gaz',
    });
    expect(message.media).toHaveLength(10);
    expect(message.media[0]?.source).toMatch(/^https:\/\/api\.twilio\.com\/.*\/Media\/ME/);
    expect(message.media.filter(({ contentType }) => contentType === 'text/vcard')).toHaveLength(2);
  });

  test('that announces more attachments than it names keeps a place for each', () => {
    const message = only(MESSAGES, fixture('whatsapp-ten-media', { MediaUrl9: undefined }));

    expect(message.media).toHaveLength(10);
  });

  test('with a place carries it as GeoJSON, longitude first', async () => {
    const adapter = createTwilioAdapter(twilioSettings());
    const [place] = only(MESSAGES, fixture('whatsapp-location')).media;

    const fetched = await adapter.fetchMedia?.(place?.source ?? '');

    expect(place?.contentType).toBe('application/geo+json');
    if (fetched?.outcome !== 'fetched') throw new Error('The place did not resolve.');
    const bytes = await buffer(fetched.bytes);
    expect(JSON.parse(bytes.toString())).toEqual({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [-2.2426, 53.4808] },
      properties: { name: 'Library', address: '1 Invented Street' },
    });
  });

  test('that quotes another says which', () => {
    expect(only(MESSAGES, fixture('whatsapp-quoted-reply')).inReplyTo).toBe(
      'SMdd23456789abcdef0123456789abcdef',
    );
  });

  test('that is a pressed button has its words', () => {
    expect(only(MESSAGES, fixture('whatsapp-button')).body).toBe('Yes, call me');
  });

  test('from someone without a phone number keeps the opaque id as it is', () => {
    expect(only(MESSAGES, fixture('whatsapp-no-phone')).counterpart).toBe('GB.1A2B3C4D5E6F');
  });
});

describe('a status', () => {
  const event = (parameters: Parameters) => understood(STATUS, parameters).events[0];

  test('is an event of its message, the same one however often it comes', () => {
    expect(event(fixture('status-delivered'))).toEqual({
      channel: 'sms',
      externalId: 'SM1123456789abcdef0123456789abcdef',
      type: 'status',
      at: null,
      body: null,
      status: 'delivered',
      errorCode: null,
      dedupeKey: 'twilio:SM1123456789abcdef0123456789abcdef:delivered:',
    });
    expect(event(fixture('status-delivered'))).toEqual(event(fixture('status-delivered')));
  });

  test('carries why a message did not arrive', () => {
    expect(event(fixture('status-undelivered'))).toMatchObject({
      status: 'undelivered',
      errorCode: '30003',
    });
  });

  test('of a WhatsApp message belongs to that channel', () => {
    expect(event(fixture('status-whatsapp-read'))).toMatchObject({
      channel: 'whatsapp',
      status: 'read',
    });
  });

  test('without a status is not understood', () => {
    const none = { MessageStatus: undefined, SmsStatus: undefined };

    expect(read(STATUS, fixture('status-delivered', none)).outcome).toBe('not-understood');
  });
});

describe('a call', () => {
  test('is a missed call by the same number, whatever later callbacks of it say', () => {
    const ringing = only(CALLS, fixture('call-ringing'));
    const completed = only(CALLS, fixture('call-completed'));

    expect(ringing).toMatchObject({
      kind: 'call',
      channel: 'sms',
      externalId: 'CA0123456789abcdef0123456789abcdef',
      body: 'Missed call',
      counterpart: '+447700900142',
    });
    expect(completed).toEqual(ringing);
  });

  test('hears where to turn, and that there is no voicemail', () => {
    const { answer } = understood(CALLS, fixture('call-ringing'));

    expect(answer.body).toMatch(/<Say[^>]*>.*no voicemail.*9 9 9.*<\/Say><Hangup\/>/);
    expect(answer.body).not.toMatch(/<Record/);
  });
});
