// From what the phone's account says to the port's words. Pure: whom an id stands for is given.
import { createHash } from 'node:crypto';
import type { DeviceDelivery } from '../../src/messaging/device.ts';
import type { IncomingEvent, IncomingMessage } from '../../src/messaging/message.ts';
import { attachmentsOf, isFile, wordsOf } from './attachments.ts';
import type { PhoneCall, PhoneMessage } from './phone-message.ts';

const CHANNEL = 'whatsapp-device';

/** Whom a message is between, in the record's addresses. */
export type Between = {
  /** The phone's own number. */
  number: string;
  workerId: string | null;
  counterpart: string;
  /** Whoever wrote it, when it was not the phone. */
  author: string;
};

/** What WhatsApp puts into a chat by itself: nobody wrote it. */
const NOBODYS = new Set([
  'broadcast_notification',
  'ciphertext',
  'debug',
  'e2e_notification',
  'gp2',
  'group_notification',
  'keep_in_chat',
  'notification',
  'notification_template',
  'pinned_message',
  'protocol',
  'reaction',
]);

const STATUS_OF_ACK = new Map([
  [-1, 'failed'],
  [1, 'sent'],
  [2, 'delivered'],
  [3, 'read'],
  [4, 'read'], // played
]);

type Found = DeviceDelivery['found'];

/** A message that was written, or null when nobody wrote it. */
export function messageDelivery(
  message: PhoneMessage,
  between: Between,
  found: Found,
  raw: unknown,
): DeviceDelivery | null {
  if (NOBODYS.has(message.type)) return null;
  if (message.type === 'call_log') return callLog(message, between, found, raw);
  const isDeleted = message.type === 'revoked';
  if (isDeleted && found === 'live') return deletionDelivery(message, raw);
  const written: IncomingMessage = {
    ...shell(between, message.id.fromMe),
    kind: 'message',
    externalId: originalId(message),
    body: isDeleted ? '' : wordsOf(message),
    profileName: message.notifyName || null,
    inReplyTo: quotedId(message, between),
    sentAt: momentOf(message),
    media: isDeleted ? [] : attachmentsOf(message, between.number),
  };
  // Found later, a message says what became of it meanwhile.
  const edited = found === 'missed' ? editOf(message, wordsOf(message)) : null;
  const status = statusOf(message, message.ack ?? 0);
  const events = [isDeleted ? deletionOf(message) : edited, status].filter(
    (event) => event !== null,
  );
  return { kind: 'message', raw: rawOf(raw), found, messages: [written], events };
}

/** New words for a message, or null when its words did not change. */
export function editDelivery(
  message: PhoneMessage,
  words: string,
  wordsBefore: string | null,
  raw: unknown,
): DeviceDelivery | null {
  const wasEdited = Boolean(message.latestEditSenderTimestampMs) || Boolean(wordsBefore);
  // A picture's `body` is its thumbnail: only its caption is words.
  if (!wasEdited || words === wordsBefore || (isFile(message) && words !== message.caption)) {
    return null;
  }
  const event =
    editOf(message, words) ?? eventOf(message, 'edited', digest(words), { body: words });
  return eventDelivery(event, raw);
}

export function deletionDelivery(message: PhoneMessage, raw: unknown): DeviceDelivery {
  return eventDelivery(deletionOf(message), raw);
}

/** What became of a message that the phone sent; null: nothing new, or not the phone's. */
export function statusDelivery(
  message: PhoneMessage,
  ack: number,
  raw: unknown,
): DeviceDelivery | null {
  const event = statusOf(message, ack);
  return event && eventDelivery(event, raw);
}

export function callDelivery(call: PhoneCall, between: Between, raw: unknown): DeviceDelivery {
  const body = call.isVideo ? 'WhatsApp video call' : 'WhatsApp call';
  const message = callOf(call.id, body, between, call.fromMe === true, null);
  return { kind: 'call', raw: rawOf(raw), found: 'live', messages: [message], events: [] };
}

/** A call's line in the chat: how a call is known that was made while nobody listened. */
function callLog(
  message: PhoneMessage,
  between: Between,
  found: Found,
  raw: unknown,
): DeviceDelivery | null {
  if (found === 'live') return null; // the call itself told us
  const { id, fromMe } = message.id;
  const call = callOf(id, 'WhatsApp call', between, fromMe, momentOf(message));
  return { kind: 'call', raw: rawOf(raw), found, messages: [call], events: [] };
}

function callOf(
  externalId: string,
  body: string,
  between: Between,
  fromMe: boolean,
  sentAt: Date | null,
): IncomingMessage {
  const rest = { profileName: null, inReplyTo: null, sentAt, media: [] };
  return { ...shell(between, fromMe), kind: 'call', externalId, body, ...rest };
}

function shell({ number, workerId, counterpart, author }: Between, fromMe: boolean) {
  return {
    channel: CHANNEL,
    direction: fromMe ? 'outbound' : 'inbound',
    officialNumber: number,
    counterpart,
    author: fromMe ? number : author,
    workerId: fromMe ? workerId : null,
  } as const;
}

function eventDelivery(event: IncomingEvent, raw: unknown): DeviceDelivery {
  return { kind: 'status', raw: rawOf(raw), found: 'live', messages: [], events: [event] };
}

function editOf(message: PhoneMessage, words: string): IncomingEvent | null {
  const at = message.latestEditSenderTimestampMs;
  if (!at) return null;
  return eventOf(message, 'edited', String(at), { body: words, at: new Date(at) });
}

function deletionOf(message: PhoneMessage): IncomingEvent {
  return eventOf(message, 'deleted', '', {});
}

function statusOf(message: PhoneMessage, ack: number): IncomingEvent | null {
  const status = STATUS_OF_ACK.get(ack);
  if (status === undefined || !message.id.fromMe || message.type === 'revoked') return null;
  return eventOf(message, 'status', status, { status });
}

function eventOf(
  message: PhoneMessage,
  type: IncomingEvent['type'],
  which: string,
  rest: Partial<Pick<IncomingEvent, 'at' | 'body' | 'status'>>,
): IncomingEvent {
  const externalId = originalId(message);
  const dedupeKey = [CHANNEL, externalId, type, which].join(' ');
  const empty = { at: null, body: null, status: null, errorCode: null };
  return { ...empty, channel: CHANNEL, externalId, type, dedupeKey, ...rest };
}

/** A deletion may be a message of its own that names the one it deletes. */
function originalId({ id, protocolMessageKey, type }: PhoneMessage): string {
  return (type === 'revoked' && protocolMessageKey?._serialized) || id._serialized;
}

/** The id of the message quoted: the phone's account gives only its parts. */
function quotedId(message: PhoneMessage, { number, author }: Between): string | null {
  const { quotedStanzaID, quotedParticipant, id } = message;
  if (quotedStanzaID === '' || id.remote === null) return null;
  const isGroup = id.remote.endsWith('@g.us');
  const isOwn = isGroup
    ? quotedParticipant?.replace(/[:@].*/, '') === number.slice(1)
    : quotedParticipant !== id.remote && quotedParticipant !== author;
  const parts = [String(isOwn), id.remote, quotedStanzaID];
  return [...parts, ...(isGroup && quotedParticipant ? [quotedParticipant] : [])].join('_');
}

function momentOf({ t }: PhoneMessage): Date | null {
  return t ? new Date(t * 1000) : null;
}

function digest(words: string): string {
  return createHash('sha256').update(words).digest('hex').slice(0, 16);
}

function rawOf(raw: unknown): Buffer {
  return Buffer.from(JSON.stringify(raw));
}
