import { describe, expect, test } from 'vitest';
import { readRaw } from '../../test/fakes/twilio/reading.ts';
import { PUBLIC_BASE_URL, twilioSettings } from '../../test/fakes/twilio/settings.ts';
import { fixture, signedRequest } from '../../test/fakes/twilio/webhook.ts';
import { createTwilioAdapter } from './index.ts';

const MESSAGES = '/webhooks/twilio/messages';
const STATUS = '/webhooks/twilio/status';

describe('a forged webhook', () => {
  const genuine = () => signedRequest(MESSAGES, fixture('sms'), { publicBaseUrl: PUBLIC_BASE_URL });
  const refused = { outcome: 'refused', status: 403 };

  test('signed with another token is refused', () => {
    const signing = { publicBaseUrl: PUBLIC_BASE_URL, token: 'guessed' };

    expect(readRaw(signedRequest(MESSAGES, fixture('sms'), signing))).toEqual(refused);
  });

  test('without a signature is refused', () => {
    expect(readRaw({ ...genuine(), headers: {} })).toEqual(refused);
  });

  test('whose words were changed on the way is refused', () => {
    const request = genuine();
    const body = Buffer.from(request.body.toString().replace('sick', 'fine'));

    expect(readRaw({ ...request, body })).toEqual(refused);
  });

  test('signed for another address is refused', () => {
    expect(
      readRaw(
        signedRequest(MESSAGES, fixture('sms'), { publicBaseUrl: 'https://elsewhere.example' }),
      ),
    ).toEqual(refused);
  });

  test('played back at another door is refused', () => {
    expect(readRaw({ ...genuine(), url: STATUS })).toEqual(refused);
  });
});

describe('signatures', () => {
  test('cover the query of the address too', () => {
    const request = signedRequest(`${MESSAGES}?from=twilio%20fallback`, fixture('sms'), {
      publicBaseUrl: PUBLIC_BASE_URL,
    });

    expect(readRaw(request).outcome).toBe('understood');
    expect(readRaw({ ...request, url: `${MESSAGES}?from=elsewhere` }).outcome).toBe('refused');
  });

  test('by the old or the new token count while tokens rotate', () => {
    const settings = twilioSettings({ authTokenSecondary: 'the-next-token' });
    const by = (token: string) =>
      readRaw(
        signedRequest(MESSAGES, fixture('sms'), { publicBaseUrl: PUBLIC_BASE_URL, token }),
        settings,
      );

    expect(by(settings.authToken).outcome).toBe('understood');
    expect(by('the-next-token').outcome).toBe('understood');
    expect(by('the-token-after').outcome).toBe('refused');
  });
});

test('a demonstration refuses an address beyond this machine', () => {
  const beyond = twilioSettings({ loopbackOnly: true, apiBaseUrl: 'https://gateway.example' });

  expect(() => createTwilioAdapter(beyond)).toThrow('only to this machine');
  expect(() => createTwilioAdapter(twilioSettings({ loopbackOnly: true }))).toThrow();
});
