import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../src/messaging/adapter.ts';
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

describe('the ledger', () => {
  const day = { from: new Date('2026-03-12T00:00:00Z'), to: new Date('2026-03-13T00:00:00Z') };
  const at = (time: string) => new Date(`2026-03-12T${time}Z`);

  async function entries(made = adapter(), query = day): Promise<LedgerEntry[]> {
    const all: LedgerEntry[] = [];
    for await (const entry of made.ledger({ officialNumber: '+447700900010', ...query }))
      all.push(entry);
    return all;
  }

  test('lists what came to a number and what went from it, oldest first', async () => {
    twilio.hold({ sentAt: at('10:00:00'), body: 'second' });
    twilio.hold({ sentAt: at('09:00:00'), body: 'first' });
    twilio.hold({
      sentAt: at('11:00:00'),
      from: '+447700900010',
      to: '+447700900142',
      direction: 'outbound-api',
      status: 'undelivered',
      errorCode: 30003,
    });
    twilio.hold({ sentAt: at('12:00:00'), to: 'whatsapp:+447700900010', from: 'whatsapp:GB.X' });
    twilio.hold({ sentAt: at('12:00:00'), to: '+447700900099' });

    const found = await entries();

    expect(
      found.map(({ message }) => [message.channel, message.direction, message.counterpart]),
    ).toEqual([
      ['sms', 'inbound', '+447700900142'],
      ['sms', 'inbound', '+447700900142'],
      ['sms', 'outbound', '+447700900142'],
      ['whatsapp', 'inbound', 'GB.X'],
    ]);
    expect(found.map(({ message }) => message.body).slice(0, 2)).toEqual(['first', 'second']);
    expect(found[0]?.message.sentAt).toEqual(at('09:00:00'));
    expect(found[0]?.status).toBeNull();
    expect(found[2]?.status).toMatchObject({ status: 'undelivered', errorCode: '30003' });
    expect(JSON.parse(found[0]?.raw.toString() ?? '')).toMatchObject({ price_unit: 'USD' });
  });

  test('shows what Twilio has accepted and not sent yet, so that nothing is sent twice', async () => {
    const made = adapter();
    await made.send(reply);
    const around = { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) };

    const found = await entries(made, around);

    expect(found.map(({ message, status }) => [message.body, status?.status])).toEqual([
      [reply.body, 'queued'],
    ]);
  });

  test('always bounds what it asks for', async () => {
    await entries();

    for (const { parameters } of twilio.requests) {
      expect(Number(parameters.get('PageSize'))).toBeLessThanOrEqual(1_000);
      expect(parameters.get('DateSent>') ?? '2026-03-12T00:00:00Z').toBe('2026-03-12T00:00:00Z');
      expect(parameters.has('To') || parameters.has('From')).toBe(true);
    }
  });

  test('goes through page after page, and halves a window that is too full', async () => {
    const start = at('08:00:00').getTime();
    for (let index = 0; index < 2_500; index += 1) {
      twilio.hold({ sentAt: new Date(start + index * 5_000), body: String(index) });
    }

    const bodies = (await entries()).map(({ message }) => Number(message.body));

    expect(bodies.filter((body, index) => bodies.indexOf(body) === index)).toEqual(
      Array.from({ length: 2_500 }, (_, index) => index),
    );
  });

  test('names the attachments that a message has, and asks for them once', async () => {
    const made = adapter();
    const photo = twilio.hold({
      sentAt: at('09:00:00'),
      from: 'whatsapp:+447700900142',
      to: 'whatsapp:+447700900010',
      media: [fakeMedia()],
    });

    const [first] = await entries(made);
    await entries(made);

    expect(first?.message.media).toEqual([
      { contentType: 'image/jpeg', source: twilio.mediaUrl(photo) },
    ]);
    expect(twilio.requests.filter(({ line }) => line.endsWith('/Media.json'))).toHaveLength(1);
  });

  test.each([
    [{ status: 401, code: 20003 }, { kind: 'credentials' }],
    [
      { status: 429, retryAfter: '2' },
      { kind: 'slow-down', retryAfterMs: 2_000 },
    ],
    [{ status: 503 }, { kind: 'unreachable' }],
  ])('answered with %o says what to do', async (failure, trouble) => {
    twilio.failNext({ kind: 'answer', ...failure });

    await expect(entries()).rejects.toMatchObject({ name: 'ProviderTrouble', ...trouble });
  });
});
