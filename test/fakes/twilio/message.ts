// A message as Twilio's interface shows it (https://www.twilio.com/docs/messaging/api/message-resource).
import { createHash } from 'node:crypto';

export type FakeMedia = {
  sid: string;
  contentType: string;
  bytes: Buffer;
  /** How many more times the file is not there yet. */
  missingFor: number;
  /** Where a redirect sends whoever asks; null: to the fake's own content network. */
  redirectTo: string | null;
};

export type FakeMessage = {
  sid: string;
  from: string;
  to: string;
  body: string;
  direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  status: string;
  errorCode: number | null;
  sentAt: Date;
  /** Accepted and still in Twilio's own queue: it has no time of sending yet. */
  unsent: boolean;
  media: FakeMedia[];
};

let counter = 0;

/** A SID that no other call gives: two letters and 32 hexadecimal digits. */
export function fakeSid(prefix: string): string {
  counter += 1;
  return prefix + createHash('md5').update(`${process.pid}-${counter}`).digest('hex');
}

export function messageJson(accountSid: string, message: FakeMessage) {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  const date = message.sentAt.toUTCString().replace('GMT', '+0000');
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: date,
    date_sent: message.unsent ? null : date,
    date_updated: date,
    direction: message.direction,
    error_code: message.errorCode,
    error_message: null,
    from: message.from,
    messaging_service_sid: null,
    num_media: String(message.media.length),
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** A call as Twilio's interface shows it (https://www.twilio.com/docs/voice/api/call-resource). */
export type FakeCall = {
  sid: string;
  from: string;
  to: string;
  direction: 'inbound' | 'outbound-api' | 'outbound-dial';
  status: string;
  startedAt: Date;
};

export function callJson(accountSid: string, call: FakeCall) {
  const date = call.startedAt.toUTCString().replace('GMT', '+0000');
  const uri = `/2010-04-01/Accounts/${accountSid}/Calls/${call.sid}`;
  return {
    account_sid: accountSid,
    annotation: null,
    answered_by: null,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: date,
    date_updated: date,
    direction: call.direction,
    duration: '0',
    end_time: date,
    forwarded_from: null,
    from: call.from,
    from_formatted: call.from,
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: call.sid,
    start_time: date,
    status: call.status,
    subresource_uris: { recordings: `${uri}/Recordings.json` },
    to: call.to,
    to_formatted: call.to,
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}
