// What is known, at this moment, about the person a worker wants to write to.
import type { Channel } from '../messaging/message.ts';

export type Holder = { contactId: string; name: string; verified: boolean };

export type RecordStatus = 'open' | 'closed' | 'restricted' | 'adopted';

/** A child whom the contact is linked to today. */
export type LinkedChild = {
  caseNumber: string;
  name: string;
  /** Every name that a text may use. */
  names: readonly string[];
  dateOfBirth: Date;
  status: RecordStatus;
  relationship: string;
  parentalResponsibility: boolean;
  contactPermitted: 'yes' | 'supervised' | 'no';
  /** Whether the worker who writes may see this child's record. */
  visible: boolean;
};

/** What was agreed with a contact about messaging. */
export type Arrangement = {
  quiet: boolean;
  /** "08:00", Europe/London; null: no hours agreed. */
  hoursFrom: string | null;
  hoursTo: string | null;
  /** 1 Monday … 7 Sunday; empty: every day. */
  days: readonly number[];
  noticeWithheldReason: string | null;
  note: string | null;
};

export type Sender = { address: string; label: string; team: string };

export type Recipient = {
  conversationId: string;
  channel: Channel;
  counterpart: string;
  officialNumber: string;
  /** Null: the address is not one of the authority's own senders. */
  sender: Sender | null;
  /** Everyone whose address this is today. */
  holders: readonly Holder[];
  /** Whom the worker writes to: the sole holder, or the one they chose. */
  contact: (Holder & { language: string | null; communicationNeeds: string | null }) | null;
  /** Children of the contact, oldest first; restricted ones too. */
  children: readonly LinkedChild[];
  /** Other holders of a shared address who may not have contact with a child: case number → name. */
  notPermittedHolders: ReadonlyMap<string, string>;
  optedOut: boolean;
  /** The word that the network takes as “stop”, as they wrote it; null: they wrote none. */
  stopWord: string | null;
  /** When they last wrote here; null: never. A call is no message. */
  lastWroteAt: Date | null;
  arrangement: Arrangement | null;
};

/** "Kelly" of "Kelly Brennan": after the full name was used once. */
export function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}
