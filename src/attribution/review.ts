// When a worker corrects a decision, what leaned on it is no longer certain: a person is asked again.
import type { Queryable } from '../database/client.ts';
import { derivedId } from '../messaging/identity.ts';
import type { NewDecision } from './batch.ts';
import { RULE_VERSION } from './decide.ts';
import { readLeaningOn } from './decision-store.ts';
import type { ChoiceRow } from './work-store.ts';

/** New decisions that ask about every automatic one that leaned on a corrected message, and on those in turn. */
export async function reviewsAfter(
  connection: Queryable,
  corrections: readonly ChoiceRow[],
  now: Date,
): Promise<NewDecision[]> {
  const reviews: NewDecision[] = [];
  for (const correction of corrections) {
    const seen = new Set(correction.messageIds);
    for (let corrected: string[] = correction.messageIds; corrected.length > 0; ) {
      const leaning = await readLeaningOn(connection, correction.conversationId, corrected);
      const found = leaning.filter(({ messageId }) => !seen.has(messageId));
      for (const { messageId } of found) seen.add(messageId);
      const first = found[0];
      if (first === undefined) break;
      const question = {
        id: derivedId('review', correction.id, first.messageId),
        askedAt: correction.at.getTime(),
      };
      reviews.push(...found.map((decision) => askAgain(decision, correction, question, now)));
      corrected = found.map(({ messageId }) => messageId);
    }
  }
  return reviews;
}

function askAgain(
  decision: NewDecision,
  correction: ChoiceRow,
  question: NonNullable<NewDecision['question']>,
  now: Date,
): NewDecision {
  const sets = [decision.caseNumbers, correction.caseNumbers].filter((set) => set.length > 0);
  return {
    ...decision,
    state: 'awaiting-worker',
    caseNumbers: [],
    method: null,
    reasons: ['It was placed because of a message that a worker has since corrected.'],
    candidates: [...new Map(sets.map((set) => [[...set].sort().join(), set])).values()],
    question,
    decidedBy: 'system',
    decidedAt: (correction.origin === 'import' ? correction.at : now).getTime(),
    ruleVersion: RULE_VERSION,
    choiceId: correction.id,
  };
}
