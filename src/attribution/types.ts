// Attribution's words. Plain data: what is known of the people, what happened in one conversation,
// and what was decided. Nothing here reads a clock or a database.
import type { Channel, Direction } from '../messaging/message.ts';

/** A Europe/London day, `2026-11-21`. Ranges of days include both ends; no end: still in force. */
export type LocalDate = string;
export type DateRange = { from: LocalDate; to: LocalDate | null };

export type ChildStatus = 'open' | 'closed' | 'restricted' | 'adopted';

export type ChildFact = {
  caseNumber: string;
  name: string;
  preferredName: string | null;
  alsoKnownAs: readonly string[];
  /** Names that workers recorded from a question, each from when (milliseconds). */
  aliases: readonly { name: string; from: number }[];
  dateOfBirth: LocalDate;
  sex: string | null;
  household: string | null;
  status: ChildStatus;
  /** From when the record was closed, where its status says so. */
  closed: LocalDate | null;
};

export type IdentifierFact = DateRange & { contactId: string; channel: Channel; verified: boolean };
export type RelationshipFact = DateRange & {
  contactId: string;
  caseNumber: string;
  kind: string;
};
export type NamedPerson = { id: string; name: string; alsoKnownAs: readonly string[] };

/** Everything on record about whoever is at one address, now and before, and the people around them. */
export type PeopleFacts = {
  /** Rows for the address on every channel: a phone number is one phone whatever the channel. */
  identifiers: readonly IdentifierFact[];
  /** Everyone who ever held the address. */
  holders: readonly NamedPerson[];
  /** Links of those holders to children, current and ended. */
  relationships: readonly RelationshipFact[];
  /** Every child ever linked to a holder, and the other children of those children's households. */
  children: readonly ChildFact[];
  /** Other contacts of the linked children. */
  adults: readonly NamedPerson[];
  /** Workers allocated to the linked children, and the official number's own. */
  workers: readonly NamedPerson[];
  /** The address is a conversation of a chat platform, linked to the children it is recorded for. */
  room?: true;
};

/** A child elsewhere in the authority who shares a name with a word of the message. */
export type Namesake = {
  caseNumber: string;
  name: string;
  preferredName: string | null;
  alsoKnownAs: readonly string[];
  dateOfBirth: LocalDate;
  status: ChildStatus;
};

export type MessageEvent = {
  type: 'message';
  id: string;
  /** Milliseconds since 1970, as every time here. */
  at: number;
  channel: Channel;
  direction: Direction;
  body: string;
  /** Who wrote an outgoing message. */
  workerId: string | null;
  /** The message it quotes; null: it quotes nothing. */
  quotes: string | null;
  namesakes: readonly Namesake[];
};
export type ScopeOpenedEvent = {
  type: 'scope-opened';
  at: number;
  workerId: string;
  caseNumbers: readonly string[];
  /** The conversation is recorded for these children from now on, and no longer for others. */
  recorded?: true;
};
export type ScopeClosedEvent = { type: 'scope-closed'; at: number; workerId: string };
export type ChoiceEvent = {
  type: 'choice';
  kind: 'answer' | 'correction';
  at: number;
  workerId: string;
  /** The messages the worker was looking at. */
  messageIds: readonly string[];
  /** Empty: not casework. */
  caseNumbers: readonly string[];
  reason: string | null;
};
export type ConversationEvent = MessageEvent | ScopeOpenedEvent | ScopeClosedEvent | ChoiceEvent;

export type AttributionState = 'attributed' | 'awaiting-worker' | 'unmatched' | 'not-casework';
export type Method =
  | 'sole-link'
  | 'named-child'
  | 'quoted-reply'
  | 'opened-scope'
  | 'worker-choice'
  | 'sibling-group'
  | 'continuation';

/** One thing that speaks for a set of children, or against deciding without a person. */
export type Cue =
  | {
      speaks: 'for';
      kind: Method;
      caseNumbers: readonly string[];
      reason: string;
      /** An earlier decision this one leans on. */
      leansOn?: string;
    }
  | {
      speaks: 'against';
      kind: AgainstKind;
      /** Children it might be about all the same; empty: it does not say. */
      caseNumbers: readonly string[];
      reason: string;
    };

export type AgainstKind =
  | 'sender'
  | 'unreadable'
  | 'ambiguous-name'
  | 'somebody-else'
  | 'unnamed-child'
  | 'not-this-child'
  | 'forwarded'
  | 'group'
  | 'new-baby'
  | 'record-not-open'
  | 'not-linked'
  | 'waiting-before'
  | 'not-casework-before'
  | 'sex';

export type Question = { id: string; askedAt: number };

export type Decision = {
  messageId: string;
  state: AttributionState;
  caseNumbers: readonly string[];
  method: Method | null;
  reasons: readonly string[];
  cues: readonly Cue[];
  /** The sets offered to a worker, at most five, oldest child first. Kept after the answer. */
  candidates: readonly (readonly string[])[];
  question: Question | null;
  contactId: string | null;
  /** `system`, or a worker's id. */
  decidedBy: string;
  decidedAt: number;
  ruleVersion: string;
};

/** What a later message needs to know of an earlier one. */
export type PlacedMessage = {
  id: string;
  at: number;
  direction: Direction;
  workerId: string | null;
  state: AttributionState;
  caseNumbers: readonly string[];
};
export type OpenScope = {
  workerId: string;
  caseNumbers: readonly string[];
  openedAt: number;
  /** When its worker closed it; null: they have not. */
  closedAt: number | null;
  /** Its latest message, or its opening. */
  lastAt: number;
  /** A worker had the conversation recorded for these children: it does not lapse with silence. */
  recorded?: true;
};
export type WaitingMessage = { event: MessageEvent; decision: Decision };

/** One conversation as it stands. Can be rebuilt from the database: see `attribution-store.ts`. */
export type ConversationState = {
  /** By id: the last day's, and whatever a message quotes. */
  placed: ReadonlyMap<string, PlacedMessage>;
  /** The last hour's messages, in time order. */
  recent: readonly PlacedMessage[];
  scopes: readonly OpenScope[];
  /** The worker's latest choice. */
  choice: { at: number; caseNumbers: readonly string[]; messageId: string } | null;
  /** Messages that await a choice, in time order. */
  waiting: readonly WaitingMessage[];
};

export const NEW_CONVERSATION: ConversationState = {
  placed: new Map(),
  recent: [],
  scopes: [],
  choice: null,
  waiting: [],
};
