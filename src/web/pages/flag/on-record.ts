// A manager's decision as those who work with the child read it.
import type { RecordDecision, UnseenDecision } from '../../../escalation/on-record-store.ts';
import { fullDate, recordTime, when } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import { excerpt, listOf, quoted, withRelationship } from '../../../format/words.ts';
import type { Row } from '../../../inbox/rows.ts';
import { DECISION_WORDS } from './content.ts';

const FIRST_WORDS = 160;

export type DecisionView = {
  label: string;
  reason: string;
  by: string;
  followUp: string | null;
};

export function decisionOnRecord(decision: RecordDecision): DecisionView {
  const { followUp, followUpOn, decidedByName, decidedAt, reason } = decision;
  return {
    label: `${DECISION_WORDS[decision.decision].label}, decided by a manager`,
    reason,
    by: `${decidedByName}, manager, ${recordTime(decidedAt)}`,
    followUp:
      followUp === null || followUpOn === null
        ? null
        : `To follow up on ${fullDate(new Date(`${followUpOn}T12:00:00Z`))}: ${followUp}`,
  };
}

/** In the inbox of the worker who is asked about the messages. */
export function decisionRow(decision: UnseenDecision, now: Date): Row {
  const { id, conversationId, children, contactName, relationship, counterpart } = decision;
  const who =
    contactName === null ? phone(counterpart) : withRelationship(contactName, relationship);
  const about = children.length > 0 ? `About ${listOf(children)}. ` : '';
  return {
    href: `/conversations/${conversationId}`,
    title: `${DECISION_WORDS[decision.decision].label}: ${who}`,
    lines: [`${about}${decision.decidedByName}, ${when(decision.decidedAt, now)}`],
    said: quoted(excerpt(decision.reason, FIRST_WORDS)),
    seen: id,
    seenAt: `/inbox/decisions/${id}/seen`,
  };
}
