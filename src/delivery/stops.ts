// Hard stops: nothing is sent, and the worker is told why and what can be done instead.
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { firstName, type LinkedChild, type Recipient } from './recipient.ts';

export type StopCode =
  | 'number-not-ours'
  | 'channel-cannot-send'
  | 'unknown-recipient'
  | 'choose-person'
  | 'unverified'
  | 'opted-out'
  | 'window-closed'
  | 'template-unusable'
  | 'no-child'
  | 'nobody-selected'
  | 'not-linked'
  | 'cannot-see-child'
  | 'restricted-record'
  | 'closed-record'
  | 'adopted-record'
  | 'contact-not-permitted';

export type Stop = {
  code: StopCode;
  /** The child it is about, where it is about one. */
  caseNumber?: string;
  why: string;
  /** What can be done instead. */
  next: string;
};

/** A phone number as people write it, never broken over a line; any other address as it is. */
export function readableAddress(address: string): string {
  const number = parsePhoneNumberFromString(address, 'GB');
  if (!number) return address;
  const words =
    number.countryCallingCode === '44' ? number.formatNational() : number.formatInternational();
  return words.replaceAll(' ', '\u00a0');
}

/** What stops any message to this address, whatever it says and whichever child it is about. */
export function recipientStop(recipient: Recipient, canSend: boolean): Stop | null {
  const { contact, holders, sender } = recipient;
  if (sender === null) {
    return {
      code: 'number-not-ours',
      why: `${readableAddress(recipient.officialNumber)} is not one of the authority’s own numbers.`,
      next: 'Reply from your team’s own number, and tell your manager about this one.',
    };
  }
  if (holders.length === 0) {
    return {
      code: 'unknown-recipient',
      why: `Nobody knows whose number ${readableAddress(recipient.counterpart)} is.`,
      next: 'Find out who it is by calling a number you already have. When the number is on the person’s record you can write here.',
    };
  }
  if (contact === null) {
    return {
      code: 'choose-person',
      why: `${holders.map(({ name }) => name).join(' and ')} use this number.`,
      next: 'Choose who you are writing to.',
    };
  }
  if (!contact.verified) {
    return {
      code: 'unverified',
      why: `Nobody has checked that ${readableAddress(recipient.counterpart)} belongs to ${contact.name}.`,
      next: `Call ${firstName(contact.name)} on a number you already have. When it is checked, you can write here.`,
    };
  }
  if (recipient.optedOut) {
    return optedOut(recipient, contact.name);
  }
  if (!canSend) {
    return {
      code: 'channel-cannot-send',
      why: 'Casethread cannot send on this channel. It only keeps what arrives.',
      next: `Call ${firstName(contact.name)}, or use their text messages.`,
    };
  }
  if (recipient.children.length === 0) {
    return {
      code: 'no-child',
      why: `${contact.name} is not linked to any child today.`,
      next: 'Ask your manager to check the record before you write.',
    };
  }
  return null;
}

/** A parent who wrote “cancel” may have meant something quite different from “stop”. */
function optedOut({ stopWord, officialNumber }: Recipient, name: string): Stop {
  const word = stopWord?.trim() ?? '';
  const meant = word === '' || /^stop/i.test(word) ? '' : ' They may have meant something else.';
  return {
    code: 'opted-out',
    why:
      word === ''
        ? `${name} sent a word that the phone network takes as “stop”. It lets nothing through to them.`
        : `${name} wrote “${word}”. The phone network takes that as “stop” and lets nothing through to them.${meant}`,
    next: `Call ${firstName(name)}. To get messages again, they text START to ${readableAddress(officialNumber)}.`,
  };
}

/** Why the worker cannot write to this contact about this child; null when they can. */
export function childStop(recipient: Recipient, child: LinkedChild): Stop | null {
  const { caseNumber } = child;
  const who = recipient.contact?.name ?? 'This person';
  if (!child.visible) {
    return {
      code: 'cannot-see-child',
      caseNumber,
      why: 'You are not allocated to one of the children.',
      next: 'Ask your manager.',
    };
  }
  if (child.status !== 'open') return recordStop(child, child.status);
  if (child.contactPermitted === 'no') {
    return {
      code: 'contact-not-permitted',
      caseNumber,
      why: `${who} is not permitted to have contact about ${child.name}.`,
      next: 'Talk to your manager before any contact.',
    };
  }
  const other = recipient.notPermittedHolders.get(caseNumber);
  if (other !== undefined) {
    return {
      code: 'contact-not-permitted',
      caseNumber,
      why: `${other} uses this phone too, and is not permitted to have contact about ${child.name}.`,
      next: `Call ${firstName(who)} and make sure who you are talking to.`,
    };
  }
  return null;
}

function recordStop(child: LinkedChild, status: 'closed' | 'restricted' | 'adopted'): Stop {
  const words = {
    closed: `The record of ${child.name} is closed.`,
    restricted: `The record of ${child.name} is restricted.`,
    adopted: `${child.name} was adopted, and this record is sealed.`,
  };
  return {
    code: `${status}-record`,
    caseNumber: child.caseNumber,
    why: words[status],
    next: 'Talk to your manager before you write about this child.',
  };
}

/** What stops a message about exactly these children. */
export function selectionStops(recipient: Recipient, caseNumbers: readonly string[]): Stop[] {
  if (caseNumbers.length === 0) {
    return [
      {
        code: 'nobody-selected',
        why: 'No child is selected.',
        next: 'Select every child your message is about.',
      },
    ];
  }
  return caseNumbers.flatMap((caseNumber) => {
    const child = recipient.children.find((linked) => linked.caseNumber === caseNumber);
    const stop: Stop | null = child
      ? childStop(recipient, child)
      : {
          code: 'not-linked',
          caseNumber,
          why: `${recipient.contact?.name ?? 'This person'} is not linked to ${caseNumber} today.`,
          next: 'Select a child they are linked to.',
        };
    return stop ? [stop] : [];
  });
}
