// A process of its own that plays Twilio: signed webhooks.
import { twilioSignature } from '../../src/simulator/sign.ts';
import { type Load, play } from './send-all.ts';

/** `url` is what the signatures are made over. */
export type WebhookLoad = Load & {
  accountSid: string;
  authToken: string;
  officialNumber: string;
  counterparts: string[];
};

const PATH = '/webhooks/twilio/messages';

export function messageSid(place: number): string {
  return `SM${place.toString(16).padStart(32, '0')}`;
}

function request(load: WebhookLoad, host: string, place: number): Buffer {
  const from = load.counterparts[place % load.counterparts.length] ?? '';
  const parameters: Record<string, string> = {
    AccountSid: load.accountSid,
    ApiVersion: '2010-04-01',
    Body: load.bodies[place % load.bodies.length] ?? '',
    From: `whatsapp:${from}`,
    MessageSid: messageSid(place),
    MessageType: 'text',
    NumMedia: '0',
    NumSegments: '1',
    ProfileName: 'A parent',
    SmsMessageSid: messageSid(place),
    SmsSid: messageSid(place),
    SmsStatus: 'received',
    To: `whatsapp:${load.officialNumber}`,
  };
  const body = new URLSearchParams(parameters).toString();
  const signature = twilioSignature(load.authToken, load.url + PATH, parameters);
  return Buffer.from(
    `POST ${PATH} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `X-Twilio-Signature: ${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

if (import.meta.main) await play(request);
