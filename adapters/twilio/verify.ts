// Twilio signs the URL it asked for and every parameter with the account's token, HMAC-SHA1
// (https://www.twilio.com/docs/usage/security#validating-requests).
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import type { RawRequest } from '../../src/messaging/adapter.ts';
import type { FormParameters } from './parse.ts';
import type { TwilioSettings } from './settings.ts';

/** True when either token signed exactly these parameters for exactly this address. */
export function isAuthentic(
  settings: TwilioSettings,
  request: RawRequest,
  parameters: FormParameters,
): boolean {
  const signature = request.headers['x-twilio-signature'];
  if (typeof signature !== 'string' || signature === '') return false;
  const url = settings.publicBaseUrl + request.url;
  const tokens = [settings.authToken, settings.authTokenSecondary];
  return tokens.some(
    (token) => token !== null && validateRequest(token, signature, url, parameters),
  );
}
