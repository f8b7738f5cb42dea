/** What heads every page of a child's record (Coventry Recording Policy 4.3c). */
export type RecordHead = {
  caseNumber: string;
  name: string;
  /** A day: midnight UTC, as the database gives a date. */
  dateOfBirth: Date;
  alsoKnownAs: readonly string[];
  status: 'open' | 'closed' | 'restricted' | 'adopted';
  closed: Date | null;
  parentalResponsibility: readonly { name: string; relationship: string }[];
  contactNotPermitted: readonly { name: string; relationship: string; since: Date }[];
};
