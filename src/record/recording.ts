// The words of this room that several of its files share.

/** awaiting-context and complete stand on the record; the others are what is left of a mistake or a joining. */
export type RecordingState = 'awaiting-context' | 'complete' | 'withdrawn' | 'joined';

/** An exchange on one child's record, as `contact_recording` keeps it. */
export type Recording = {
  id: string;
  exchangeId: string;
  caseNumber: string;
  conversationId: string;
  channel: string;
  officialNumber: string;
  counterpart: string;
  contactId: string | null;
  /** The children the exchange is about, sorted, this one included. */
  caseNumbers: readonly string[];
  workerId: string | null;
  occurredFrom: Date;
  occurredTo: Date;
  messageCount: number;
  recordedAt: Date;
  dueAt: Date;
  urgentAt: Date | null;
  state: RecordingState;
  completedAt: Date | null;
  completedBy: string | null;
  origin: string;
};

/** What a reader is told: overdue follows from the clock. */
export type ShownState = 'awaiting-context' | 'complete' | 'overdue';

/** The state as of `now` of a recording that stands on a record. */
export function shownState(
  { state, dueAt }: { state: string; dueAt: Date },
  now: Date,
): ShownState {
  if (state === 'complete') return 'complete';
  return dueAt.getTime() < now.getTime() ? 'overdue' : 'awaiting-context';
}
