// Twilio as a caller: its documented payloads, signed as it signs them.
import { readFileSync } from 'node:fs';
import type { RawRequest } from '../../../src/messaging/adapter.ts';
import { twilioSignature } from '../../../src/simulator/sign.ts';
import { AUTH_TOKEN } from './server.ts';

export type Parameters = Record<string, string>;

/** A documented payload, with the changes that matter to a test; `undefined` removes a parameter. */
export function fixture(
  name: string,
  changes: Record<string, string | undefined> = {},
): Parameters {
  const file = new URL(`../../fixtures/twilio/${name}.json`, import.meta.url);
  const all: Record<string, string | undefined> = {
    ...JSON.parse(readFileSync(file, 'utf8')),
    ...changes,
  };
  const parameters: Parameters = {};
  for (const [key, value] of Object.entries(all)) if (value !== undefined) parameters[key] = value;
  return parameters;
}

export type Signing = { publicBaseUrl: string; token?: string };

/** Body and headers of a signed webhook to `path`. */
export function signed(path: string, parameters: Parameters, { publicBaseUrl, token }: Signing) {
  return {
    body: Buffer.from(new URLSearchParams(parameters).toString()),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': twilioSignature(token ?? AUTH_TOKEN, publicBaseUrl + path, parameters),
    },
  };
}

/** The same as the web server would hand it to an adapter. */
export function signedRequest(path: string, parameters: Parameters, signing: Signing): RawRequest {
  return { url: path, ...signed(path, parameters, signing) };
}
