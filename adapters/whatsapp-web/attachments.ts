// What comes with a message: files that are fetched, and places and contact cards that lie in it.
import type { MediaOutcome } from '../../src/messaging/adapter.ts';
import type { MediaReference } from '../../src/messaging/message.ts';
import type { PhoneMessage } from './phone-message.ts';

const FILES = new Set(['image', 'video', 'audio', 'ptt', 'document', 'sticker', 'ptv']);
const PLACES = new Set(['location', 'live_location']);

/** The attachments of a message of the phone with this number. */
export function attachmentsOf(message: PhoneMessage, number: string): MediaReference[] {
  if (PLACES.has(message.type)) {
    const { lat, lng, loc } = message;
    if (typeof lat !== 'number' || typeof lng !== 'number') return [];
    const [name = '', address = ''] = loc.split('\n');
    const feature = {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lng, lat] },
      properties: { name: name || null, address: address || null },
    };
    return [inline('application/geo+json', JSON.stringify(feature))];
  }
  if (message.type === 'vcard') return [inline('text/vcard', message.body)];
  if (message.type === 'multi_vcard') {
    return (message.vcardList ?? []).map(({ vcard }) => inline('text/vcard', vcard));
  }
  if (!isFile(message)) return [];
  const [contentType = ''] = message.mimetype.split(';');
  return [
    {
      contentType: contentType.trim() || 'application/octet-stream',
      source: `${number} ${message.id._serialized}`,
    },
  ];
}

export function isFile({ type, directPath }: PhoneMessage): boolean {
  return FILES.has(type) || directPath !== '';
}

/** What a reader sees as text: a picture's thumbnail, a place's map and a card's source are none. */
export function wordsOf(message: PhoneMessage): string {
  const { type, body, caption, pollName, pollOptions, eventName } = message;
  if (PLACES.has(type)) return caption;
  if (type === 'vcard' || type === 'multi_vcard') return '';
  if (isFile(message)) return caption;
  if (pollName !== '') {
    return [pollName, ...(pollOptions ?? []).map(({ name }) => name)].join('\n');
  }
  return body || caption || eventName;
}

function inline(contentType: string, content: string): MediaReference {
  const bytes = Buffer.from(content).toString('base64');
  return { contentType, source: `data:${contentType};base64,${bytes}` };
}

/** The bytes of an attachment that lies in its own reference, or null when it must be fetched. */
export function inlineMedia(source: string): MediaOutcome | null {
  const [, contentType, bytes] = /^data:([^;]+);base64,(.*)$/.exec(source) ?? [];
  if (contentType === undefined || bytes === undefined) return null;
  return { outcome: 'fetched', contentType, bytes: inOnePiece(Buffer.from(bytes, 'base64')) };
}

export async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
