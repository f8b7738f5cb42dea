// From Slack's words to the port's. Who of ours wrote is looked up by the caller.
import type {
  IncomingEvent,
  IncomingMessage,
  MediaReference,
} from '../../src/messaging/message.ts';
import { dateOf, type SlackFile, type SlackMessage } from './parse.ts';
import { type NameOf, visibleText, writtenText } from './text.ts';

/** Where and as whose a message is kept. */
export type Placed = {
  /** The workspace under which the conversation is recorded. */
  officialNumber: string;
  /** The conversation. */
  channel: string;
  /** The worker of ours who wrote; null: somebody else. */
  workerId: string | null;
};

/** A file whose address only Slack's own `files.info` tells. */
export const FILE_BY_ID = 'slack-file:';
/** Announced, but without any way to fetch it. */
export const NO_ADDRESS = 'no-address:';

export function externalIdOf(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}

/** A person's id, or that of an app that writes without one. */
export function authorOf({ user, bot_id }: SlackMessage): string | null {
  return user || bot_id || null;
}

export function incomingMessage(
  message: SlackMessage,
  { officialNumber, channel, workerId }: Placed,
  nameOf: NameOf,
): IncomingMessage {
  const { ts, thread_ts } = message;
  return {
    kind: 'message',
    channel: 'slack',
    externalId: externalIdOf(channel, ts),
    direction: workerId === null ? 'inbound' : 'outbound',
    officialNumber,
    counterpart: channel,
    author: authorOf(message) ?? 'unknown',
    workerId,
    body: bodyOf(message, nameOf),
    profileName: profileNameOf(message),
    inReplyTo: thread_ts && thread_ts !== ts ? externalIdOf(channel, thread_ts) : null,
    sentAt: dateOf(ts),
    media: [
      ...(message.files ?? []),
      ...(message.attachments ?? []).flatMap(({ files }) => files ?? []),
    ].map(mediaOf),
  };
}

export function bodyOf(message: SlackMessage, nameOf: NameOf): string {
  return visibleText(writtenText(message), nameOf);
}

function profileNameOf({ user_profile, bot_profile, username }: SlackMessage): string | null {
  return (
    user_profile?.display_name || user_profile?.real_name || username || bot_profile?.name || null
  );
}

/** Files of other workspaces come by their id alone (https://docs.slack.dev/reference/objects/file-object). */
function mediaOf({ id, mimetype, mode, file_access, ...urls }: SlackFile): MediaReference {
  const contentType = mimetype || 'application/octet-stream';
  const address = urls.url_private_download || urls.url_private;
  const byId = id ? FILE_BY_ID + id : NO_ADDRESS;
  if (mode === 'tombstone' || mode === 'hidden_by_limit')
    return { contentType, source: NO_ADDRESS };
  const hidden = file_access === 'check_file_info' || mode === 'file_access' || !address;
  return { contentType, source: hidden ? byId : address };
}

/** New words of a message. The same edit is the same event, told live or found in the history. */
export function editedEvent(
  channel: string,
  message: SlackMessage,
  nameOf: NameOf,
  fallbackKey: string,
): IncomingEvent {
  const editedAt = message.edited?.ts;
  return {
    channel: 'slack',
    externalId: externalIdOf(channel, message.ts),
    type: 'edited',
    at: editedAt && Number(editedAt) > 0 ? dateOf(editedAt) : null,
    body: bodyOf(message, nameOf),
    status: null,
    errorCode: null,
    dedupeKey: `slack:${channel}:${message.ts}:edited:${editedAt ?? fallbackKey}`,
  };
}

/** The words were taken back; what was kept stays. */
export function deletedEvent(channel: string, ts: string, at: string | null): IncomingEvent {
  return {
    channel: 'slack',
    externalId: externalIdOf(channel, ts),
    type: 'deleted',
    at: at !== null && Number(at) > 0 ? dateOf(at) : null,
    body: null,
    status: null,
    errorCode: null,
    dedupeKey: `slack:${channel}:${ts}:deleted`,
  };
}
