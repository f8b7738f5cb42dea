// The messages of a conversation as they are drawn: runs with their heads, oldest first.
import type { Access } from '../../../access/access.ts';
import type { Viewer } from '../../../access/viewer.ts';
import type { Queryable } from '../../../database/client.ts';
import type { Recipient } from '../../../delivery/recipient.ts';
import { clockTime, day, dayHeading, fullDate } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import { listOf, plural } from '../../../format/words.ts';
import { loadReceipts } from '../../../record/receipt-store.ts';
import {
  type Bubble,
  type BubbleContext,
  bubbleOf,
  counterpartName,
  unsentBubble,
} from './bubbles.ts';
import { content, hiddenMessages } from './content.ts';
import {
  type ConversationMessage,
  type Cursor,
  type NamedChild,
  readChildren,
  readMessages,
  readUnsent,
  type UnsentMessage,
} from './conversation-store.ts';
import { type Run, runsOf } from './runs.ts';

export type RunView =
  | { hidden: string }
  | {
      hidden: null;
      label: string;
      day: string | null;
      asking: boolean;
      /** "About <strong>…</strong>", or what stands instead of a child. */
      about: { before: string; strong: string };
      why: string | null;
      change: { href: string; text: string; hidden: string; button: boolean } | null;
      bubbles: Bubble[];
    };

export type Thread = {
  runs: RunView[];
  /** Where earlier messages begin; null: these are all. */
  earlier: string | null;
  /** Children of the newest run, whom a reply is likely about. */
  visible: ReadonlySet<string>;
};

type ThreadNeeds = {
  connection: Queryable;
  access: Access;
  viewer: Viewer;
  now: Date;
  recipient: Recipient;
  before: Cursor | null;
};

/** Null when the viewer may not open it. */
export async function loadThread(needs: ThreadNeeds): Promise<Thread | null> {
  const { connection, access, viewer, now, recipient, before } = needs;
  const { conversationId } = recipient;
  const [visible, page] = await Promise.all([
    access.casesOfConversation(conversationId),
    readMessages(connection, conversationId, before),
  ]);
  if (visible === null) return null;
  const { messages } = page;
  const oldest = messages[0]?.occurredAt ?? new Date(0);
  const [receipts, unsent] = await Promise.all([
    loadReceipts(
      connection,
      messages.map(({ id }) => id),
    ),
    before === null
      ? readUnsent(connection, conversationId, page.earlier ? oldest : new Date(0))
      : [],
  ]);
  const shownUnsent = unsent.filter(({ caseNumbers }) => caseNumbers.some((c) => visible.has(c)));
  const named = [...messages, ...shownUnsent].flatMap(({ caseNumbers }) => caseNumbers);
  const children = await readChildren(
    connection,
    [...new Set(named)].filter((c) => visible.has(c)),
  );
  const context: BubbleContext = {
    conversationId,
    viewer,
    now,
    counterpartName: counterpartName(
      recipient.holders,
      messages.findLast(({ profileName }) => profileName !== null)?.profileName ?? null,
      recipient.counterpart,
    ),
    officialLabel: recipient.sender?.label ?? phone(recipient.officialNumber),
    receipts,
  };
  return {
    visible,
    runs: inOrder([
      ...runsOf(messages, visible).map((run) => runView(run, context, children)),
      ...shownUnsent.map((one) => unsentView(one, context, children)),
    ]).map(({ run }) => run),
    earlier: page.earlier && messages[0] ? cursorOf(messages[0]) : null,
  };
}

type Placed = { at: Date; run: RunView };

/**
 * By when they begin; the day is said above the first run of each. No two runs have the same label:
 * somebody who goes from region to region by ear could not tell them apart.
 */
function inOrder(placed: Placed[]): Placed[] {
  const ordered = placed.sort((one, other) => one.at.getTime() - other.at.getTime());
  const times = new Map<string, number>();
  let lastDay: string | null = null;
  for (const { run } of ordered) {
    if (run.hidden !== null) continue;
    const nth = (times.get(run.label) ?? 0) + 1;
    times.set(run.label, nth);
    if (nth > 1) run.label = `${run.label}, part ${nth}`;
    if (run.day === lastDay) run.day = null;
    else lastDay = run.day;
  }
  return ordered;
}

function cursorOf({ occurredAt, sequence }: ConversationMessage): string {
  return `${occurredAt.toISOString()}~${sequence}`;
}

function runView(
  run: Run,
  context: BubbleContext,
  children: ReadonlyMap<string, NamedChild>,
): Placed {
  if (!run.shown) return { at: run.at, run: { hidden: hiddenMessages(run.count) } };
  const { first, messages } = run;
  const head = headOf(run, context, children);
  return {
    at: first.occurredAt,
    run: {
      hidden: null,
      ...head,
      label: `${head.label}, from ${beginOf(first.occurredAt, context)}`,
      day: dayHeading(first.occurredAt, context.now),
      bubbles: messages.map((message) => bubbleOf(message, context)),
    },
  };
}

/** 1:40pm yesterday */
const beginOf = (at: Date, { now }: BubbleContext) => `${clockTime(at)} ${day(at, now)}`;

function headOf(
  { first, messages }: Extract<Run, { shown: true }>,
  context: BubbleContext,
  children: ReadonlyMap<string, NamedChild>,
) {
  const { conversationId } = context;
  const from = beginOf(first.occurredAt, context);
  const correct = {
    href: `/conversations/${conversationId}/messages/${first.id}/wrong-child`,
    text: content.wrongChild,
    hidden: `Messages from ${from}`,
    button: false,
  };
  switch (first.state) {
    case 'attributed': {
      const strong = childrenInWords(first.caseNumbers, children);
      return {
        label: `Messages about ${strong}`,
        asking: false,
        about: { before: 'About ', strong },
        why: whyOf(first, messages),
        change: correct,
      };
    }
    case 'awaiting-worker':
    case 'unmatched':
      return {
        label: 'Messages waiting for a child',
        asking: true,
        about: { before: '', strong: `${content.whichChild} ${content.notOnARecord}` },
        why: first.reasons.join(' '),
        change:
          first.questionOpen && first.questionId
            ? {
                href: `/conversations/${conversationId}/questions/${first.questionId}`,
                text: content.chooseChild,
                hidden: `Messages from ${from}`,
                button: true,
              }
            : null,
      };
    case 'not-casework':
      return {
        label: 'Messages that are not casework',
        asking: false,
        about: { before: '', strong: content.notCasework },
        why: whyOf(first, messages),
        change: correct,
      };
    case null:
      return {
        label: 'Messages on their way to the record',
        asking: false,
        about: { before: '', strong: content.beingRead },
        why: null,
        change: null,
      };
    default:
      return first.state satisfies never;
  }
}

/** The first message's reasons; those that follow on are counted, not explained again. */
function whyOf(first: ConversationMessage, messages: readonly ConversationMessage[]): string {
  const reasons =
    first.decidedByName === null
      ? first.reasons
      : [`${first.decidedByName} chose this.`, ...first.reasons];
  const following = messages.length - 1;
  const followOn = messages.slice(1).every(({ method }) => method === 'continuation');
  if (following === 0 || !followOn) return reasons.join(' ');
  const rest =
    following === 1
      ? 'The 1 after it continues the same conversation.'
      : `The ${following} after it continue the same conversation.`;
  return [...reasons, rest].join(' ');
}

/** Name and date of birth together; children whom the viewer may not see are counted. */
export function childrenInWords(
  caseNumbers: readonly string[],
  children: ReadonlyMap<string, NamedChild>,
): string {
  const shown = caseNumbers
    .map((caseNumber) => children.get(caseNumber))
    .filter((child) => child !== undefined)
    .sort((a, b) => a.dateOfBirth.getTime() - b.dateOfBirth.getTime())
    .map(({ name, dateOfBirth }) => `${name}, born ${fullDate(dateOfBirth)}`);
  const hidden = caseNumbers.length - shown.length;
  const others = hidden > 0 ? [`${plural(hidden, 'child', 'children')} you cannot see`] : [];
  return listOf([...shown, ...others]);
}

function unsentView(
  unsent: UnsentMessage,
  context: BubbleContext,
  children: ReadonlyMap<string, NamedChild>,
): Placed {
  const strong = childrenInWords(unsent.caseNumbers, children);
  const outcome = unsent.state.endsWith('failed') ? 'not delivered' : 'being sent';
  return {
    at: unsent.at,
    run: {
      hidden: null,
      label: `Message about ${strong}, ${outcome}, from ${beginOf(unsent.at, context)}`,
      day: dayHeading(unsent.at, context.now),
      asking: false,
      about: { before: 'About ', strong },
      why: null,
      change: null,
      bubbles: [unsentBubble(unsent, context)],
    },
  };
}
