// What a webhook says, with the parameters that Twilio documents
// (https://www.twilio.com/docs/messaging/guides/webhook-request, …/track-outbound-message-status).
import type { SimulatedChannel, SimulatedMessage } from './simulator-store.ts';

const API_VERSION = '2010-04-01';

export type Parameters = Record<string, string>;

/** The address as Twilio writes it. */
export function prefixed(channel: SimulatedChannel, address: string): string {
  return channel === 'whatsapp' ? `whatsapp:${address}` : address;
}

export type Photo = { url: string; contentType: string };

/** A message that a family sent. */
export function messageParameters(
  accountSid: string,
  message: SimulatedMessage,
  photo: Photo | null,
): Parameters {
  return {
    ...addresses(message),
    ...sids(message.sid),
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
    Body: message.body,
    NumMedia: photo ? '1' : '0',
    NumSegments: '1',
    SmsStatus: 'received',
    ...(photo ? { MediaUrl0: photo.url, MediaContentType0: photo.contentType } : {}),
    ...(message.channel === 'whatsapp' ? { WaId: message.counterpart.replace(/^\+/, '') } : {}),
  };
}

/** A status of a message that Casethread sent. */
export function statusParameters(
  accountSid: string,
  message: SimulatedMessage,
  status: string,
  errorCode: number | null,
): Parameters {
  return {
    ...addresses(message),
    ...sids(message.sid),
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
    MessageStatus: status,
    SmsStatus: status,
    ...(message.channel === 'whatsapp' ? { ChannelPrefix: 'whatsapp' } : {}),
    ...(errorCode === null ? {} : { ErrorCode: String(errorCode) }),
  };
}

/** A call that rings at an official number. */
export function callParameters(accountSid: string, call: SimulatedMessage): Parameters {
  const { From, To } = addresses(call);
  return {
    From,
    To,
    Caller: From,
    Called: To,
    CallSid: call.sid,
    CallStatus: 'ringing',
    Direction: 'inbound',
    AccountSid: accountSid,
    ApiVersion: API_VERSION,
  };
}

function addresses({ direction, channel, officialNumber, counterpart }: SimulatedMessage) {
  const ours = prefixed(channel, officialNumber);
  const theirs = prefixed(channel, counterpart);
  return direction === 'inbound' ? { From: theirs, To: ours } : { From: ours, To: theirs };
}

function sids(sid: string): Parameters {
  return { MessageSid: sid, SmsSid: sid, SmsMessageSid: sid };
}
