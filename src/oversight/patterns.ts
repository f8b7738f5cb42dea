// What no single message says: silence, nights, deletions, contact outside what was agreed. Pure: facts in, flags out,
// with the evidence in words. Each stands on the message it became visible at.
import type { Flag } from './flag.ts';

export type Exchanged = {
  readonly messageId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly at: Date;
  /** 0 to 23, and the day as 2026-03-12, in Europe/London. */
  readonly hour: number;
  readonly day: string;
  /** Whether an urgent flag of a rule about words stands on it. */
  readonly isUrgent: boolean;
  /** When it was deleted, and how often it was edited within half an hour of being written; null: it was not. */
  readonly deletedAt: Date | null;
  readonly quickEdits: number;
};
export type PatternFlag = Flag & { readonly messageId: string };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const SILENCE = { days: 5, withinDays: 7, quietDays: 3, forgottenDays: 14 };
const NIGHT = { from: 23, to: 5, messages: 5, withinMinutes: 60 };
const UNANSWERED_MINUTES = 120;
const SOON_MINUTES = 30;
const QUICK_EDITS = 3;

/** All that one conversation's messages show, oldest first. `now` decides what is silence and what is unanswered. */
export function patternsIn(messages: readonly Exchanged[], now: Date): readonly PatternFlag[] {
  return [
    ...silence(messages, now),
    ...nightBurst(messages),
    ...unanswered(messages, now),
    ...takenBack(messages),
  ];
}

/** A family that wrote on nearly every day of a week stops for days. */
function silence(messages: readonly Exchanged[], now: Date): readonly PatternFlag[] {
  const inbound = messages.filter(({ direction }) => direction === 'inbound');
  const last = inbound.at(-1);
  if (last === undefined) return [];
  const quiet = (now.getTime() - last.at.getTime()) / DAY_MS;
  if (quiet < SILENCE.quietDays || quiet > SILENCE.forgottenDays) return [];
  const from = last.at.getTime() - SILENCE.withinDays * DAY_MS;
  const days = new Set(inbound.filter(({ at }) => at.getTime() >= from).map(({ day }) => day));
  if (days.size < SILENCE.days) return [];
  const words = `wrote on ${days.size} days of one week, then nothing since ${last.day}`;
  return [flagOf('pattern/silence@1', 'disengagement', 'review', last.messageId, words)];
}

/** Several messages within an hour of the night. */
function nightBurst(messages: readonly Exchanged[]): readonly PatternFlag[] {
  const atNight = messages.filter(
    ({ direction, hour }) => direction === 'inbound' && (hour >= NIGHT.from || hour < NIGHT.to),
  );
  for (let end = NIGHT.messages - 1; end < atNight.length; end += 1) {
    const [first, last] = [atNight[end - NIGHT.messages + 1], atNight[end]];
    if (first === undefined || last === undefined) continue;
    const minutes = (last.at.getTime() - first.at.getTime()) / MINUTE_MS;
    if (minutes > NIGHT.withinMinutes) continue;
    const words = `${NIGHT.messages} messages within ${Math.max(1, Math.round(minutes))} minutes of the night of ${first.day}`;
    return [flagOf('pattern/night-burst@1', 'harm-disclosure', 'review', last.messageId, words)];
  }
  return [];
}

/** An urgent message that nobody answered. */
function unanswered(messages: readonly Exchanged[], now: Date): readonly PatternFlag[] {
  const lastAnswer = messages.findLast(({ direction }) => direction === 'outbound')?.at.getTime();
  return messages
    .filter(
      ({ direction, isUrgent, at }) =>
        direction === 'inbound' &&
        isUrgent &&
        (lastAnswer === undefined || lastAnswer < at.getTime()) &&
        now.getTime() - at.getTime() >= UNANSWERED_MINUTES * MINUTE_MS,
    )
    .map(({ messageId }) => {
      const words = `urgent, and not answered within ${UNANSWERED_MINUTES / 60} hours`;
      return flagOf('pattern/unanswered-urgent@1', 'harm-disclosure', 'urgent', messageId, words);
    });
}

/** Deleted, or edited again and again, soon after it was written. */
function takenBack(messages: readonly Exchanged[]): readonly PatternFlag[] {
  return messages.flatMap(({ messageId, direction, at, deletedAt, quickEdits }) => {
    const category = direction === 'outbound' ? 'conduct' : 'harm-disclosure';
    const minutes =
      deletedAt === null ? null : Math.round((deletedAt.getTime() - at.getTime()) / MINUTE_MS);
    if (minutes !== null && minutes <= SOON_MINUTES) {
      const words = `deleted ${minutes} minutes after it was written`;
      return [flagOf('pattern/deleted-soon@1', category, 'review', messageId, words)];
    }
    if (quickEdits < QUICK_EDITS) return [];
    const words = `edited ${quickEdits} times within ${SOON_MINUTES} minutes`;
    return [flagOf('pattern/edited-soon@1', category, 'review', messageId, words)];
  });
}

/** One message beside what is agreed with its contact about its child. */
export type AgainstPlan = {
  readonly messageId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly channel: string;
  readonly workerId: string | null;
  /** Clock time as 21:40 and weekday, 1 Monday to 7 Sunday, in Europe/London. */
  readonly clock: string;
  readonly weekday: number;
  readonly permitted: 'yes' | 'supervised' | 'no' | null;
  /** Null: no plan is in force. */
  readonly plan: {
    readonly channels: readonly string[];
    readonly from: string | null;
    readonly to: string | null;
    readonly days: readonly number[];
    readonly usedBy: readonly string[];
  } | null;
};

/** Contact with somebody who may have none, and messages outside the agreed plan. What families write at night is theirs to choose. */
export function outsideAgreement(message: AgainstPlan): readonly PatternFlag[] {
  const { messageId, direction, plan } = message;
  const flags: PatternFlag[] = [];
  if (message.permitted === 'no') {
    const words = 'contact with somebody whose contact with the child is not permitted';
    flags.push(flagOf('pattern/not-permitted@1', 'unsafe-adult', 'review', messageId, words));
  }
  if (plan === null) return flags;
  const wrong: string[] = [];
  if (!plan.channels.includes(message.channel.replace('-device', '')))
    wrong.push(`${message.channel} is not a channel of the plan`);
  if (direction === 'outbound') {
    const { from, to, days, usedBy } = plan;
    if (from !== null && to !== null && (message.clock < from || message.clock > to))
      wrong.push(`sent at ${message.clock}, agreed are ${from} to ${to}`);
    if (days.length > 0 && !days.includes(message.weekday)) wrong.push('not on an agreed day');
    if (message.workerId !== null && usedBy.length > 0 && !usedBy.includes(message.workerId))
      wrong.push('by a worker whom the plan does not name');
  }
  if (wrong.length > 0) {
    const category = direction === 'outbound' ? 'conduct' : 'off-channel';
    const words = `outside the contact plan: ${wrong.join('; ')}`;
    flags.push(flagOf('pattern/outside-plan@1', category, 'review', messageId, words));
  }
  return flags;
}

/** What one worker has left, and the newest message they wrote, at which it is shown. */
export type WorkerLoad = {
  readonly messageId: string;
  readonly overdueRecordings: number;
  readonly correctionsInTwoWeeks: number;
};

const BACKLOG = 10;
const CORRECTIONS = 3;

/** A worker whose recordings pile up, or who keeps choosing the wrong child. */
export function strainOf(load: WorkerLoad): readonly PatternFlag[] {
  const { messageId, overdueRecordings, correctionsInTwoWeeks } = load;
  const flags: PatternFlag[] = [];
  if (overdueRecordings >= BACKLOG) {
    const words = `${overdueRecordings} recordings of this worker wait past their time`;
    flags.push(flagOf('pattern/backlog@1', 'conduct', 'review', messageId, words));
  }
  if (correctionsInTwoWeeks >= CORRECTIONS) {
    const words = `${correctionsInTwoWeeks} messages moved from a wrong child's record in two weeks`;
    flags.push(flagOf('pattern/wrong-child@1', 'conduct', 'review', messageId, words));
  }
  return flags;
}

function flagOf(
  rule: string,
  category: Flag['category'],
  severity: Flag['severity'],
  messageId: string,
  words: string,
): PatternFlag {
  return { category, severity, evidence: [words], rule, messageId };
}
