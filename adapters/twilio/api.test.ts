import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { wholeAdapter } from '../../test/fakes/twilio/adapter.ts';
import { type FakeTwilio, fakeMedia, startFakeTwilio } from '../../test/fakes/twilio/server.ts';
import type { TwilioSettings } from './index.ts';

let twilio: FakeTwilio;
beforeEach(async () => {
  twilio = await startFakeTwilio();
});
afterEach(() => twilio.close());

const adapter = (changes: Partial<TwilioSettings> = {}) => wholeAdapter(twilio.url, changes);

const reply = {
  channel: 'sms',
  officialNumber: '+447700900010',
  counterpart: '+447700900142',
  body: 'Thank you, I will ring at 4',
} as const;

describe('sending', () => {
  test('hands over recipient, sender and words once, and asks for statuses', async () => {
    const outcome = await adapter().send(reply);

    const [held] = twilio.messages;
    expect(outcome).toMatchObject({ outcome: 'accepted', externalId: held?.sid });
    expect(twilio.requests).toHaveLength(1);
    expect(Object.fromEntries(twilio.requests[0]?.parameters ?? [])).toEqual({
      To: '+447700900142',
      From: '+447700900010',
      Body: 'Thank you, I will ring at 4',
      StatusCallback: 'https://casethread.example.gov.uk/webhooks/twilio/status',
    });
  });

  test('on WhatsApp prefixes both addresses, opaque ones too', async () => {
    await adapter().send({ ...reply, channel: 'whatsapp', counterpart: 'GB.1A2B3C4D5E6F' });

    expect(twilio.messages[0]).toMatchObject({
      to: 'whatsapp:GB.1A2B3C4D5E6F',
      from: 'whatsapp:+447700900010',
    });
  });

  test('through a messaging service still names the sender that the family knows', async () => {
    await adapter({ messagingServiceSid: 'MG42' }).send(reply);

    const parameters = twilio.requests[0]?.parameters;
    expect(parameters?.get('MessagingServiceSid')).toBe('MG42');
    expect(parameters?.get('From')).toBe('+447700900010');
  });

  test.each([
    [21211, /can't receive texts/],
    [21614, /can't receive texts/],
    [21408, /this country/],
    [21610, /asked not to get texts/],
    [63016, /24 hours/],
    [99999, /error 99999/],
  ])('error %i is refused in plain words, and not tried again', async (code, words) => {
    twilio.failNext({ kind: 'answer', status: 400, code });

    expect(await adapter().send(reply)).toEqual({
      outcome: 'refused',
      errorCode: String(code),
      words: expect.stringMatching(words),
      retry: false,
      credentials: false,
    });
  });

  test('refused credentials are told apart, because nothing else can be sent either', async () => {
    const outcome = await adapter({ authToken: 'wrong' }).send(reply);

    expect(outcome).toMatchObject({ outcome: 'refused', errorCode: '20003', credentials: true });
  });

  test('a busy Twilio is for later, when it says', async () => {
    twilio.failNext({ kind: 'answer', status: 429, code: 20429, retryAfter: '7' });

    const outcome = await adapter().send(reply);

    expect(outcome).toMatchObject({ outcome: 'not-now', retryAfterMs: 7_000 });
    expect(twilio.messages).toHaveLength(0);
  });

  test('a connection that breaks after the request leaves it unknown whether it was sent', async () => {
    twilio.failNext({ kind: 'drop-after' });

    const outcome = await adapter().send(reply);

    expect(outcome.outcome).toBe('unknown');
    expect(twilio.messages).toHaveLength(1);
  });

  test('an error of Twilio’s own leaves it unknown too', async () => {
    twilio.failNext({ kind: 'answer', status: 500 });

    expect((await adapter().send(reply)).outcome).toBe('unknown');
  });

  test('with nobody listening is for later: it was certainly not sent', async () => {
    await twilio.close();

    expect((await adapter().send(reply)).outcome).toBe('not-now');
  });
});

describe('a file', () => {
  const media = (changes = {}) => twilio.hold({ media: [fakeMedia(changes)] });

  test('is fetched byte for byte through the redirect, with credentials only for Twilio itself', async () => {
    const photo = media({ bytes: Buffer.from([0, 1, 2, 255]) });

    const fetched = await adapter().fetchMedia(twilio.mediaUrl(photo));

    if (fetched.outcome !== 'fetched') throw new Error(fetched.words);
    expect(fetched.contentType).toBe('image/jpeg');
    expect(await buffer(fetched.bytes)).toEqual(Buffer.from([0, 1, 2, 255]));
    expect(twilio.requests.map(({ line }) => line.split('/')[1])).toEqual([
      '2010-04-01',
      'content',
    ]);
  });

  test('that is not there yet may come', async () => {
    const photo = media({ missingFor: 1 });

    const outcomes = [
      (await adapter().fetchMedia(twilio.mediaUrl(photo))).outcome,
      (await adapter().fetchMedia(twilio.mediaUrl(photo))).outcome,
    ];

    expect(outcomes).toEqual(['not-yet', 'fetched']);
  });

  test('that Twilio deleted is gone', async () => {
    twilio.failNext({ kind: 'answer', status: 410 });

    expect(await adapter().fetchMedia(twilio.mediaUrl(media()))).toMatchObject({ outcome: 'gone' });
  });

  test.each([
    [401, { cause: 'credentials' }],
    [429, { cause: 'slow-down', retryAfterMs: 3_000 }],
    [503, { cause: 'unreachable' }],
  ])('answered with %i is tried again later', async (status, expected) => {
    twilio.failNext({ kind: 'answer', status, retryAfter: '3' });

    const outcome = await adapter().fetchMedia(twilio.mediaUrl(media()));

    expect(outcome).toMatchObject({ outcome: 'not-yet', ...expected });
  });

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'https://example.org/photo.jpg',
    'https://api.twilio.com.example.org/photo.jpg',
    'http://media.twiliocdn.com/photo.jpg',
    'file:///etc/passwd',
    'https://s3-external-1.amazonaws.com/another-bucket/photo.jpg',
    'no-address:',
  ])('at %s is never asked for', async (source) => {
    expect(await adapter().fetchMedia(source)).toMatchObject({ outcome: 'gone' });
    expect(twilio.requests).toHaveLength(0);
  });

  test('is not fetched from another service of this machine that a redirect names', async () => {
    let asked = 0;
    const other = createServer((_request, response) => {
      asked += 1;
      response.end('secret');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo; // a listening TCP server has one

    const photo = media({ redirectTo: `http://127.0.0.1:${port}/secret` });

    expect(await adapter().fetchMedia(twilio.mediaUrl(photo))).toMatchObject({ outcome: 'gone' });
    expect(asked).toBe(0);
  });
});

describe('doctor', () => {
  test('says that Twilio answers', async () => {
    expect(await adapter().check()).toEqual([
      { ok: true, words: 'Twilio answers and accepts our credentials.' },
    ]);
  });

  test('names the settings to mend when Twilio refuses them', async () => {
    const [finding] = await adapter({ authToken: 'wrong' }).check();

    expect(finding?.ok).toBe(false);
    expect(finding?.words).toContain('TWILIO_AUTH_TOKEN');
  });
});
