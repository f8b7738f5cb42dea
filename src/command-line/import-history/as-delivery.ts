// A line of the file as the delivery that capture keeps: the very same form as live messages.
import { createHash } from 'node:crypto';
import type { NewDelivery } from '../../capture/delivery.ts';
import { type MessageRow, messageRows } from '../../capture/rows.ts';
import { derivedId } from '../../messaging/identity.ts';
import type { Channel, IncomingEvent, IncomingMessage } from '../../messaging/message.ts';
import type { HistoryChange, HistoryEvent, HistoryLine, HistoryMessage } from './event.ts';

const FILE = 'file:';

/** The path that a media item's source names, relative to the history file. */
export function pathOfSource(source: string): string {
  return source.slice(FILE.length);
}

/** A message at its own time: sent, received and occurred when the file says it was. */
function toMessage(event: HistoryMessage): IncomingMessage {
  const inbound = event.direction === 'inbound';
  return {
    kind: 'message',
    channel: event.channel,
    externalId: event.id,
    direction: event.direction,
    officialNumber: event.officialNumber,
    counterpart: event.counterpart,
    author: inbound ? event.counterpart : event.officialNumber,
    workerId: event.workerId,
    body: event.body,
    profileName: null,
    inReplyTo: event.inReplyTo,
    sentAt: event.at,
    media: event.media.map(({ contentType, path }) => ({ contentType, source: `${FILE}${path}` })),
  };
}

function toEvent(change: HistoryChange, channel: Channel): IncomingEvent {
  const body = change.type === 'message-edited' ? change.body : null;
  const wording = createHash('sha256')
    .update(body ?? '')
    .digest('hex');
  return {
    channel,
    externalId: change.id,
    type: change.type === 'message-edited' ? 'edited' : 'deleted',
    at: change.at,
    body,
    status: null,
    errorCode: null,
    dedupeKey: ['import', change.type, channel, change.id, change.at.toISOString(), wording].join(
      ' ',
    ),
  };
}

/** What a change is kept under: found again when the file is imported again. */
export function changeId(change: HistoryChange, channel: Channel): string {
  return derivedId('event', toEvent(change, channel).dedupeKey);
}

/** Keeps the line's own bytes; `channel` is that of the message a change is about. */
export function toDelivery({ bytes, event }: HistoryLine, channel: Channel | null): NewDelivery {
  const isChange = event.type === 'message-edited' || event.type === 'message-deleted';
  return {
    provider: 'import',
    kind: 'import',
    contentType: 'application/json',
    raw: bytes,
    receivedAt: event.at,
    origin: 'import',
    messages: event.type === 'message' ? [toMessage(event)] : [],
    events: isChange && channel !== null ? [toEvent(event, channel)] : [],
    optChanges: [],
  };
}

/** The row that capture will make of a message: its ids and hash, before anything is written. */
export function rowOf(line: HistoryLine): MessageRow | undefined {
  return messageRows([{ id: '', delivery: toDelivery(line, null) }])[0];
}

/** The id of a message that the file says this about; null for a worker's scope. */
export function messageNamedBy(event: HistoryEvent): string | null {
  switch (event.type) {
    case 'message':
    case 'scope-opened':
    case 'scope-closed':
      return null;
    case 'attribution-choice':
      return event.messageId;
    case 'message-edited':
    case 'message-deleted':
      return event.id;
  }
}
