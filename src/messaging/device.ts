// The port to a phone that the authority issued: it is read, and there is no way to write through it.
import type { MediaOutcome } from './adapter.ts';
import type { IncomingEvent, IncomingMessage } from './message.ts';

/** All that is looked at before it is decided whether something in a chat may be kept. */
export type DeviceChat = {
  kind: 'person' | 'group';
  /** Of a person: the number in E.164, or the opaque id, or both. Of a group: its id. */
  addresses: readonly string[];
  /** When it was written. */
  at: Date;
};

/** One thing that happened in a chat that may be kept. */
export type DeviceDelivery = {
  kind: 'message' | 'status' | 'call';
  /** What the phone's account holds, as JSON. */
  raw: Buffer;
  /** live: the phone's account told us; missed: we looked and found it. */
  found: 'live' | 'missed';
  messages: IncomingMessage[];
  events: IncomingEvent[];
};

export type DeviceSignal =
  /** To be scanned with the phone; valid for less than a minute. */
  | { signal: 'code'; code: string }
  /** The phone's account is open and tells us what happens. */
  | { signal: 'linked' }
  /** Another phone than the registered one was linked: nothing of it was read, and the link ended. */
  | { signal: 'other-phone' }
  /** The phone ended the link. */
  | { signal: 'unlinked' }
  /** The connection is gone; it can be opened again. */
  | { signal: 'lost' }
  /** A message in a chat that may be kept could not be deciphered. */
  | { signal: 'unreadable' };

/**
 * well: connected, and it would tell us. deaf: connected, but the parts that tell us are gone.
 * not-connected: as it says itself. no-answer: it does not even say that.
 */
export type DeviceHealth = 'well' | 'deaf' | 'not-connected' | 'no-answer';

export type DeviceConnection = {
  /** Resolves when the account's page is open; signals tell the rest. Rejects when it cannot be. */
  start(): Promise<void>;
  health(): Promise<DeviceHealth>;
  /** What chats that may be kept hold since then, oldest first within a chat. */
  missed(since: Date): AsyncIterable<DeviceDelivery>;
  /** The ids of the groups with exactly this name. */
  groupsNamed(name: string): Promise<string[]>;
  /** The bytes of an attachment of a message; `source` as its reference has it. */
  fetchMedia(source: string): Promise<MediaOutcome>;
  /** Ends the link and removes what was stored of it on this machine. */
  unlink(): Promise<void>;
  /** Closes the connection; the link stays. */
  close(): Promise<void>;
};

export type DeviceNeeds = {
  /** The phone's own number (E.164): no other phone is read. */
  number: string;
  /** The worker who holds the phone; null for a shared one. */
  workerId: string | null;
  /** Where the link is stored; holds what opens the phone's account. */
  sessionFolder: string;
  /** Asked first: whatever it refuses is neither fetched, kept nor logged. */
  wanted(chat: DeviceChat): Promise<boolean>;
  /** Called in order; resolves when it is kept. */
  keep(delivery: DeviceDelivery): Promise<void>;
  signal(signal: DeviceSignal): void;
};

/** A connection to a phone's account, not started yet. */
export type OpenDevice = (needs: DeviceNeeds) => Promise<DeviceConnection>;
