// The words of this room that several of its files share.

export type Lane = 'urgent' | 'review';
/** concern: what a family wrote, or how contact goes. conduct: what one of us wrote. */
export type ItemKind = 'concern' | 'conduct';

/** What a manager has to look at, as `oversight_item` keeps it. */
export type Item = {
  id: string;
  conversationId: string;
  kind: ItemKind;
  aboutWorkerId: string | null;
  lane: Lane;
  state: 'open' | 'decided';
  openedAt: Date;
  ownerId: string | null;
  acknowledgeBy: Date | null;
  acknowledgedBy: string | null;
  acknowledgedAt: Date | null;
  decideBy: Date;
  decidedAt: Date | null;
  round: number;
};

export type StepKind = 'given' | 'duty-team' | 'round' | 'raised' | 'acknowledged';

export const DECISIONS = [
  'strategy',
  'referral',
  'advice',
  'breach',
  'conduct',
  'other',
  'none',
] as const;
export type Decision = (typeof DECISIONS)[number];

/**
 * A decision about our own words, or to begin a conduct process, is between managers: it stands on
 * no child's record, and the person it is about does not meet it here.
 */
export function goesOnRecord(kind: ItemKind, decision: Decision): boolean {
  return kind === 'concern' && decision !== 'conduct';
}
