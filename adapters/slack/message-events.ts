// A message's event: kept when its conversation is recorded, and otherwise forgotten.
import type { Answered, WebhookReading } from '../../src/messaging/adapter.ts';
import type { IncomingEvent, IncomingMessage } from '../../src/messaging/message.ts';
import type { LookedUp, LookUp, Registrations } from '../../src/messaging/registration.ts';
import { HEARD, NOT_KEPT, notUnderstood } from './answers.ts';
import { isOwn, type Self } from './identity.ts';
import type { Names } from './names.ts';
import { authorOf, deletedEvent, editedEvent, incomingMessage } from './normalise.ts';
import {
  dateOf,
  type Envelope,
  messageSchema,
  type SlackEvent,
  type SlackMessage,
  timestamp,
  whatIsWrong,
} from './parse.ts';
import { kindOf } from './subtypes.ts';
import { writtenText } from './text.ts';

export type Reader = {
  registrations: Pick<Registrations, 'lookUp'>;
  names: Names;
  self: () => Promise<Self>;
};

export type Heard = { envelope: Envelope; event: SlackEvent; channel: string; again: boolean };

/** `unrecorded`: nothing of it may be kept; a worker's own chat with us is a surface's business. */
export type MessageReading = WebhookReading | Answered | 'unrecorded';

/** Rejects when the database does not answer. */
export async function readMessageEvent(reader: Reader, heard: Heard): Promise<MessageReading> {
  switch (heard.event.subtype) {
    case 'message_changed':
      return readChange(reader, heard);
    case 'message_deleted':
      return readDeletion(reader, heard);
    default:
      return readNew(reader, heard);
  }
}

function lookUp(
  { registrations }: Reader,
  channel: string,
  message: { author: string | null; sentAt: Date },
  heard: LookUp['heard'],
): Promise<LookedUp> {
  return registrations.lookUp({ channel: 'slack', counterpart: channel, ...message, heard });
}

const whenHeard = ({ again }: Heard): LookUp['heard'] => (again ? 'again' : 'now');

/** Its own time where Slack gives one. */
function eventTime({ event }: Heard): Date {
  const at = timestamp.safeParse(event.event_ts).data;
  return at === undefined ? new Date() : dateOf(at);
}

async function readNew(reader: Reader, heard: Heard): Promise<MessageReading> {
  const { event, channel, envelope } = heard;
  const kind = kindOf(event.subtype);
  if (kind === 'not-words') return NOT_KEPT;
  const parsed = messageSchema.safeParse(event);
  if (!parsed.success || kind === 'unknown') {
    const asked = { author: null, sentAt: eventTime(heard) };
    const { recordedUnder } = await lookUp(reader, channel, asked, whenHeard(heard));
    if (recordedUnder === null) return 'unrecorded';
    return notUnderstood(
      parsed.success
        ? 'It is a kind of message that Casethread does not know.'
        : whatIsWrong(parsed.error),
    );
  }
  const message = parsed.data;
  if (isOwn(message, envelope, NOBODY)) return NOT_KEPT;
  const asked = { author: authorOf(message), sentAt: dateOf(message.ts) };
  const { recordedUnder, workerId } = await lookUp(reader, channel, asked, whenHeard(heard));
  if (recordedUnder === null) return 'unrecorded';
  if (await isOurs(reader, message, envelope)) return NOT_KEPT;
  const placed = { officialNumber: recordedUnder, channel, workerId };
  const nameOf = await reader.names.of([writtenText(message)]);
  return understood([incomingMessage(message, placed, nameOf)], []);
}

const NOBODY: Self = { userId: null, botId: null };

/** Where the payload does not say so itself, Slack is asked once who we are. */
async function isOurs(reader: Reader, message: SlackMessage, envelope: Envelope): Promise<boolean> {
  return Boolean(message.bot_id) && isOwn(message, envelope, await reader.self());
}

async function readChange(reader: Reader, heard: Heard): Promise<MessageReading> {
  const { event, channel, envelope } = heard;
  const parsed = messageSchema.safeParse(event.message);
  const asked = { author: parsed.data ? authorOf(parsed.data) : null, sentAt: eventTime(heard) };
  const { recordedUnder } = await lookUp(reader, channel, asked, whenHeard(heard));
  if (recordedUnder === null) return 'unrecorded';
  if (!parsed.success) return notUnderstood(whatIsWrong(parsed.error));
  const message = parsed.data;
  if (isOwn(message, envelope, NOBODY) || (await isOurs(reader, message, envelope)))
    return NOT_KEPT;
  const before = messageSchema.safeParse(event.previous_message).data ?? null;
  const earlier = before === null ? [] : await earlierMessage(reader, heard, before, recordedUnder);
  if (message.subtype === 'tombstone') {
    // The parent of a thread is not taken away but replaced by a line that says so.
    return understood(earlier, [deletedEvent(channel, message.ts, event.event_ts ?? null)]);
  }
  if (kindOf(message.subtype) === 'not-words') return NOT_KEPT;
  const isSame = before === null ? !message.edited : writtenText(before) === writtenText(message);
  // Slack tells a link's preview, a reply counted at its parent and a pin the same way as an edit.
  if (isSame) return NOT_KEPT;
  const nameOf = await reader.names.of([writtenText(message)]);
  const key = event.event_ts ?? envelope.event_id ?? writtenText(message);
  return understood(earlier, [editedEvent(channel, message, nameOf, key)]);
}

async function readDeletion(reader: Reader, heard: Heard): Promise<MessageReading> {
  const { event, channel, envelope } = heard;
  const before = messageSchema.safeParse(event.previous_message).data ?? null;
  const asked = { author: null, sentAt: eventTime(heard) };
  const { recordedUnder } = await lookUp(reader, channel, asked, whenHeard(heard));
  if (recordedUnder === null) return 'unrecorded';
  const ts = event.deleted_ts ?? before?.ts;
  if (ts === undefined) return notUnderstood('It does not say which message was deleted.');
  if (before && (isOwn(before, envelope, NOBODY) || (await isOurs(reader, before, envelope)))) {
    return NOT_KEPT;
  }
  const earlier = before === null ? [] : await earlierMessage(reader, heard, before, recordedUnder);
  return understood(earlier, [deletedEvent(channel, ts, event.event_ts ?? null)]);
}

/** The message as it was, in case it never reached us; only if it was sent while this was recorded. */
async function earlierMessage(
  reader: Reader,
  { channel }: Heard,
  before: SlackMessage,
  officialNumber: string,
): Promise<IncomingMessage[]> {
  if (kindOf(before.subtype) !== 'words') return [];
  const asked = { author: authorOf(before), sentAt: dateOf(before.ts) };
  const { recordedUnder, workerId } = await lookUp(reader, channel, asked, 'then');
  if (recordedUnder === null) return [];
  const nameOf = await reader.names.of([writtenText(before)]);
  return [incomingMessage(before, { officialNumber, channel, workerId }, nameOf)];
}

function understood(messages: IncomingMessage[], events: IncomingEvent[]): WebhookReading {
  const kind = messages.length > 0 && events.length === 0 ? 'message' : 'status';
  return { outcome: 'understood', kind, messages, events, optChanges: [], answer: HEARD };
}
