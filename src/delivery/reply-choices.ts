// Whom a reply may go to and about whom, before a word of it is written: the same on every surface.
import { phone } from '../format/phone.ts';
import { listOf, otherLanguage, relationshipWords } from '../format/words.ts';
import { agreedHours } from './agreed-hours.ts';
import type { Holder, LinkedChild, Recipient } from './recipient.ts';
import type { Prepared } from './send.ts';
import { childStop, recipientStop, type Stop } from './stops.ts';

export type ReplyChoices = {
  /** What stops any reply; null: nothing does. */
  blocking: Stop | null;
  /** Children whom the reply may be about. */
  open: readonly LinkedChild[];
  /** Why it may not be about the others. Of several unseen children the reason is said once. */
  notAbout: readonly string[];
  /** Everyone who uses this address, where somebody is to be chosen; empty: nobody is. */
  people: readonly Holder[];
  /** Only what changes how a worker writes. */
  before: readonly string[];
};

export function replyChoices({ recipient, canSend }: Prepared): ReplyChoices {
  const { contact, children, holders } = recipient;
  const stopped = recipientStop(recipient, canSend);
  const checked = children.map((child) => ({ child, stop: childStop(recipient, child) }));
  const open = checked.filter(({ stop }) => stop === null).map(({ child }) => child);
  const nobodyOpen = contact && open.length === 0 ? (checked[0]?.stop ?? null) : null;
  return {
    blocking: stopped?.code === 'choose-person' ? null : (stopped ?? nobodyOpen),
    open,
    notAbout: [
      ...new Set(checked.flatMap(({ stop }) => (stop ? [`${stop.why} ${stop.next}`] : []))),
    ],
    people: stopped?.code === 'choose-person' || holders.length > 1 ? holders : [],
    before: beforeYouWrite(recipient),
  };
}

/** You cannot message Kelly Brennan yet */
export function cannotMessage({ contact, counterpart }: Recipient): string {
  return `You cannot message ${contact?.name ?? phone(counterpart)} yet`;
}

/** mother; mother and carer */
export function relationshipsOf(children: readonly LinkedChild[]): string {
  const seen = children
    .filter(({ visible }) => visible)
    .map(({ relationship }) => relationshipWords(relationship) ?? '');
  return listOf([...new Set(seen.filter(Boolean))]);
}

/** Only what changes how a worker writes. */
function beforeYouWrite({ contact, arrangement, holders }: Recipient): string[] {
  const others = holders.filter(({ contactId }) => contactId !== contact?.contactId);
  const hours = arrangement ? agreedHours(arrangement) : null;
  const language = otherLanguage(contact?.language ?? null);
  const lines: (string | null | undefined)[] = [
    contact?.communicationNeeds,
    language ? `Language: ${language}.` : null,
    arrangement?.note,
    arrangement?.quiet ? 'Write only when you must: a text on the wrong screen can harm.' : null,
    contact && others.length > 0
      ? `${listOf(others.map(({ name }) => name))} may see this phone.`
      : null,
    hours ? `Agreed hours: ${hours}.` : null,
  ];
  return lines.filter((line): line is string => typeof line === 'string' && line !== '');
}
