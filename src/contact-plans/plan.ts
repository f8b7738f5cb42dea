// A digital contact plan: what messages with a contact about a child are for, and how they are kept
// safe (Cardiff & Vale 6: planned, supervised, risk-assessed).

export const PLAN_CHANNELS = ['sms', 'whatsapp', 'slack', 'teams'] as const;
export type PlanChannel = (typeof PLAN_CHANNELS)[number];

/** What is agreed, whatever the child and whoever wrote it down. */
export type PlanTerms = {
  purpose: string;
  channels: readonly PlanChannel[];
  /** "08:00", Europe/London; null: no hours agreed. */
  hoursFrom: string | null;
  hoursTo: string | null;
  /** 1 Monday … 7 Sunday; empty: every day. */
  days: readonly number[];
  /** Ids of the workers who may use it. */
  usedBy: readonly string[];
  /** Who else sees the phone, and what else could go wrong. */
  risks: string;
  measures: string;
  agreedWith: string;
  /** A day, such as 2026-06-12. */
  reviewOn: string;
};

export type ContactPlan = PlanTerms & {
  id: string;
  contactId: string;
  caseNumber: string;
  /** Why it ended; null: it is in force. */
  endedReason: string | null;
  madeByName: string;
  madeByRole: string | null;
  madeAt: Date;
  /** Names of those who may use it, by name. */
  usedByNames: readonly string[];
};

/** A review is asked for two weeks before its day, so that it can be talked through in time. */
export const REVIEW_ASKED_DAYS_BEFORE = 14;

/** Contact is regular from the third exchange within twelve weeks on: then there must be a plan. */
export const REGULAR_EXCHANGES = 3;
export const REGULAR_WITHIN_DAYS = 84;

/** On Slack and Teams we write to other professionals: a plan may be made there and is not asked for. */
export const FAMILY_CHANNELS = ['sms', 'whatsapp', 'whatsapp-device'] as const;

const DAY_MS = 86_400_000;

/** From when on exchanges count as regular contact, seen from `now`. */
export function regularSince(now: Date): Date {
  return new Date(now.getTime() - REGULAR_WITHIN_DAYS * DAY_MS);
}

/** The last review date that is asked about on the day `today` (2026-03-12). */
export function reviewsAskedUntil(today: string): string {
  const until = Date.parse(`${today}T00:00:00Z`) + REVIEW_ASKED_DAYS_BEFORE * DAY_MS;
  return new Date(until).toISOString().slice(0, 10);
}
