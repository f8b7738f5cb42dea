// From deliveries to the columns of one batch: every table's rows as arrays for unnest().
import { conversationIdOf, derivedId, messageIdOf } from '../messaging/identity.ts';
import type { IncomingMessage } from '../messaging/message.ts';
import { messageHash } from './canonical.ts';
import type { NewDelivery } from './delivery.ts';

/** PostgreSQL text takes no NUL, and lone surrogates are not UTF-8: both become U+FFFD. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

const storable = (text: string | null): string | null =>
  text === null ? null : storableText(text);

/**
 * What the record goes by (schema: message.occurred_at). A provider's clock that runs ahead of ours
 * puts nothing into the future: scopes and due times go by our clock.
 */
function occurredAt({ sentAt }: IncomingMessage, { origin, receivedAt }: NewDelivery): Date {
  if (origin === 'live' || sentAt === null) return receivedAt;
  return origin !== 'import' && sentAt > receivedAt ? receivedAt : sentAt;
}

export type BatchRow = { id: string; delivery: NewDelivery };

function messageRow(message: IncomingMessage, { id: deliveryId, delivery }: BatchRow) {
  const clean = {
    ...message,
    externalId: storableText(message.externalId),
    officialNumber: storableText(message.officialNumber),
    counterpart: storableText(message.counterpart),
    author: storableText(message.author),
    body: storableText(message.body),
    profileName: storable(message.profileName),
    inReplyTo: storable(message.inReplyTo),
    receivedAt: delivery.receivedAt,
    mediaCount: message.media.length,
  };
  return {
    ...clean,
    id: messageIdOf(clean.channel, clean.externalId),
    conversationId: conversationIdOf(clean.channel, clean.officialNumber, clean.counterpart),
    deliveryId,
    occurredAt: occurredAt(message, delivery),
    origin: delivery.origin,
    sha256: messageHash(clean),
    provider: delivery.provider,
  };
}

export type MessageRow = ReturnType<typeof messageRow>;

export function messageRows(batch: readonly BatchRow[]): MessageRow[] {
  return batch.flatMap((row) => row.delivery.messages.map((message) => messageRow(message, row)));
}

export function mediaRows(messages: readonly MessageRow[]) {
  return messages.flatMap((message) =>
    message.media.map((media, position) => ({
      id: derivedId('media', message.id, String(position)),
      messageId: message.id,
      position,
      contentType: storableText(media.contentType),
      source: storableText(media.source),
      provider: message.provider,
      receivedAt: message.receivedAt,
    })),
  );
}

export function eventRows(batch: readonly BatchRow[]) {
  return batch.flatMap(({ id: deliveryId, delivery }) =>
    delivery.events.map((event) => ({
      id: derivedId('event', event.dedupeKey),
      messageId: messageIdOf(event.channel, storableText(event.externalId)),
      deliveryId,
      type: event.type,
      at: event.at ?? delivery.receivedAt,
      body: storable(event.body),
      status: storable(event.status),
      errorCode: storable(event.errorCode),
      dedupeKey: storableText(event.dedupeKey),
    })),
  );
}

export function optRows(batch: readonly BatchRow[]) {
  return batch.flatMap(({ delivery }) =>
    delivery.optChanges.map((change) => ({
      id: derivedId('opt', change.channel, change.externalId, change.kind),
      conversationId: conversationIdOf(change.channel, change.officialNumber, change.counterpart),
      kind: change.kind,
      messageId: messageIdOf(change.channel, change.externalId),
      at: delivery.receivedAt,
    })),
  );
}
