// Rows of recordings as `macros/list.njk` draws them, on every page that lists some.

import { capital, fullDate, timeRange } from '../../../format/dates.ts';
import { dueWords } from '../../../format/due.ts';
import { plural } from '../../../format/words.ts';
import type { ListedRecording } from '../../../record/list-store.ts';
import { type Nation, workingDaysLate } from '../../../record/working-days.ts';
import { markerWords, withWhom } from '../recording/content.ts';
import { addressOfRecord } from '../recording/view.ts';

export type RowContext = { now: Date; nation: Nation };

const addressOf = ({ caseNumber, id }: ListedRecording) =>
  `${addressOfRecord(caseNumber)}/recordings/${id}`;

const messagesOf = ({ messageCount }: ListedRecording) =>
  plural(messageCount, 'message', 'messages');

const happened = ({ occurredFrom, occurredTo }: ListedRecording, now: Date) =>
  capital(timeRange(occurredFrom, occurredTo, now));

/** A recording that waits, with its deadline. `viewerId` is not named as the one who is asked. */
export function waitingRow(
  recording: ListedRecording,
  { now, nation }: RowContext,
  show: { child: boolean; viewerId: string },
) {
  const { dueAt, urgentAt, childName, dateOfBirth, caseNumber, workerId, workerName } = recording;
  const asked = workerId === show.viewerId ? null : askedWords(workerId, workerName);
  const urgent = urgentAt !== null;
  return {
    href: addressOf(recording),
    title: `Add context to ${withWhom(recording)}`,
    urgent,
    lines: [
      show.child ? `${childName}, born ${fullDate(dateOfBirth)}, case ${caseNumber}` : null,
      `${happened(recording, now)}. ${messagesOf(recording)}.${urgent ? ' May be about harm.' : ''}`,
      asked,
    ],
    tag: urgent ? { text: 'Urgent', colour: 'red' } : null,
    due: dueWords({
      dueAt,
      now,
      hoursCount: urgent,
      workingDaysLate: workingDaysLate(dueAt, now, nation),
    }),
  };
}

function askedWords(workerId: string | null, workerName: string | null): string {
  return workerId === null ? 'Nobody is asked yet.' : `${workerName ?? workerId} is asked.`;
}

/** A recording on a child's record, whatever its state. */
export function recordRow(recording: ListedRecording, { now }: RowContext) {
  const { state, dueAt, significant, correctionWaits, movedCount, movedAt, movedBy } = recording;
  const moved =
    movedCount > 0 && movedAt && movedBy
      ? markerWords(movedCount, fullDate(movedAt), movedBy)
      : null;
  if (state === 'withdrawn') {
    return {
      href: addressOf(recording),
      title: 'Moved to another record',
      lines: [moved],
      tag: { text: 'Marker only', colour: 'grey' },
    };
  }
  const event = significant ? ' Significant event.' : '';
  const tag =
    state === 'complete'
      ? { text: 'Complete', colour: 'green' }
      : { text: dueAt < now ? 'Overdue' : 'Needs context', colour: 'red' };
  return {
    href: addressOf(recording),
    title: capital(withWhom(recording)),
    lines: [
      `${happened(recording, now)}. ${messagesOf(recording)}.${event}`,
      correctionWaits ? 'A correction waits to be agreed.' : null,
      moved,
    ],
    tag,
  };
}
