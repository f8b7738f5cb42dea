import { derivedId } from '../messaging/identity.ts';
import type { NewDecision } from './batch.ts';
import { RULE_VERSION } from './decide.ts';
import type { MessageRow } from './work-store.ts';

/** The decision on a message for which the rules failed: a person is asked. */
export function fallbackDecision(row: MessageRow, now: Date): NewDecision {
  return {
    messageId: row.id,
    conversationId: row.conversationId,
    occurredAt: row.occurredAt,
    choiceId: null,
    state: 'awaiting-worker',
    caseNumbers: [],
    method: null,
    reasons: ['Casethread could not work out which child this is about. Choose the child.'],
    cues: [],
    candidates: [],
    question: { id: derivedId('question', row.id), askedAt: row.occurredAt.getTime() },
    contactId: null,
    decidedBy: 'system',
    decidedAt: now.getTime(),
    ruleVersion: RULE_VERSION,
  };
}
