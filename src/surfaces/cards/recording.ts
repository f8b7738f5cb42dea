// A recording as a card: whose record, what passed, when it is due; and what became of it.
import { clockTime } from '../../format/dates.ts';
import { dueWords } from '../../format/due.ts';
import { listOf } from '../../format/words.ts';
import type { ContextCard, DoneCard } from '../../messaging/surface.ts';
import { readChildHead } from '../../record/head-store.ts';
import {
  readPerson,
  readRecording,
  readRecordingMessages,
  type ViewedMessage,
  type ViewedRecording,
} from '../../record/recording-store.ts';
import { workingDaysLate } from '../../record/working-days.ts';
import type { Seat } from '../seat.ts';
import { NO_CONTENT, whereWords } from '../words.ts';
import { childLine, firstNameOf, quote, replyLabel, whatCame, whoWrote } from './lines.ts';

export type RecordingToShow = {
  recording: ViewedRecording;
  messages: readonly ViewedMessage[];
  card: ContextCard;
};

/** A recording on a record that this person may see; null: there is none. */
export async function contextCard(
  seat: Seat,
  caseNumber: string,
  recordingId: string,
  showsWords: boolean,
): Promise<RecordingToShow | null> {
  const { database, now, today } = seat;
  const [head, recording] = await Promise.all([
    readChildHead(database.pool, caseNumber, today),
    readRecording(database.pool, caseNumber, recordingId),
  ]);
  if (head === null || recording === null) return null;
  const messages = await readRecordingMessages(database.pool, recordingId);
  const child = childLine(head, now);
  const holders = head.parentalResponsibility.map(({ name, relationship }) =>
    relationship === 'self' ? name : `${name} (${relationship})`,
  );
  const { contactName, relationship, counterpart } = recording;
  return {
    recording,
    messages,
    card: {
      kind: 'context',
      recordingId,
      version: String(recording.messageCount),
      child,
      parentalResponsibility:
        holders.length > 0
          ? `Parental responsibility: ${listOf(holders)}`
          : 'Parental responsibility: nobody is recorded',
      correspondence: {
        conversationId: recording.conversationId,
        who: whoWrote(contactName, relationship, recording),
        firstName: contactName === null ? 'this number' : firstNameOf(contactName),
        replyLabel: replyLabel(contactName, recording.channel),
        what: whatCame(
          {
            channel: recording.channel,
            messages: recording.messageCount,
            from: recording.occurredFrom,
            to: recording.occurredTo,
          },
          now,
        ),
        messages: messages.map((message) =>
          quote(
            {
              ...message,
              workerName: message.worker?.name ?? null,
              attachments: message.media.length,
            },
            { counterpart: contactName ?? counterpart, now, showsWords },
          ),
        ),
      },
      reason: await reasonOf(seat, recording, messages),
      due: dueOf(seat, recording),
      urgent: urgentOf(recording, messages, showsWords),
      url: seat.page(addressOf(caseNumber, recordingId)),
    },
  };
}

export const addressOf = (caseNumber: string, recordingId: string): string =>
  `/children/${encodeURIComponent(caseNumber)}/recordings/${recordingId}`;

/** Reasons may name every child of the exchange: they are left out where one may not be seen. */
async function reasonOf(
  { access }: Seat,
  { caseNumbers }: ViewedRecording,
  messages: readonly ViewedMessage[],
): Promise<string> {
  const visible = await access.visibleCases(caseNumbers);
  if (visible.size < caseNumbers.length) return 'It is about more than one child.';
  return [...new Set(messages.flatMap(({ reasons }) => reasons))].slice(0, 3).join(' ');
}

function dueOf({ now, nation }: Seat, { dueAt, urgentAt }: ViewedRecording): string {
  const { main, beside } = dueWords({
    dueAt,
    now,
    hoursCount: urgentAt !== null,
    workingDaysLate: workingDaysLate(dueAt, now, nation),
  });
  return beside === null ? main : `${main}, ${beside}`;
}

function urgentOf(
  { urgentAt, managerName }: ViewedRecording,
  messages: readonly ViewedMessage[],
  showsWords: boolean,
): string | null {
  if (urgentAt === null) return null;
  const [evidence] = messages.flatMap((message) => message.evidence);
  const said = showsWords && evidence !== undefined ? `: “${evidence}”` : '';
  const manager = managerName === null ? '' : ` Talk to ${managerName} if you are not sure.`;
  return `24 hours, because a message may be about harm${said}.${manager}`;
}

const NOTHING = { recordings: [], correct: null, reply: null, remember: null } as const;

/** What became of a recording: complete, moved, or no longer this person's. No name where it moved. */
export async function recordingDone(
  seat: Seat,
  caseNumber: string,
  recordingId: string,
): Promise<DoneCard> {
  const { database, viewer, access } = seat;
  const shown = (await access.canSeeChild(caseNumber))
    ? await contextCard(seat, caseNumber, recordingId, false)
    : null;
  const url = seat.page('/recordings');
  if (shown === null) return { kind: 'done', ...NO_CONTENT.over, ...NOTHING, url };
  const { recording, card, messages } = shown;
  if (recording.state === 'withdrawn') {
    return {
      kind: 'done',
      heading: 'Moved to another record',
      words:
        'These messages were on the wrong record, and somebody moved them. Nothing is lost: a draft of yours is kept.',
      ...NOTHING,
      url,
    };
  }
  if (recording.state === 'joined') {
    return {
      kind: 'done',
      heading: 'Part of another recording now',
      words: 'A message in between made these messages part of an earlier recording.',
      ...NOTHING,
      url,
    };
  }
  if (recording.state !== 'complete' || recording.completedAt === null) {
    return { kind: 'done', ...NO_CONTENT.over, ...NOTHING, url };
  }
  const by =
    recording.completedBy === viewer.workerId
      ? 'You'
      : (await readPerson(database.pool, recording.completedBy ?? '')).name;
  const { who, what, conversationId } = card.correspondence;
  const [first] = messages;
  return {
    kind: 'done',
    heading: `Complete: ${card.child.name}`,
    words: `${who}: ${what}. ${card.child.details}. ${by} completed this at ${clockTime(recording.completedAt)}.`,
    recordings: [{ recordingId, child: card.child, needsContext: false }],
    correct: first === undefined ? null : { conversationId, messageId: first.id },
    reply: replyTo(conversationId, card.correspondence.replyLabel),
    remember: null,
    url: card.url,
  };
}

const replyTo = (conversationId: string, label: string | null): DoneCard['reply'] =>
  label === null ? null : { conversationId, label };

/** Somebody else was first: who, when and where. */
export function completedFirst(name: string, isSelf: boolean, at: Date, surface: string): string {
  const by = isSelf ? 'You' : name;
  return `${by} completed this recording ${whereWords(surface)} at ${clockTime(at)}. It has not been changed. What you wrote here is below, so that you can add it.`.replace(
    / +/g,
    ' ',
  );
}
