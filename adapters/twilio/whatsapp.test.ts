// Every kind of WhatsApp message that Twilio documents: as documented, twice, with a parameter that
// nobody knows, and with each parameter missing in turn.
import { describe, expect, test } from 'vitest';
import { readRaw } from '../../test/fakes/twilio/reading.ts';
import { PUBLIC_BASE_URL } from '../../test/fakes/twilio/settings.ts';
import { fixture, type Parameters, signedRequest } from '../../test/fakes/twilio/webhook.ts';

const MESSAGES = '/webhooks/twilio/messages';
const STATUS = '/webhooks/twilio/status';

/** What each kind becomes. */
const KINDS: [name: string, expected: object][] = [
  ['whatsapp-text', { body: 'is anyone there', profileName: 'Gaz', media: [] }],
  ['whatsapp-voice-note', { body: '', media: [{ contentType: 'audio/ogg' }] }],
  ['whatsapp-sticker', { body: '', media: [{ contentType: 'image/webp' }] }],
  ['whatsapp-contact', { body: '', media: [{ contentType: 'text/vcard' }] }],
  ['whatsapp-location', { media: [{ contentType: 'application/geo+json' }] }],
  ['whatsapp-button', { body: 'Yes, call me' }],
  ['whatsapp-list-reply', { body: 'Friday at 10' }],
  ['whatsapp-quoted-reply', { inReplyTo: 'SMdd23456789abcdef0123456789abcdef' }],
  ['whatsapp-no-phone', { counterpart: 'GB.1A2B3C4D5E6F', profileName: 'Gaz' }],
  ['whatsapp-ten-media', { media: { length: 10 } }],
];

/** Without these nobody could say who wrote what to whom. */
const NEEDED = new Set(['From', 'To']);

function read(path: string, parameters: Parameters) {
  return readRaw(signedRequest(path, parameters, { publicBaseUrl: PUBLIC_BASE_URL }));
}

describe.each(KINDS)('%s', (name, expected) => {
  test('is one message, with everything that came', () => {
    const reading = read(MESSAGES, fixture(name));

    expect(reading).toMatchObject({
      outcome: 'understood',
      messages: [{ channel: 'whatsapp', direction: 'inbound', ...expected }],
      optChanges: [],
      answer: { status: 200 },
    });
  });

  test('replayed is the same message', () => {
    expect(read(MESSAGES, fixture(name))).toEqual(read(MESSAGES, fixture(name)));
  });

  test('with a parameter that Twilio added since is the same message', () => {
    const added = fixture(name, { NewSinceYesterday: '{"deep":[1,2]}', MessageType: 'hologram' });

    expect(read(MESSAGES, added)).toEqual(read(MESSAGES, fixture(name)));
  });

  test('with any one parameter missing is still understood, or kept raw with what is missing', () => {
    for (const missing of Object.keys(fixture(name))) {
      const reading = read(MESSAGES, fixture(name, { [missing]: undefined }));

      if (NEEDED.has(missing)) {
        expect(reading, missing).toMatchObject({
          outcome: 'not-understood',
          problem: expect.stringContaining(`${missing} is missing`),
          answer: { status: 200 },
        });
      } else {
        expect(reading, missing).toMatchObject({ outcome: 'understood', messages: [{}] });
      }
    }
  });
});

describe('a read receipt', () => {
  test('is a status of its message, once, whatever else it carries', () => {
    const receipt = read(STATUS, fixture('status-whatsapp-read'));

    expect(receipt).toMatchObject({
      outcome: 'understood',
      messages: [],
      events: [{ channel: 'whatsapp', type: 'status', status: 'read' }],
    });
    expect(read(STATUS, fixture('status-whatsapp-read', { NewSinceYesterday: 'x' }))).toEqual(
      receipt,
    );
  });

  test('without any one parameter is a status still, or kept raw', () => {
    const parameters = Object.keys(fixture('status-whatsapp-read'));
    for (const missing of parameters) {
      const reading = read(STATUS, fixture('status-whatsapp-read', { [missing]: undefined }));

      expect(reading, missing).toMatchObject({ answer: { status: 200 } });
    }
  });
});

test('a profile name is kept as they wrote it, and is no part of who they are', () => {
  const reading = read(MESSAGES, fixture('whatsapp-no-phone', { ProfileName: 'Kelly B 💛 \0' }));

  expect(reading).toMatchObject({
    messages: [{ counterpart: 'GB.1A2B3C4D5E6F', author: 'GB.1A2B3C4D5E6F' }],
  });
});
