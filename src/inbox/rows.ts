// What each row says. One tap anywhere on a row opens the place where it is finished.

import { messageCount, unknownSender } from '../format/channel.ts';
import { capital, timeRange, when } from '../format/dates.ts';
import { dueWords } from '../format/due.ts';
import { phone } from '../format/phone.ts';
import {
  excerpt,
  listOf,
  plural,
  quoted,
  relationshipWords,
  withRelationship,
} from '../format/words.ts';
import { type Nation, workingDaysLate } from '../record/working-days.ts';
import type { FailedSend } from './failures-store.ts';
import type { WaitingQuestion } from './questions-store.ts';
import type { WaitingRecording } from './recordings-store.ts';

const FIRST_WORDS = 90;
const TAGS = {
  notOnARecord: 'Not on a record',
  notDelivered: 'Not delivered',
  notSentYet: 'Not sent yet',
} as const;

/** As `macros/list.njk` draws it. */
export type Row = {
  href: string;
  title: string;
  urgent?: boolean;
  lines: (string | null)[];
  said?: string | null;
  /** Lines below what was said. */
  after?: (string | null)[];
  tag?: { text: string; colour: string };
  due?: { main: string; beside: string | null; late: boolean };
  /** The send that a button in this row marks as seen. */
  seen?: string;
  /** Where the button leads, when it is not a send. */
  seenAt?: string;
};

const firstName = (name: string) => name.split(' ')[0] ?? name;

export function recordingRow(recording: WaitingRecording, now: Date, nation: Nation): Row {
  const { caseNumber, id, urgentAt, dueAt, occurredFrom, occurredTo, evidence } = recording;
  const contact =
    recording.contactName === null
      ? phone(recording.counterpart)
      : withRelationship(recording.contactName, recording.relationship);
  const exchange = `${whatPassed(recording)} with ${contact}. ${capital(timeRange(occurredFrom, occurredTo, now))}`;
  const urgent = urgentAt !== null;
  const due = dueWords({
    dueAt,
    now,
    hoursCount: urgent,
    workingDaysLate: workingDaysLate(dueAt, now, nation),
  });
  return {
    href: `/children/${encodeURIComponent(caseNumber)}/recordings/${id}`,
    title: recording.childName,
    urgent,
    lines: [
      urgent ? `Needs context. ${exchange}` : exchange,
      recording.askedName === null ? null : `${recording.askedName} was asked.`,
    ],
    said: evidence === null ? null : `May be about harm: ${quoted(evidence)}`,
    ...(urgent ? { tag: { text: 'Urgent', colour: 'red' } } : {}),
    due,
  };
}

/** 6 WhatsApp messages with 1 attachment, and 1 call */
function whatPassed({ channel, messages, calls, media }: WaitingRecording): string {
  const attachments = media > 0 ? ` with ${plural(media, 'attachment', 'attachments')}` : '';
  const parts = [
    messages > 0 ? messageCount(channel, messages) + attachments : null,
    calls > 0 ? plural(calls, 'call', 'calls') : null,
  ];
  return listOf(parts.filter((part) => part !== null));
}

export function questionRow(question: WaitingQuestion, now: Date): Row {
  const { contactName, evidence, firstAt, lastAt } = question;
  const count = messageCount(question.channel, question.messages);
  const time = timeRange(firstAt, lastAt, now);
  const number = question.numberLabel ?? `${phone(question.officialNumber)}, which is not ours`;
  return {
    href: `/conversations/${question.conversationId}/questions/${question.id}`,
    title: contactName ?? whoseNumber(question),
    urgent: evidence !== null,
    lines: [
      contactName === null && question.holders.length === 0
        ? `${count} to the ${number}, ${time}`
        : [capital(relationshipWords(question.relationship) ?? ''), `${count}, ${time}`]
            .filter(Boolean)
            .join('. '),
    ],
    after: [candidates(question), question.forManagerWhy],
    said: evidence === null ? saidFirst(question.body) : `May be about harm: ${quoted(evidence)}`,
    tag:
      evidence === null
        ? { text: TAGS.notOnARecord, colour: 'orange' }
        : { text: 'Urgent', colour: 'red' },
  };
}

/** Nadia Begum or Rukhsana Rahman; Unknown number 07700 900377 */
function whoseNumber({ holders, channel, counterpart }: WaitingQuestion): string {
  return holders.length > 0 ? listOf(holders, 'or') : unknownSender(channel, counterpart);
}

const saidFirst = (body: string) => (body === '' ? null : quoted(excerpt(body, FIRST_WORDS)));

/** Alfie, Maisie or Jayden? Children whom the viewer may not see are counted, never named. */
function candidates({ children, hidden }: WaitingQuestion): string | null {
  const unseen = hidden > 0 ? [`${plural(hidden, 'child', 'children')} you cannot see`] : [];
  const names = [...children.map(firstName), ...unseen];
  return names.length > 0 ? `${listOf(names, 'or')}?` : null;
}

export function failureRow(failure: FailedSend, now: Date): Row {
  const { contactName, relationship, children, state, words, intentId } = failure;
  const failed = state === 'failed';
  const kept = failure.onRecord
    ? 'A copy is kept on the record.'
    : 'What you wrote is kept in the conversation.';
  const outcome = failed
    ? `${words ?? 'It did not arrive.'} ${kept}`
    : `${words ?? 'It has waited for more than 10 minutes.'} ${kept} If it cannot wait, ring ${firstName(contactName)}.`;
  const about = children.length > 0 ? `About ${listOf(children)}. ` : '';
  return {
    href: `/conversations/${failure.conversationId}`,
    title: `To ${withRelationship(contactName, relationship)}`,
    lines: [
      `${about}${capital(when(failure.at, now))}`,
      failure.writerName === null ? null : `${failure.writerName} wrote it.`,
    ],
    after: [outcome],
    said: quoted(excerpt(failure.body, FIRST_WORDS)),
    tag: {
      text: failed ? TAGS.notDelivered : TAGS.notSentYet,
      colour: failed ? 'red' : 'orange',
    },
    ...(failed ? { seen: intentId } : {}),
  };
}
