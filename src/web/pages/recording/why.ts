// Why each message is on this record: the decision in one line, and both sides of it on request.
import {
  bothSides,
  type KeptCue,
  readKeptCues,
  shownReasons,
} from '../../../attribution/evidence.ts';
import { clockTime, recordTime } from '../../../format/dates.ts';
import type { ViewedMessage } from '../../../record/recording-store.ts';
import { content, withRole } from './content.ts';

export type Why = {
  words: string;
  by: string;
  href: string;
  count: number;
  hidden: string;
  /** For and against, each in plain words; `decided`: when, by whom, under which rules. */
  sides: { for: readonly string[]; against: readonly string[]; decided: string };
};

/** Case numbers that the messages' cues speak of: what the viewer may see of them must be asked. */
export function casesOfCues(messages: readonly ViewedMessage[]): string[] {
  return [
    ...new Set(
      messages.flatMap(({ cues }) => readKeptCues(cues).flatMap(({ caseNumbers }) => caseNumbers)),
    ),
  ];
}

/**
 * Said once for every run of messages with the same reasons. The reasons may name every child of
 * the exchange: they are left out where the viewer may not see them all (`namesUnseen`).
 */
export function whyEach(
  messages: readonly ViewedMessage[],
  conversationId: string,
  visible: ReadonlySet<string>,
  namesUnseen: boolean,
): Why[] {
  const runs: Why[] = [];
  for (const message of messages) {
    const cues = readKeptCues(message.cues);
    const words = namesUnseen
      ? content.aboutSeveral
      : shownReasons(message.reasons, cues, visible).join(' ');
    const by = message.decidedBy.workerId === 'system' ? '' : withRole(message.decidedBy);
    const sides = sidesOf(message, cues, visible, by);
    const last = runs.at(-1);
    if (last && last.words === words && last.by === by && same(last.sides, sides)) {
      last.count += 1;
      continue;
    }
    runs.push({
      words,
      by,
      href: `/conversations/${conversationId}/messages/${message.id}/wrong-child`,
      count: 1,
      hidden: `Messages from ${clockTime(message.occurredAt)}`,
      sides,
    });
  }
  return runs;
}

function sidesOf(
  message: ViewedMessage,
  cues: readonly KeptCue[],
  visible: ReadonlySet<string>,
  by: string,
): Why['sides'] {
  const { decidedAt, ruleVersion } = message;
  const who = by === '' ? content.decidedByRules : `Decided by ${by}`;
  return {
    ...bothSides(cues, visible),
    decided: `${who}, ${recordTime(decidedAt)}. Rules ${ruleVersion}.`,
  };
}

function same(left: Why['sides'], right: Why['sides']): boolean {
  return left.for.join() === right.for.join() && left.against.join() === right.against.join();
}
