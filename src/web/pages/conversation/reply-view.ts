// The reply box: who will receive it and which children it is about come before the text.
import { randomUUID } from 'node:crypto';
import { agreedHours } from '../../../delivery/agreed-hours.ts';
import type { ReplyDraft } from '../../../delivery/draft-store.ts';
import type { Question } from '../../../delivery/questions.ts';
import {
  firstName,
  type Holder,
  type LinkedChild,
  type Recipient,
} from '../../../delivery/recipient.ts';
import { cannotMessage, relationshipsOf, replyChoices } from '../../../delivery/reply-choices.ts';
import { type Prepared, previewNotice } from '../../../delivery/send.ts';
import type { Stop } from '../../../delivery/stops.ts';
import { byChannel } from '../../../format/channel.ts';
import { fullDate } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import { listOf } from '../../../format/words.ts';
import type { Entered } from '../../page/index.ts';
import { freeUntil, openingView } from './opening.ts';

export type ReplyInput = {
  prepared: Prepared;
  /** What was typed before, wherever it was kept. */
  entered: Entered | null;
  draft: ReplyDraft | null;
  /** Children selected because the worker came from their record. */
  about: readonly string[];
  questions: readonly Question[];
  /** Stops that this very press met. */
  stops: readonly Stop[];
  now: Date;
  /** The agreed opening message that was chosen, and what the family will read of it. */
  template: string | undefined;
  preview: string | null;
};

export type ReplyView = ReturnType<typeof replyView>;

/** What the template needs; `stop` replaces the whole box. */
export function replyView(input: ReplyInput) {
  const { prepared, entered, draft, about, questions, stops, now } = input;
  const { recipient } = prepared;
  const { contact } = recipient;
  const { blocking, open, notAbout, people, before } = replyChoices(prepared);
  const selected = listOfStrings(entered?.about) ?? draft?.about ?? about;
  const chosen = open.length === 1 ? open.map(({ caseNumber }) => caseNumber) : selected;
  const name = contact?.name ?? 'this person';
  return {
    name,
    heading: `Reply to ${name}`,
    stop: blocking ? { ...blocking, title: cannotMessage(recipient) } : null,
    choose: people.length > 0 ? holderChoices(people, contact?.contactId) : null,
    to: contact ? toWords(recipient) : null,
    from: recipient.sender ? `${recipient.sender.label}, ${phone(recipient.sender.address)}` : null,
    before,
    children: open.map((child) => ({
      value: child.caseNumber,
      text: child.name,
      hint: { text: `Born ${fullDate(child.dateOfBirth)}, ${child.caseNumber}` },
      checked: chosen.includes(child.caseNumber),
    })),
    notAbout,
    body: stringOf(entered?.body) ?? draft?.body ?? '',
    why: stringOf(entered?.why) ?? '',
    fromDraft: !entered && draft !== null,
    key: randomUUID(),
    questions: questions.map((question) => ({
      ...question,
      canAdd: open.some(({ caseNumber }) => caseNumber === question.addChild?.caseNumber),
    })),
    stops,
    countsTexts: recipient.channel === 'sms',
    freeUntil: freeUntil(prepared, now),
    opening: openingView({ ...input, chosen: input.template }),
    notice: previewNotice(
      prepared,
      chosen.length > 0 ? chosen : open.map(({ caseNumber }) => caseNumber),
    ),
    button: `Send to ${name} ${byChannel(recipient.channel)}`,
  };
}

function toWords({ contact, children, counterpart }: Recipient) {
  const relationship = relationshipsOf(children);
  return {
    name: contact?.name ?? '',
    rest: [relationship, phone(counterpart)].filter(Boolean).join(', '),
  };
}

function holderChoices(people: readonly Holder[], chosen: string | undefined) {
  return people.map(({ contactId, name }) => ({
    value: contactId,
    text: name,
    checked: contactId === chosen,
  }));
}

function stringOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function listOfStrings(
  value: string | readonly string[] | undefined,
): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value;
}

/** What the panel beside the messages says of the contact. */
export function aboutContact(recipient: Recipient, told: string | null) {
  const { contact, children, arrangement } = recipient;
  if (!contact) return null;
  const visible = children.filter((child) => child.visible);
  const parental = visible.filter(({ parentalResponsibility }) => parentalResponsibility);
  return {
    name: contact.name,
    firstName: firstName(contact.name),
    children: visible.map(({ caseNumber, name, dateOfBirth, status }) => ({
      href: `/children/${encodeURIComponent(caseNumber)}`,
      name,
      rest: `born ${fullDate(dateOfBirth).replaceAll(' ', '\u00a0')}${status === 'open' ? '' : `, ${status} record`}`,
    })),
    hidden: children.length - visible.length,
    parental:
      parental.length === 0
        ? 'No'
        : parental.length === visible.length
          ? 'Yes'
          : `Yes, for ${listOf(parental.map(({ name }) => name))}`,
    permitted: permittedWords(visible),
    language: contact.language,
    needs: contact.communicationNeeds,
    hours: arrangement ? agreedHours(arrangement) : null,
    told,
  };
}

function permittedWords(children: readonly LinkedChild[]): string {
  const words = { yes: 'Yes', supervised: 'Supervised', no: 'No' };
  const kinds = [...new Set(children.map(({ contactPermitted }) => contactPermitted))];
  const [only] = kinds;
  if (kinds.length === 1 && only) return words[only];
  return children
    .map(
      ({ name, contactPermitted }) =>
        `${firstName(name)}: ${words[contactPermitted].toLowerCase()}`,
    )
    .join('. ');
}
