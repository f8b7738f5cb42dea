// A message of a recording as the bubble macro draws it.

import { clockTime, longDate, recordTime } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import type { Receipt } from '../../../record/receipt.ts';
import { mediaName } from '../../../record/receipt.ts';
import type { ViewedMessage } from '../../../record/recording-store.ts';
import { STATUS_WORDS } from './content.ts';

export type MessageContext = {
  conversationId: string;
  viewerId: string;
  receipts: ReadonlyMap<string, Receipt>;
};

/** What `bubble()` takes. `day` stands above the first message of each day. */
export function messageViews(messages: readonly ViewedMessage[], context: MessageContext) {
  let lastDay = '';
  return messages.map((message) => {
    const day = longDate(message.occurredAt);
    const isNewDay = day !== lastDay;
    lastDay = day;
    return { day: isNewDay ? day : null, bubble: bubbleOf(message, context) };
  });
}

function bubbleOf(message: ViewedMessage, { conversationId, viewerId, receipts }: MessageContext) {
  const { events, evidence, status } = message;
  const receipt = receipts.get(message.id);
  const versions = versionsOf(message);
  const failed = status === 'failed' || status === 'undelivered' ? 'Not delivered' : null;
  const who = whoOf(message, viewerId);
  return {
    id: message.id,
    who,
    out: message.direction === 'outbound',
    text: message.kind === 'call' && message.body === '' ? 'Missed call' : message.body,
    html: versions.length === 0 && evidence.length > 0 ? marked(message.body, evidence) : null,
    versions,
    deleted: events.at(-1)?.type === 'deleted',
    time: clockTime(message.occurredAt),
    datetime: message.occurredAt.toISOString(),
    status: message.direction === 'outbound' && status ? (STATUS_WORDS[status] ?? null) : null,
    failed,
    receipt: receipt && {
      kept: receipt.kept,
      words: receipt.kept ? 'Kept' : `${receipt.words}. ${receipt.reason}`,
      reference: receipt.reference,
    },
    media: message.media.map((media, index) => {
      const name = mediaName(media.contentType);
      const place = message.media.length > 1 ? `, ${index + 1} of ${message.media.length}` : '';
      const alt = `${name} from ${who}${place}. Not described yet.`;
      const href =
        media.state === 'stored' ? `/conversations/${conversationId}/media/${media.id}` : null;
      return { href, contentType: media.contentType, alt, words: mediaWords(name, media) };
    }),
  };
}

function whoOf(
  { direction, worker, contactName, author }: ViewedMessage,
  viewerId: string,
): string {
  if (direction === 'inbound') return contactName ?? phone(author);
  if (worker === null) return phone(author);
  return worker.workerId === viewerId ? 'You' : worker.name;
}

/** First words, then each edit, then that it was deleted: nothing replaces anything. */
function versionsOf({ body, events }: ViewedMessage) {
  if (events.length === 0) return [];
  return [
    { label: 'First words', text: body },
    ...events.map(({ type, at, body: words }) => {
      const time = recordTime(at);
      if (type === 'edited') return { label: `Changed by the sender, ${time}`, text: words ?? '' };
      const what = type === 'deleted' ? 'Deleted' : 'Brought back';
      return { label: `${what} by the sender, ${time}. Its words stay on the record.`, text: '' };
    }),
  ];
}

function mediaWords(name: string, { state, reason }: { state: string; reason: string | null }) {
  if (state === 'stored') return name;
  if (state === 'pending') return `${name} is being fetched`;
  return `${name} could not be fetched. ${reason ?? ''}`.trim();
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** The message as safe HTML, with the words that may be about harm marked. */
export function marked(text: string, evidence: readonly string[]): string {
  const words = evidence.filter((word) => word !== '').sort((a, b) => b.length - a.length);
  if (words.length === 0) return escaped(text);
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return text
    .split(new RegExp(`(${pattern})`, 'giu'))
    .map((part, index) => (index % 2 === 1 ? `<mark>${escaped(part)}</mark>` : escaped(part)))
    .join('');
}
