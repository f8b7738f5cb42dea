import type { IncomingEvent, IncomingMessage, OptChange } from '../messaging/message.ts';

/** How a message came to us. */
export type Origin = 'live' | 'reconciled' | 'import' | 'sent';

/** One raw payload and what was understood of it: kept together or not at all. */
export type NewDelivery = {
  provider: string;
  /** message, status, call, reconciled, import, sent, not-understood */
  kind: string;
  contentType: string;
  /** The payload's bytes exactly as they came. */
  raw: Buffer;
  /** Why an authentic payload could not be understood. */
  problem?: string;
  /** Our clock at the door. */
  receivedAt: Date;
  origin: Origin;
  messages: IncomingMessage[];
  events: IncomingEvent[];
  optChanges: OptChange[];
};

/** What became of one delivery. */
export type Kept = {
  deliveryId: string;
  /** Messages that this delivery brought and that were not there before. */
  messageIds: string[];
  /** Messages that were there already. */
  duplicates: number;
};
