// What was sent becomes a message like any other, in the transaction that says it was sent.
import type { Capture } from '../capture/capture.ts';
import type { Queryable } from '../database/client.ts';
import { messageIdOf } from '../messaging/identity.ts';
import type { IncomingEvent, IncomingMessage } from '../messaging/message.ts';
import { BY_ITSELF, type Intent } from './intent.ts';

export type Sent = {
  provider: string;
  externalId: string;
  /** The provider's time; null where it did not say. */
  sentAt: Date | null;
  /** The provider's own bytes, when the message was found in its ledger. */
  raw?: Buffer;
  status?: IncomingEvent | null;
};

/** Returns the message's id. Kept before by reconciliation: it stays as it was kept. */
export async function keepSent(
  capture: Capture,
  connection: Queryable,
  intent: Intent,
  sent: Sent,
  { receivedAt, inReplyTo }: { receivedAt: Date; inReplyTo: string | null },
): Promise<string> {
  const { channel, officialNumber, counterpart, body, workerId } = intent;
  const { provider, externalId } = sent;
  const message: IncomingMessage = {
    kind: 'message',
    channel,
    externalId,
    direction: 'outbound',
    officialNumber,
    counterpart,
    author: officialNumber,
    workerId: workerId === BY_ITSELF ? null : workerId,
    body,
    profileName: null,
    inReplyTo,
    sentAt: notBefore(sent.sentAt, intent.at),
    media: [],
  };
  await capture.keepAll(
    [
      {
        provider,
        kind: 'sent',
        contentType: 'application/json',
        raw: sent.raw ?? Buffer.from(JSON.stringify({ intentId: intent.id, ...sent, body })),
        receivedAt,
        origin: 'sent',
        messages: [message],
        events: sent.status ? [sent.status] : [],
        optChanges: [],
      },
    ],
    connection,
  );
  return messageIdOf(channel, externalId);
}

/**
 * Twilio's times are whole seconds, so one can seem to lie before the worker pressed Send. The
 * scope opened at that moment decides the children: the message must not come before it.
 */
function notBefore(sentAt: Date | null, pressedAt: Date): Date | null {
  return sentAt !== null && sentAt < pressedAt ? pressedAt : sentAt;
}
