/** Placeholder until the store lands in this commit series. */
export type Access = {
  canSeeChild(caseNumber: string): Promise<boolean>;
  visibleCases(caseNumbers: readonly string[]): Promise<ReadonlySet<string>>;
  canSeeConversation(conversationId: string): Promise<boolean>;
  casesQuery(firstParameter: number): Promise<{ sql: string; values: unknown[] }>;
};
