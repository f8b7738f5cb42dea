// The port: a small required part, and optional parts that an adapter has or has not.
import type { Channel, IncomingEvent, IncomingMessage, OptChange } from './message.ts';
import type { Announcement } from './registration.ts';
import type { WorkerSurface } from './surface.ts';

/** A request exactly as it came: nothing has read or changed the body. */
export type RawRequest = {
  /** Path and query as the provider asked for it. */
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
};

export type WebhookAnswer = { status: number; contentType: string; body: string };

/** What an authentic payload holds. Kept raw in every case. */
export type Understood = {
  outcome: 'understood';
  kind: 'message' | 'status' | 'call';
  messages: IncomingMessage[];
  events: IncomingEvent[];
  optChanges: OptChange[];
};

/** Authentic, but not to be understood: kept raw, alerted, answered 2xx. */
export type NotUnderstood = { outcome: 'not-understood'; problem: string };

/** Not authentic: nothing is stored but a count. */
export type Refused = { outcome: 'refused'; status: 400 | 401 | 403 };

export type WebhookReading = (Understood | NotUnderstood) & { answer: WebhookAnswer };

/**
 * Authentic, answered, and nothing of it is kept: a provider's handshake, a worker's click, talk in a
 * conversation that is not recorded.
 */
export type Answered = { outcome: 'answered'; answer: WebhookAnswer };

/**
 * A door for one provider. `read` verifies and parses; where the answer hangs on what is kept
 * already, it may look that up. It rejects when it could not: the provider hears that nothing was kept.
 */
export type WebhookEndpoint = {
  path: string;
  /** Loads what the first request would have to wait for. Never rejects. */
  prepare?(): Promise<void>;
  read(
    request: RawRequest,
  ): WebhookReading | Answered | Refused | Promise<WebhookReading | Answered | Refused>;
};

export type OutgoingMessage = {
  channel: Channel;
  officialNumber: string;
  counterpart: string;
  /** What the family reads; of an agreed message: with its variables filled in. */
  body: string;
  /** Content that the provider knows by an id, sent instead of the words; absent: the words are. */
  template?: { contentSid: string; variables: Readonly<Record<string, string>> };
};

/** What came of handing a message to the provider. `retry` says whether trying again can help. */
export type SendOutcome =
  | { outcome: 'accepted'; externalId: string; sentAt: Date | null }
  | { outcome: 'refused'; errorCode: string; words: string; retry: false; credentials: boolean }
  | {
      outcome: 'not-now';
      errorCode: string;
      words: string;
      retry: true;
      retryAfterMs: number | null;
    }
  /** The provider may or may not have it: look in its ledger before trying again. */
  | { outcome: 'unknown'; words: string };

export type MediaOutcome =
  | { outcome: 'fetched'; contentType: string | null; bytes: AsyncIterable<Uint8Array> }
  | {
      outcome: 'not-yet';
      /** missing: the provider does not have it; the other causes lie on the road to it. */
      cause: 'missing' | 'slow-down' | 'credentials' | 'unreachable';
      words: string;
      retryAfterMs: number | null;
    }
  | { outcome: 'gone'; words: string };

/** One message as the provider's own ledger has it. */
export type LedgerEntry = {
  message: IncomingMessage;
  raw: Buffer;
  status: IncomingEvent | null;
  optChanges: OptChange[];
};

export type LedgerQuery = {
  officialNumber: string;
  from: Date;
  to: Date;
  /** Only this conversation; absent: every one of this number. */
  counterpart?: string;
  /** A person asked for this stretch: also what was said before a conversation was recorded. */
  askedFor?: boolean;
  /** Of these messages, those whose attachments are known: they need not be looked up again. */
  withKnownMedia?(
    messages: readonly { channel: Channel; externalId: string }[],
  ): Promise<ReadonlySet<string>>;
};

/** The provider's own copy of a message, or of one attachment (its `source`). */
export type ProviderCopy = { externalId: string; mediaSource: string | null };

/** `not-yet`: the provider still needs it, or cannot do it now. */
export type RedactOutcome = { outcome: 'removed' } | { outcome: 'not-yet'; words: string };

/** The provider asked us to slow down, or refused our credentials; carries what to do. */
export class ProviderTrouble extends Error {
  readonly kind: 'slow-down' | 'credentials' | 'unreachable';
  readonly retryAfterMs: number | null;

  constructor(kind: ProviderTrouble['kind'], message: string, retryAfterMs: number | null = null) {
    super(message);
    this.name = 'ProviderTrouble';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

export type Finding = { ok: boolean; words: string };

export type ChannelAdapter = {
  provider: string;
  channels: readonly Channel[];
  webhooks: readonly WebhookEndpoint[];
  /** Absent: this channel cannot send. */
  send?(message: OutgoingMessage): Promise<SendOutcome>;
  /** Tells everybody in a conversation something of the product's own. Absent: nobody has to be told. */
  announce?(announcement: Announcement): Promise<SendOutcome>;
  /** Absent: messages of this channel carry no attachments. */
  fetchMedia?(source: string): Promise<MediaOutcome>;
  /** What the provider holds, oldest first. Throws ProviderTrouble. */
  ledger?(query: LedgerQuery): AsyncIterable<LedgerEntry>;
  /** Removes the words or an attachment from the provider's own copy. Throws ProviderTrouble. */
  redact?(copy: ProviderCopy): Promise<RedactOutcome>;
  /** How far the provider's clock was ahead of ours in its last answer (milliseconds). */
  clockAhead?(): number | null;
  /** What the error number of a failed status means, in plain words for the worker. */
  errorWords?(errorCode: string): string;
  /** Where workers are prompted; absent: this adapter has none. */
  surface?: WorkerSurface;
  /** For `doctor`: can the provider be reached with these credentials? */
  check?(): Promise<Finding[]>;
};
