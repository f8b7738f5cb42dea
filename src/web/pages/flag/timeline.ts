// Who has done what, with times: a manager must not ring somebody who is already ringing.
import type { Viewer } from '../../../access/viewer.ts';
import type {
  ItemDecision,
  ItemFlag,
  ItemMessage,
  ItemStep,
  ToldOutOfHours,
} from '../../../escalation/view-store.ts';
import type { VisibleItem } from '../../../escalation/visible-store.ts';
import { clockTime, londonDay, when } from '../../../format/dates.ts';
import { listOf, plural } from '../../../format/words.ts';
import { DECISION_WORDS } from './content.ts';

export type TimelineEntry = {
  title: string;
  byline: string | null;
  time: string;
  datetime: string;
  words: string | null;
};

export type TimelineNeeds = {
  item: VisibleItem;
  flags: readonly ItemFlag[];
  steps: readonly ItemStep[];
  decisions: readonly ItemDecision[];
  messages: readonly ItemMessage[];
  told: readonly ToldOutOfHours[];
  viewer: Viewer;
  now: Date;
};

type Placed = Omit<TimelineEntry, 'time' | 'datetime'> & { at: Date };

export function timelineOf(needs: TimelineNeeds): TimelineEntry[] {
  const { steps, viewer, now } = needs;
  return [
    ...flagged(needs),
    ...steps.map((step) => stepEntry(step, needs)),
    ...answered(needs),
    ...needs.told.map(toldEntry),
    ...needs.decisions.flatMap((decision) => decisionEntries(decision, viewer)),
  ]
    .sort((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ at, ...entry }) => ({
      ...entry,
      datetime: at.toISOString(),
      time: londonDay(at) === londonDay(now) ? clockTime(at) : when(at, now),
    }));
}

function flagged({ item, flags }: TimelineNeeds): Placed[] {
  const count = new Set(flags.map(({ messageId }) => messageId)).size;
  const words = count > 1 ? `${plural(count, 'message', 'messages')} so far` : null;
  return [{ at: item.openedAt, title: 'Flagged', byline: null, words }];
}

const personOf = (id: string | null, name: string | null, { workerId }: Viewer) =>
  id === workerId ? 'you' : (name ?? 'somebody');

function stepEntry(step: ItemStep, { item, viewer, messages, flags }: TimelineNeeds): Placed {
  const person = personOf(step.workerId, step.workerName, viewer);
  switch (step.kind) {
    case 'given': {
      const surfaces = step.told.map(({ surface }) => (surface === 'slack' ? 'Slack' : 'Teams'));
      const told = step.told.map(({ outcome, surface }) =>
        outcome === 'delivered'
          ? 'Delivered'
          : `Could not be told in ${surface === 'slack' ? 'Slack' : 'Teams'}`,
      );
      const why =
        step.why === 'not-acknowledged'
          ? 'Because nobody acknowledged it'
          : step.why === 'not-reached'
            ? 'Because the one before could not be told'
            : null;
      return {
        at: step.at,
        title: step.why === 'owner' ? `Sent to ${person}` : `Passed to ${person}`,
        byline: surfaces.length > 0 ? `on ${listOf(surfaces)}` : null,
        words: [why, ...told].filter((part) => part !== null).join('. ') || null,
      };
    }
    case 'duty-team':
      return {
        at: step.at,
        title: `Text to the duty phone`,
        byline: step.why,
        words: textWords(step.textState),
      };
    case 'round':
      return {
        at: step.at,
        title: 'Everybody asked again',
        byline: null,
        words: 'An alarm was raised',
      };
    case 'raised':
      return { at: step.at, title: 'Became urgent', byline: null, words: null };
    case 'acknowledged':
      return {
        at: step.at,
        title: `Acknowledged by ${person}`,
        byline: null,
        words: afterMessage(step.at, item, messages, flags),
      };
    default:
      return step.kind satisfies never;
  }
}

function textWords(state: string | null): string {
  if (state === null) return 'No number of ours could send it';
  if (state === 'delivered') return 'Delivered';
  if (state === 'failed' || state === 'seen-failed') return 'Not delivered';
  return state === 'accepted' ? 'Sent' : 'Sending';
}

function toldEntry({ at, whyNot }: ToldOutOfHours): Placed {
  return whyNot === null
    ? { at, title: 'Family told when messages are read', byline: null, words: null }
    : { at, title: 'Family not told out of hours', byline: null, words: whyNot };
}

/** 9 minutes after the message */
function afterMessage(
  at: Date,
  item: VisibleItem,
  messages: readonly ItemMessage[],
  flags: readonly ItemFlag[],
): string | null {
  const message = messages.find(({ id }) => id === flags[0]?.messageId);
  const since = at.getTime() - (message?.occurredAt ?? item.openedAt).getTime();
  const minutes = Math.floor(since / 60_000);
  return minutes >= 0 && minutes < 600
    ? `${plural(minutes, 'minute', 'minutes')} after the message`
    : null;
}

/** The first answer of one of us after each run of the family's messages would be a list: the first is enough. */
function answered({ messages, flags }: TimelineNeeds): Placed[] {
  const flaggedMessage = messages.find(({ id }) => id === flags[0]?.messageId);
  if (flaggedMessage?.direction !== 'inbound') return [];
  const answer = messages.find(
    ({ direction, isByItself, occurredAt }) =>
      direction === 'outbound' && !isByItself && occurredAt > flaggedMessage.occurredAt,
  );
  if (answer === undefined) return [];
  const who = answer.workerName ?? 'one of us';
  return [{ at: answer.occurredAt, title: `Answered by ${who}`, byline: null, words: null }];
}

function decisionEntries(decision: ItemDecision, viewer: Viewer): Placed[] {
  const who = personOf(decision.decidedBy, decision.decidedByName, viewer);
  const decided = {
    at: decision.decidedAt,
    title: `Decided by ${who}`,
    byline: null,
    words: DECISION_WORDS[decision.decision].label,
  };
  if (decision.doneAt === null) return [decided];
  const by = decision.doneByName ?? 'somebody';
  return [
    decided,
    { at: decision.doneAt, title: `Followed up by ${by}`, byline: null, words: null },
  ];
}
