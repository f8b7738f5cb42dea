// A message as the bubble macro draws it: who, words, time, status, receipt.
import type { Viewer } from '../../../access/viewer.ts';
import { currentStatus, type StatusWord, statusWord } from '../../../delivery/status.ts';
import { clockTime, londonDay, when } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import { mediaName, type Receipt } from '../../../record/receipt.ts';
import { marked } from '../recording/message-view.ts';
import { content } from './content.ts';
import type { ConversationMessage, MessageMedia, UnsentMessage } from './conversation-store.ts';

export type BubbleContext = {
  conversationId: string;
  viewer: Viewer;
  now: Date;
  /** Who writes to us where the decision does not say: a name, or the number. */
  counterpartName: string;
  officialLabel: string;
  receipts: ReadonlyMap<string, Receipt>;
};

export type Bubble = {
  id: string | null;
  who: string;
  out: boolean;
  text: string | null;
  html: string | null;
  time: string;
  datetime: string;
  status: string | null;
  failed: string | null;
  /** Who brought it in from a device, and when. */
  imported: string | null;
  receipt: { kept: boolean; words: string; reference: string } | null;
  media: { href: string | null; contentType: string; alt: string; words: string }[];
  versions: { label: string; text: string }[];
  deleted: boolean;
};

export function bubbleOf(message: ConversationMessage, context: BubbleContext): Bubble {
  const who = whoOf(message, context);
  const versions = versionsOf(message, who, context.now);
  const evidence = versions.length > 0 ? [] : evidenceFor(message, context.viewer);
  const progress = progressOf(message);
  const failed = progress === 'Not delivered';
  return {
    id: message.id,
    who,
    out: message.direction === 'outbound',
    text: message.body,
    html: evidence.length > 0 ? marked(message.body, evidence) : null,
    time: clockTime(message.occurredAt),
    datetime: message.occurredAt.toISOString(),
    status: progress === null || failed ? null : progress.toLowerCase(),
    failed: failed ? [`${progress}.`, message.sendWords].filter(Boolean).join(' ') : null,
    imported: importedWords(message, context.now),
    receipt: receiptView(context.receipts.get(message.id), message.occurredAt, context.now),
    media: message.media.map((media, index) => attachment(message, media, index, who, context)),
    versions,
    deleted: isDeleted(message),
  };
}

function importedWords({ imported }: ConversationMessage, now: Date): string | null {
  if (imported === null) return null;
  const by = imported.by === null ? '' : ` by ${imported.by}`;
  return `Imported from a device${by}, ${when(imported.at, now)} (${imported.reference})`;
}

/** What has not reached a provider, or never will. */
export function unsentBubble(unsent: UnsentMessage, { viewer }: BubbleContext): Bubble {
  const { workerId, workerName, state, words, body, at } = unsent;
  const failed = state === 'failed' || state === 'seen-failed';
  return {
    id: null,
    who: workerId === viewer.workerId ? 'You' : (workerName ?? 'Casethread'),
    out: true,
    text: body,
    html: null,
    time: clockTime(at),
    datetime: at.toISOString(),
    status: failed ? null : ['sending', words].filter(Boolean).join('. '),
    failed: failed ? ['Not delivered.', words, content.notSeen].filter(Boolean).join(' ') : null,
    imported: null,
    receipt: null,
    media: [],
    versions: [],
    deleted: false,
  };
}

function whoOf(message: ConversationMessage, context: BubbleContext): string {
  if (message.direction === 'inbound') return message.contactName ?? context.counterpartName;
  const { workerId, workerName } = message;
  if (message.isNotice && workerName === null) return 'Casethread';
  if (workerId === null) return context.officialLabel;
  const own = workerId === context.viewer.workerId;
  if (message.isNotice) return own ? 'Casethread, for you' : `Casethread, for ${workerName}`;
  return own ? 'You' : (workerName ?? workerId);
}

/** A flag on a worker's own words is for their manager, and never shows to its subject. */
function evidenceFor({ direction, flags, workerId }: ConversationMessage, viewer: Viewer) {
  const mayKnow =
    direction === 'inbound' || (viewer.role === 'manager' && workerId !== viewer.workerId);
  return mayKnow ? flags.flatMap(({ evidence }) => evidence) : [];
}

function progressOf({ direction, events, sentHere }: ConversationMessage): StatusWord | null {
  if (direction === 'inbound') return null;
  const statuses = events.filter(({ type }) => type === 'status').map(({ status }) => status);
  return statuses.length > 0 || sentHere ? statusWord(currentStatus(statuses)) : null;
}

function isDeleted({ events }: ConversationMessage): boolean {
  return events.findLast(({ type }) => type !== 'status' && type !== 'edited')?.type === 'deleted';
}

/** First words stay first and at full strength; nothing replaces anything (Coventry 4.5a). */
function versionsOf({ body, events, occurredAt }: ConversationMessage, who: string, now: Date) {
  const changes = events.filter(({ type }) => type !== 'status');
  if (changes.length === 0) return [];
  const edits = changes.filter(({ type }) => type === 'edited');
  const first =
    edits.length > 0 ? [{ label: `First sent, ${clockTime(occurredAt)}`, text: body }] : [];
  const later = changes.map(({ type, at, body: words }) => {
    if (type === 'edited')
      return { label: `Edited by ${who}, ${when(at, now)}`, text: words ?? '' };
    const text = edits.length > 0 ? '' : body;
    return type === 'deleted'
      ? { label: `Deleted by ${who}, ${when(at, now)}. The message is still on the record.`, text }
      : { label: `Brought back by ${who}, ${when(at, now)}.`, text: '' };
  });
  return [...first, ...later];
}

/** The time is enough on the message's own day. */
function receiptView(receipt: Receipt | undefined, occurredAt: Date, now: Date): Bubble['receipt'] {
  if (!receipt) return null;
  const { kept, reference } = receipt;
  const words = receipt.kept
    ? `${receipt.words}, ${sameDay(receipt.at, occurredAt) ? clockTime(receipt.at) : when(receipt.at, now)}`
    : `${receipt.words}. ${receipt.reason}`;
  return { kept, words, reference };
}

const sameDay = (one: Date, other: Date) => londonDay(one) === londonDay(other);

function attachment(
  { media: all }: ConversationMessage,
  { id, contentType, state, reason }: MessageMedia,
  index: number,
  who: string,
  { conversationId }: BubbleContext,
) {
  const name = mediaName(contentType);
  const place = all.length > 1 ? `, ${index + 1} of ${all.length}` : '';
  const stored = state === 'stored';
  const words = {
    stored: `${name} from ${who}${place}`,
    pending: `${name} is being fetched`,
    unavailable: `${name} could not be fetched. ${reason ?? ''}`.trim(),
  };
  return {
    href: stored ? `/conversations/${conversationId}/media/${id}` : null,
    contentType: contentType.toLowerCase().split(';')[0] ?? '',
    alt: `${name} from ${who}${place}. Not described yet.`,
    words: words[state],
  };
}

/** Kelly Brennan or Doreen Brennan; else the name they gave themselves; else the number. */
export function counterpartName(
  holders: readonly { name: string }[],
  profileName: string | null,
  address: string,
): string {
  if (holders.length > 0) {
    return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
      holders.map(({ name }) => name),
    );
  }
  return profileName ?? phone(address);
}
