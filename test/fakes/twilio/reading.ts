import { createTwilioAdapter, type TwilioSettings } from '../../../adapters/twilio/index.ts';
import type { RawRequest, Refused, WebhookReading } from '../../../src/messaging/adapter.ts';
import { twilioSettings } from './settings.ts';

/** What the adapter makes of a request to one of its doors. */
export function readRaw(
  request: RawRequest,
  settings: TwilioSettings = twilioSettings(),
): WebhookReading | Refused {
  const path = request.url.split('?')[0];
  const endpoint = createTwilioAdapter(settings).webhooks.find((each) => each.path === path);
  if (!endpoint) throw new Error(`No door at ${path}`);
  const reading = endpoint.read(request);
  if (reading instanceof Promise || reading.outcome === 'answered') {
    throw new Error('Twilio’s doors read without asking, and keep what is authentic.');
  }
  return reading;
}
