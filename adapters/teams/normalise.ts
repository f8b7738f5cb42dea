// From an activity to the port's words. Who of ours wrote is looked up by the caller.
import type {
  IncomingEvent,
  IncomingMessage,
  MediaReference,
} from '../../src/messaging/message.ts';
import { type Attachment, authorOf, placeOf, type TeamsActivity, timeOf } from './parse.ts';
import { visibleText } from './text.ts';

/** A file's address stands behind this, and is opened without our token: it carries its own. */
export const FILE_AT = 'teams-file:';
/** An image's address stands behind this, with the service that it belongs to; our token opens it. */
export const IMAGE_AT = 'teams-image:';
/** Announced, but not where we may fetch it. */
export const NOT_HERE = 'not-here:';

const FILE_DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';

export function externalIdOf(counterpart: string, activityId: string): string {
  return `${counterpart}:${activityId}`;
}

export type Placed = { officialNumber: string; counterpart: string; workerId: string | null };

export function incomingMessage(
  activity: TeamsActivity & { id: string },
  { officialNumber, counterpart, workerId }: Placed,
): IncomingMessage {
  const { root } = placeOf(activity.conversation.id);
  const answered = activity.replyToId || (root === activity.id ? null : root);
  return {
    kind: 'message',
    channel: 'teams',
    externalId: externalIdOf(counterpart, activity.id),
    direction: workerId === null ? 'inbound' : 'outbound',
    officialNumber,
    counterpart,
    author: authorOf(activity),
    workerId,
    body: visibleText(activity).replaceAll('\0', '\uFFFD'),
    profileName: activity.from?.name || null,
    inReplyTo: answered ? externalIdOf(counterpart, answered) : null,
    sentAt: timeOf(activity),
    media: [
      ...(activity.attachments ?? []).flatMap((attachment) => mediaOf(attachment, activity)),
      ...imagesOnlyInHtml(activity),
    ],
  };
}

/** An edit, a deletion or its undoing; the earlier words are in our own record. */
export function changeOf(
  activity: TeamsActivity & { id: string },
  counterpart: string,
  type: 'edited' | 'deleted' | 'undeleted',
): IncomingEvent {
  const at = timeOf(activity);
  const words = type === 'deleted' ? null : visibleText(activity).replaceAll('\0', '\uFFFD');
  return {
    channel: 'teams',
    externalId: externalIdOf(counterpart, activity.id),
    type,
    at,
    body: type === 'edited' ? words : null,
    status: null,
    errorCode: null,
    dedupeKey: JSON.stringify([
      'teams',
      counterpart,
      activity.id,
      type,
      at?.toISOString() ?? words ?? '',
    ]),
  };
}

/**
 * Images that stand in the HTML and are no attachment: channels keep them in Microsoft Graph, where we
 * have no right to read. That there was one is kept. Emoji are words (their `alt`), not images.
 */
function imagesOnlyInHtml({ attachments }: TeamsActivity): MediaReference[] {
  const html = attachments?.find(({ contentType }) => contentType === 'text/html')?.content;
  if (typeof html !== 'string') return [];
  const images = (html.match(/<img\b[^>]*>/gi) ?? []).filter((tag) => !/emoji/i.test(tag));
  const attached = (attachments ?? []).filter(({ contentType }) =>
    contentType.startsWith('image/'),
  );
  const missing = Math.max(0, images.length - attached.length);
  return Array.from({ length: missing }, () => ({ contentType: 'image/png', source: NOT_HERE }));
}

/** The message's own HTML is no attachment, and neither are our cards. */
function mediaOf(attachment: Attachment, { serviceUrl }: TeamsActivity): MediaReference[] {
  const { contentType, contentUrl, content, name } = attachment;
  if (contentType === 'text/html' || contentType.startsWith('application/vnd.microsoft.card')) {
    return [];
  }
  if (contentType === FILE_DOWNLOAD) {
    const info = content as { downloadUrl?: unknown } | null | undefined; // checked on the next line
    const url = typeof info?.downloadUrl === 'string' ? info.downloadUrl : null;
    return [{ contentType: typeOf(name), source: url === null ? NOT_HERE : FILE_AT + url }];
  }
  if (contentType.startsWith('image/') && contentUrl) {
    return [{ contentType, source: IMAGE_AT + JSON.stringify([serviceUrl, contentUrl]) }];
  }
  return [
    { contentType: contentType.includes('/') ? contentType : typeOf(name), source: NOT_HERE },
  ];
}

const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  heic: 'image/heic',
  mp4: 'video/mp4',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  txt: 'text/plain',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

function typeOf(name: string | null | undefined): string {
  const extension = name?.split('.').at(-1)?.toLowerCase() ?? '';
  return TYPES[extension] ?? 'application/octet-stream';
}
