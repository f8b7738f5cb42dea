// The reply box: who will receive it and which children it is about come before the text.
import { randomUUID } from 'node:crypto';
import { agreedHours } from '../../../delivery/agreed-hours.ts';
import type { ReplyDraft } from '../../../delivery/draft-store.ts';
import type { Question } from '../../../delivery/questions.ts';
import { firstName, type LinkedChild, type Recipient } from '../../../delivery/recipient.ts';
import { type Prepared, previewNotice } from '../../../delivery/send.ts';
import { childStop, recipientStop, type Stop } from '../../../delivery/stops.ts';
import { fullDate } from '../../format/dates.ts';
import { phone } from '../../format/phone.ts';
import { listOf, otherLanguage, relationshipWords } from '../../format/words.ts';
import type { Entered } from '../../page/index.ts';
import { byChannel } from './content.ts';

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
};

export type ReplyView = ReturnType<typeof replyView>;

/** What the template needs; `stop` replaces the whole box. */
export function replyView({ prepared, entered, draft, about, questions, stops }: ReplyInput) {
  const { recipient, canSend } = prepared;
  const { contact, children } = recipient;
  const stopped = recipientStop(recipient, canSend);
  const checked = children.map((child) => ({ child, stop: childStop(recipient, child) }));
  const open = checked.filter(({ stop }) => stop === null).map(({ child }) => child);
  const selected = listOfStrings(entered?.about) ?? draft?.about ?? about;
  const chosen = open.length === 1 ? open.map(({ caseNumber }) => caseNumber) : selected;
  const name = contact?.name ?? 'this person';
  const blocking =
    stopped?.code === 'choose-person'
      ? null
      : (stopped ?? (contact && open.length === 0 ? checked[0]?.stop : null));
  return {
    name,
    heading: `Reply to ${name}`,
    stop: blocking ? { ...blocking, title: `You cannot message ${nameOr(recipient)} yet` } : null,
    choose:
      stopped?.code === 'choose-person' || recipient.holders.length > 1
        ? holderChoices(recipient)
        : null,
    to: contact ? toWords(recipient) : null,
    from: recipient.sender ? `${recipient.sender.label}, ${phone(recipient.sender.address)}` : null,
    before: beforeYouWrite(recipient),
    children: open.map((child) => ({
      value: child.caseNumber,
      text: child.name,
      hint: { text: `Born ${fullDate(child.dateOfBirth)}, ${child.caseNumber}` },
      checked: chosen.includes(child.caseNumber),
    })),
    // Of children whom the worker may not see there may be several: the reason is said once.
    notAbout: [
      ...new Set(checked.flatMap(({ stop }) => (stop ? [`${stop.why} ${stop.next}`] : []))),
    ],
    body: stringOf(entered?.body) ?? draft?.body ?? '',
    why: stringOf(entered?.why) ?? '',
    fromDraft: !entered && draft !== null,
    key: randomUUID(),
    questions: questions.map((question) => ({
      ...question,
      canAdd: open.some(({ caseNumber }) => caseNumber === question.addChild?.caseNumber),
    })),
    stops,
    notice: previewNotice(
      prepared,
      chosen.length > 0 ? chosen : open.map(({ caseNumber }) => caseNumber),
    ),
    button: `Send to ${name} ${byChannel(recipient.channel)}`,
  };
}

const nameOr = ({ contact, counterpart }: Recipient) => contact?.name ?? phone(counterpart);

function toWords({ contact, children, counterpart }: Recipient) {
  const relationship = relationshipsOf(children);
  return {
    name: contact?.name ?? '',
    rest: [relationship, phone(counterpart)].filter(Boolean).join(', '),
  };
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

function holderChoices({ holders, contact }: Recipient) {
  return holders.map(({ contactId, name }) => ({
    value: contactId,
    text: name,
    checked: contactId === contact?.contactId,
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
