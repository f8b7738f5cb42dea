// One person's access on one day: what a page asks while it answers a request.
import type { Queryable } from '../database/client.ts';
import {
  findChildrenForAccess,
  findConversationForAccess,
  findReach,
  type SubSelect,
  visibleCasesSql,
} from './access-store.ts';
import { maySeeChild, maySeeConversation, type Reach } from './rules.ts';
import type { Viewer } from './viewer.ts';

export type Access = {
  /** False for a child who is not theirs, and for one that does not exist. */
  canSeeChild(caseNumber: string): Promise<boolean>;
  /** Those of the case numbers that the viewer may see. */
  visibleCases(caseNumbers: readonly string[]): Promise<ReadonlySet<string>>;
  /** The children of a conversation whom the viewer may see; null when they may not open it. */
  casesOfConversation(conversationId: string): Promise<ReadonlySet<string> | null>;
  /**
   * Every case number the viewer may see, as a sub-select whose parameters start at
   * `$firstParameter`: `WHERE r.case_number IN (${sql})`.
   */
  casesQuery(firstParameter: number): Promise<SubSelect>;
};

/** Access of `viewer` on the day `today` (2026-03-12), for one request: reads nothing twice. */
export function openAccess(connection: Queryable, viewer: Viewer, today: string): Access {
  let asked: Promise<Reach> | undefined;
  const reachOf = () => {
    asked ??= findReach(connection, viewer, today);
    return asked;
  };

  const visibleCases = async (caseNumbers: readonly string[]) => {
    if (caseNumbers.length === 0) return new Set<string>();
    const [reach, children] = await Promise.all([
      reachOf(),
      findChildrenForAccess(connection, caseNumbers, today),
    ]);
    return new Set(
      children
        .filter((child) => maySeeChild(viewer, reach, child))
        .map(({ caseNumber }) => caseNumber),
    );
  };

  const findCasesOf = async (conversationId: string) => {
    const conversation = await findConversationForAccess(connection, conversationId, today);
    if (conversation === null) return null;
    const visible = await visibleCases(conversation.caseNumbers);
    return maySeeConversation(viewer, conversation, visible) ? visible : null;
  };

  // The framework asks before the page is made, and the page asks again: one answer a request.
  const found = new Map<string, ReturnType<typeof findCasesOf>>();
  const casesOfConversation = (conversationId: string) => {
    const cases = found.get(conversationId) ?? findCasesOf(conversationId);
    found.set(conversationId, cases);
    return cases;
  };

  return {
    visibleCases,
    casesOfConversation,
    canSeeChild: async (caseNumber) => (await visibleCases([caseNumber])).has(caseNumber),
    casesQuery: async (firstParameter) =>
      visibleCasesSql(viewer, await reachOf(), today, firstParameter),
  };
}
