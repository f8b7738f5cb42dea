// How Twilio signs a webhook: HMAC-SHA1 with the account's token over the full URL followed by every
// parameter's name and value, sorted by name (https://www.twilio.com/docs/usage/security#validating-requests).
import { createHmac } from 'node:crypto';

/** The value of X-Twilio-Signature. */
export function twilioSignature(
  authToken: string,
  url: string,
  parameters: Readonly<Record<string, string>>,
): string {
  const names = Object.keys(parameters).sort();
  const signed = url + names.map((name) => name + parameters[name]).join('');
  return createHmac('sha1', authToken).update(signed).digest('base64');
}
