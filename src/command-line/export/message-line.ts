// A message as other systems read it (contracts section 6): every key is always there.
export type MessageLine = {
  id: string;
  channel: string;
  externalId: string;
  direction: string;
  officialNumber: string;
  counterpart: string;
  author: string;
  contactId: string | null;
  workerId: string | null;
  body: string;
  sentAt: Date | null;
  receivedAt: Date;
  recordedAt: Date;
  attribution: {
    state: string;
    caseNumbers: string[];
    method: string | null;
    reasons: string[];
    candidates: string[][];
    question: { id: string; askedAt: Date } | null;
    decidedBy: string;
    decidedAt: Date;
  };
  flags: { category: string; severity: string; evidence: string[]; rule: string }[];
  media: { contentType: string; bytes: number | null; sha256: string | null; state: string }[];
  events: { type: string; at: Date; body: string | null; status: string | null }[];
  sha256: string;
};
