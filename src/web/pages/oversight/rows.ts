// What each row of the lanes says: why it is here before who wrote it.
import { flagTag, flagTitle, isPattern } from '../../../escalation/flag-words.ts';
import type { OverdueRecording } from '../../../escalation/overdue-store.ts';
import type { WhoIsNext } from '../../../escalation/pass-on.ts';
import type { FollowUp, QueueRow } from '../../../escalation/queue-store.ts';
import type { VisibleItem } from '../../../escalation/visible-store.ts';
import { channelName, messageCount } from '../../../format/channel.ts';
import { capital, clockTime, day, londonDay, when } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import { excerpt, listOf, plural, quoted, withRelationship } from '../../../format/words.ts';
import type { Sample } from '../../../oversight/sample-store.ts';
import { type Nation, workingDaysLate } from '../../../record/working-days.ts';
import { content, minutesLeft } from './content.ts';

const FIRST_WORDS = 110;

export type RowContext = { now: Date; nation: Nation; viewerId: string };

export type LaneRow = {
  href: string;
  title: string;
  urgent?: boolean;
  lines: (string | null)[];
  said?: string | null;
  after?: (string | null)[];
  tag?: { text: string; colour: string };
  due?: { main: string; beside: string | null; late: boolean };
  /** The address of the Acknowledge button, and what it says to a screen reader. */
  acknowledge?: { action: string; hidden: string };
};

/** Alfie Brennan and Maisie Brennan, as far as the viewer may know them. */
export function childrenOf(item: VisibleItem, { children }: QueueRow): string[] {
  return children
    .filter(({ caseNumber }) => !item.seesConversation || item.visibleCases.has(caseNumber))
    .map(({ name }) => name);
}

const contactOf = ({ contactName, counterpart, relationship }: QueueRow) =>
  contactName === null ? phone(counterpart) : withRelationship(contactName, relationship);

/** 5pm today; midday tomorrow */
const timeOf = (at: Date, now: Date) => `${clockTime(at).replace(':00', '')} ${day(at, now)}`;

export function itemRow(
  item: VisibleItem,
  row: QueueRow,
  next: { who: WhoIsNext; name: string | null } | null,
  context: RowContext,
): LaneRow {
  const title = flagTitle(row.category, row.rule);
  const children = childrenOf(item, row);
  const found = isPattern(row.rule) ? row.evidence.join(' ') : null;
  const said = found !== null || row.body === '' ? null : quoted(excerpt(row.body, FIRST_WORDS));
  const href = `/oversight/flags/${item.id}`;
  if (item.lane === 'review') {
    return {
      href,
      title: capital(title),
      lines: [reviewLine(item, row, children, context.now), found],
      said,
      tag: {
        text: item.kind === 'conduct' ? 'Conduct' : flagTag(row.category),
        colour: item.kind === 'conduct' ? 'purple' : 'teal',
      },
      due: decideWords(item, context),
    };
  }
  const whose =
    children.length > 0 ? listOf(children) : (row.contactName ?? phone(row.counterpart));
  return {
    href,
    title: `${whose}: ${title}`,
    urgent: true,
    lines: [urgentLine(item, row, context.now), found],
    said,
    ...urgentState(item, row, next, context, `${title} to ${whose}`),
  };
}

/** Kelly Brennan, mother, to Priya Nair. Text, today, 1:40pm */
function urgentLine({ kind }: VisibleItem, row: QueueRow, now: Date): string {
  const channel = capital(channelName(row.channel));
  const at = `${channel}, ${when(row.occurredAt, now)}`;
  if (kind === 'conduct' && row.direction === 'outbound') {
    return `Written by ${row.workerName ?? 'one of us'} to ${contactOf(row)}. ${at}`;
  }
  const to = row.workerName === null ? '' : `, to ${row.workerName}`;
  return `${contactOf(row)}${to}. ${at}`;
}

/** Gareth Pugh, father of Tomos Pugh. 2 messages, yesterday, 9:40am */
function reviewLine(item: VisibleItem, row: QueueRow, children: readonly string[], now: Date) {
  const of = children.length > 0 && row.relationship !== 'self' ? ` of ${listOf(children)}` : '';
  const who = `${contactOf(row)}${row.relationship === null ? '' : of}`;
  const at = capital(when(row.occurredAt, now));
  if (row.direction === 'outbound' && item.kind === 'conduct') {
    return `Written by ${row.workerName ?? 'one of us'} to ${who}. ${at}`;
  }
  const count = item.kind === 'concern' ? `${messageCount(row.channel, row.messages)}. ` : '';
  return `${who}. ${count}${at}`;
}

function urgentState(
  item: VisibleItem,
  row: QueueRow,
  next: { who: WhoIsNext; name: string | null } | null,
  context: RowContext,
  about: string,
): Pick<LaneRow, 'after' | 'tag' | 'due' | 'acknowledge'> {
  const { now, viewerId } = context;
  if (item.acknowledgedAt !== null) {
    const who = item.acknowledgedBy === viewerId ? 'you' : (row.acknowledgedByName ?? 'somebody');
    return {
      after: [`Acknowledged by ${who} ${atTime(item.acknowledgedAt, now)}. No decision yet.`],
      tag: { text: 'Acknowledged', colour: 'blue' },
      due: decideWords(item, context),
    };
  }
  const due = item.acknowledgeBy ?? now;
  return {
    after: [ownerWords(item, row, next, context)],
    tag: { text: 'Urgent', colour: 'red' },
    due: {
      main: `Acknowledge by ${clockTime(due)}`,
      beside: minutesLeft(due.getTime() - now.getTime()),
      late: false,
    },
    acknowledge: { action: `/oversight/flags/${item.id}/acknowledge`, hidden: about },
  };
}

/** at 1:04pm; yesterday at 1:04pm */
const atTime = (at: Date, now: Date) =>
  londonDay(at) === londonDay(now) ? `at ${clockTime(at)}` : `${day(at, now)} at ${clockTime(at)}`;

/** Owner: you. If nobody acknowledges it, it goes to Joan Whitcombe at 1:55pm. */
function ownerWords(
  item: VisibleItem,
  row: QueueRow,
  next: { who: WhoIsNext; name: string | null } | null,
  { now, viewerId }: RowContext,
): string {
  const owner =
    item.ownerId === viewerId
      ? 'you'
      : (row.ownerName ?? (row.dutyTeam === null ? 'nobody yet' : `the ${row.dutyTeam}`));
  const passed =
    row.passedFrom === null
      ? ''
      : ` Passed on, because ${row.passedFrom} did not acknowledge it in time.`;
  if (next === null) return `Owner: ${owner}.${passed}`;
  const at = clockTime(item.acknowledgeBy ?? now);
  const to =
    next.who.to === 'person'
      ? (next.name ?? next.who.workerId)
      : next.who.to === 'duty-team'
        ? `the ${next.who.team}`
        : null;
  const then =
    to === null
      ? `If nobody acknowledges it by ${at}, an alarm is raised and everybody is asked again.`
      : `If nobody acknowledges it, it goes to ${to} at ${at}.`;
  return `Owner: ${owner}.${passed} ${then}`;
}

/** Decide by 5pm tomorrow; Decide today; 1 working day late. */
function decideWords({ decideBy, lane }: VisibleItem, { now, nation }: RowContext) {
  if (decideBy >= now) {
    const main =
      lane === 'urgent' && londonDay(decideBy) === londonDay(now)
        ? 'Decide today'
        : `Decide by ${timeOf(decideBy, now)}`;
    return { main, beside: null, late: false };
  }
  const days = workingDaysLate(decideBy, now, nation);
  const main = days === 0 ? 'Late' : `${plural(days, 'working day', 'working days')} late`;
  return { main, beside: `Decision was due ${day(decideBy, now)}`, late: true };
}

export function followUpRow(
  { itemId, followUp, on, decidedByName }: FollowUp,
  { now }: RowContext,
): LaneRow {
  const at = new Date(`${on}T12:00:00Z`);
  const late = on < londonDay(now);
  return {
    href: `/oversight/flags/${itemId}#follow-up`,
    title: followUp,
    lines: [`To follow up a decision of ${decidedByName}.`],
    tag: { text: content.followUpTag, colour: 'turquoise' },
    due: { main: late ? `Was due ${day(at, now)}` : 'Due today', beside: null, late },
  };
}

export function overdueRow(recording: OverdueRecording, { now, nation }: RowContext): LaneRow {
  const { caseNumber, id, dueAt, occurredFrom, workerName } = recording;
  const contact =
    recording.contactName === null
      ? phone(recording.counterpart)
      : withRelationship(recording.contactName, recording.relationship);
  const days = workingDaysLate(dueAt, now, nation);
  return {
    href: `/children/${encodeURIComponent(caseNumber)}/recordings/${id}`,
    title: recording.childName,
    lines: [
      `${messageCount(recording.channel, recording.messages)} with ${contact}, ${day(occurredFrom, now)}. ${workerName ?? 'Nobody is asked'}`,
    ],
    due: {
      main: days === 0 ? 'Late' : `${plural(days, 'working day', 'working days')} late`,
      beside: `Was due ${day(dueAt, now)}`,
      late: true,
    },
  };
}

/** Nobody is accused by being here: what it says is read on its own page. */
export function sampleRow(
  { id, workerName, direction, at }: Sample,
  index: number,
  total: number,
  { now }: RowContext,
): LaneRow {
  const what = direction === 'outbound' ? 'A message from us' : 'A message from a family';
  return {
    href: `/oversight/samples/${id}`,
    title: `${what}, ${when(at, now)}`,
    lines: [workerName],
    due: { main: `Sample ${index + 1} of ${total}`, beside: null, late: false },
  };
}
