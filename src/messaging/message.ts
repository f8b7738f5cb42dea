// The port's words: what any channel's adapter makes of what a provider sends. Imports nothing of ours.

export const CHANNELS = ['sms', 'whatsapp', 'slack', 'teams', 'whatsapp-device'] as const;
export type Channel = (typeof CHANNELS)[number];

export type Direction = 'inbound' | 'outbound';

/** An attachment as announced; its bytes are fetched by a job. */
export type MediaReference = {
  /** As the provider declared it, for example image/jpeg. */
  contentType: string;
  /** Where the adapter that announced it can fetch the bytes. Opaque to everyone else. */
  source: string;
};

/** One message or call, normalised. Addresses carry no vendor prefix and are opaque. */
export type IncomingMessage = {
  kind: 'message' | 'call';
  channel: Channel;
  /** The provider's id; with the channel, the identity of the message. */
  externalId: string;
  direction: Direction;
  officialNumber: string;
  counterpart: string;
  /** The address of whoever wrote it. */
  author: string;
  /** The worker who wrote an outbound message, where it is known. */
  workerId: string | null;
  /** What a reader saw. NUL is U+FFFD; the raw form stays in the delivery. */
  body: string;
  profileName: string | null;
  /** The provider's id of the message that this one quotes. */
  inReplyTo: string | null;
  /** The provider's time; null where the provider did not say. */
  sentAt: Date | null;
  media: MediaReference[];
};

/** Something that happened to a message, which may not have arrived yet. */
export type IncomingEvent = {
  channel: Channel;
  externalId: string;
  type: 'edited' | 'deleted' | 'undeleted' | 'status';
  /** The provider's time; null: the time at our door counts. */
  at: Date | null;
  /** The new words of an edit. */
  body: string | null;
  /** queued, sending, sent, delivered, read, undelivered, failed … as the provider says. */
  status: string | null;
  errorCode: string | null;
  /** Equal for every redelivery of the same event, and for no other event. */
  dedupeKey: string;
};

/** The counterpart used a word that the carrier takes as "stop sending" or "start again". */
export type OptChange = {
  kind: 'stop' | 'start';
  channel: Channel;
  officialNumber: string;
  counterpart: string;
  /** The message that said so. */
  externalId: string;
};
