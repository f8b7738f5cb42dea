// From Twilio's words to the port's.
import type { NotUnderstood, Understood } from '../../src/messaging/adapter.ts';
import type {
  Channel,
  IncomingEvent,
  IncomingMessage,
  MediaReference,
} from '../../src/messaging/message.ts';
import { readAddress } from './address.ts';
import { locationOf } from './location.ts';
import { optChangesOf } from './opt-out.ts';
import {
  type FormParameters,
  type MessageParameters,
  numbered,
  parseCall,
  parseMessage,
  parseStatus,
} from './parse.ts';

export type Reading = Understood | NotUnderstood;

/** Announced, but without an address to fetch it from. */
export const NO_ADDRESS = 'no-address:';

const notUnderstood = (problem: string): NotUnderstood => ({ outcome: 'not-understood', problem });

const UNKNOWN_CHANNEL = notUnderstood('It came by a channel that Casethread does not know.');

/** An incoming SMS or WhatsApp message. Twilio's webhook carries no time of sending: `sentAt` is null. */
export function readMessage(form: FormParameters): Reading {
  const parsed = parseMessage(form);
  if (!parsed.ok) return notUnderstood(parsed.problem);
  const { parameters } = parsed;
  const from = readAddress(parameters.From);
  const to = readAddress(parameters.To);
  if (from === null || to === null) return UNKNOWN_CHANNEL;
  const message = {
    kind: 'message',
    channel: from.channel,
    externalId: parameters.MessageSid,
    direction: 'inbound',
    officialNumber: to.address,
    counterpart: from.address,
    author: from.address,
    workerId: null,
    body: withoutNul(parameters.Body || (parameters.ButtonText ?? '')),
    profileName: parameters.ProfileName ?? null,
    inReplyTo: parameters.OriginalRepliedMessageSid ?? null,
    sentAt: null,
    media: mediaOf(form, parameters),
  } as const;
  return {
    outcome: 'understood',
    kind: 'message',
    messages: [message],
    events: [],
    optChanges: optChangesOf(message, parameters.OptOutType),
  };
}

/** PostgreSQL text takes no NUL; the raw payload keeps it. */
export function withoutNul(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

function mediaOf(form: FormParameters, parameters: MessageParameters): MediaReference[] {
  const media: MediaReference[] = [];
  for (
    let index = 0;
    index < parameters.NumMedia || numbered(form, 'MediaUrl', index);
    index += 1
  ) {
    media.push({
      contentType: contentTypeOf(numbered(form, 'MediaContentType', index)),
      source: numbered(form, 'MediaUrl', index) ?? NO_ADDRESS,
    });
  }
  const location = locationOf(parameters);
  return location === null ? media : [...media, location];
}

/** A contact card goes by its registered name (RFC 6350, section 10.1). */
export function contentTypeOf(declared: string | undefined | null): string {
  if (!declared) return 'application/octet-stream';
  return /^text\/(x-vcard|directory)\b/i.test(declared) ? 'text/vcard' : declared;
}

/** What became of a message of ours. Out of order and repeated is normal; each is kept once. */
export function readStatus(form: FormParameters): Reading {
  const parsed = parseStatus(form);
  if (!parsed.ok) return notUnderstood(parsed.problem);
  const { MessageSid, MessageStatus, ErrorCode, From, To, ChannelPrefix } = parsed.parameters;
  const channel = ChannelPrefix
    ? readAddress(`${ChannelPrefix}:-`)?.channel
    : readAddress(From ?? To ?? '')?.channel;
  if (channel === undefined) return UNKNOWN_CHANNEL;
  const event = statusEvent(channel, MessageSid, MessageStatus, ErrorCode ?? null);
  return { outcome: 'understood', kind: 'status', messages: [], events: [event], optChanges: [] };
}

/** The same status of the same message is the same event, from a callback or from the ledger. */
export function statusEvent(
  channel: Channel,
  externalId: string,
  status: string,
  errorCode: string | null,
): IncomingEvent {
  const code = errorCode === '0' ? null : errorCode;
  return {
    channel,
    externalId,
    type: 'status',
    at: null,
    body: null,
    status: status.toLowerCase(),
    errorCode: code,
    dedupeKey: `twilio:${externalId}:${status.toLowerCase()}:${code ?? ''}`,
  };
}

/** A call to an official number: contact, which nobody answers and nothing records. */
export function readCall(form: FormParameters): Reading {
  const parsed = parseCall(form);
  if (!parsed.ok) return notUnderstood(parsed.problem);
  const { CallSid, From, To, Direction } = parsed.parameters;
  if (Direction !== 'inbound') return notUnderstood('It is about a call that we did not receive.');
  const from = readAddress(From);
  const to = readAddress(To);
  if (from === null || to === null) return UNKNOWN_CHANNEL;
  return {
    outcome: 'understood',
    kind: 'call',
    messages: [missedCall(CallSid, from, to.address)],
    events: [],
    optChanges: [],
  };
}

/** The same from a webhook and from the ledger, so that both meet at one message. */
export function missedCall(
  sid: string,
  from: { channel: Channel; address: string },
  officialNumber: string,
): IncomingMessage {
  return {
    kind: 'call',
    channel: from.channel,
    externalId: sid,
    direction: 'inbound',
    officialNumber,
    counterpart: from.address,
    author: from.address,
    workerId: null,
    body: 'Missed call',
    profileName: null,
    inReplyTo: null,
    sentAt: null,
    media: [],
  };
}
