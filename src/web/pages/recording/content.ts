// Words of recordings, as every page that shows one says them.
import { phone } from '../../../format/phone.ts';
import { plural, withRelationship } from '../../../format/words.ts';

export const content = {
  title: 'Contact recording',
  messages: 'Messages',
  aboutSeveral: 'It is about more than one child.',
  wrongChild: 'Wrong child?',
  bothSides: 'What spoke for and against',
  spokeFor: 'For',
  spokeAgainst: 'Against',
  nothing: 'Nothing.',
  decidedByRules: 'Decided by the attribution rules',
  details: 'Numbers, times and references',
  urgentWhy: '24 hours, because a message may be about harm.',
  routineWhy: '2 working days after the first message.',
  managerDecisions: 'Managers’ decisions',
  context: 'Context',
  noContext: 'Nothing was added. The messages stand as they are.',
  addContext: 'Add context',
  saveContext: 'Save to the record',
  correct: 'Correct a statement',
  saveCorrection: 'Save the correction',
  correctedWords: 'Corrected words',
  correctionHint: 'The first words stay on the record, with yours beside them.',
  reason: 'Why is it being corrected?',
  completed: 'Complete. Your words are on the record.',
  added: 'Your words are on the record.',
  nothingAdded: 'Tick what you want to add',
  carried: (child: string) =>
    `You wrote this on another record, before these messages were moved here. It is not on this record until you save it. Check that every word is about ${child}.`,
  decideCorrection: 'Correction to a statement',
  decision: 'Do you agree to the correction?',
  agree: 'Agree to the correction',
  decline: 'Decline the correction',
  declineHint: 'The first words then stand. The correction stays beside them, as not agreed.',
  decisionReason: 'Reason',
  decisionReasonHint: 'Needed if you decline',
  recordDecision: 'Record decision',
  chooseDecision: 'Choose a decision',
  decided: 'Your decision is on the record, beside the correction.',
  corrected: 'Your correction is on the record, beside the first words.',
  draftKept: 'Your draft is kept. It is not on the record yet.',
  draftShown: 'This is the draft you kept. It is not on the record until you save it.',
  movedMeanwhile:
    'The messages of this recording were moved while you were writing. What you wrote is kept as a draft.',
  markerTitle: 'Moved to another record',
  marker: 'What was moved is not shown here. It stands on the record of the child it is about.',
  readOnly: 'It waits for context from the child’s worker.',
  statementNeeded:
    'A message was found to be about harm while you were writing. Add at least one statement.',
} as const;

const WITH: Readonly<Record<string, string>> = {
  sms: 'texts with',
  whatsapp: 'WhatsApp messages with',
  'whatsapp-device': 'WhatsApp messages with',
  slack: 'Slack messages with',
  teams: 'Teams messages with',
};

type Correspondence = {
  channel: string;
  contactName: string | null;
  relationship: string | null;
  counterpart: string;
};

/** texts with Kelly Brennan, mother. A number that nobody is known by stands for itself. */
export function withWhom(exchange: Correspondence): string {
  return `${WITH[exchange.channel] ?? 'messages with'} ${whom(exchange)}`;
}

/** Kelly Brennan, mother. */
export function whom({ contactName, relationship, counterpart }: Correspondence): string {
  if (contactName === null) return phone(counterpart);
  return withRelationship(contactName, relationship);
}

const ROLES: Readonly<Record<string, string>> = {
  worker: 'social worker',
  manager: 'manager',
  'information-governance': 'information governance officer',
  administrator: 'administrator',
  auditor: 'auditor',
};

/** Priya Nair, social worker. What the program decided was decided by Casethread. */
export function withRole({
  workerId,
  name,
  role,
}: {
  workerId: string;
  name: string;
  role: string | null;
}): string {
  if (workerId === 'system') return 'Casethread';
  return role === null ? name : `${name}, ${ROLES[role] ?? role}`;
}

/** 1 message was put here by mistake and moved … */
export function markerWords(messages: number, on: string, by: string): string {
  const count = plural(messages, 'message was', 'messages were');
  return `${count} put here by mistake and moved on ${on} by ${by}.`;
}

/** What the sender's network says became of a message, as a person says it. */
export const STATUS_WORDS: Readonly<Record<string, string>> = {
  accepted: 'sending',
  scheduled: 'sending',
  queued: 'sending',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
};

const SURFACES: Readonly<Record<string, string>> = {
  web: 'on the web',
  slack: 'in Slack',
  teams: 'in Teams',
};

/** Somebody else was first: what they did, and that nothing typed is lost. */
export function completedElsewhere(name: string, at: string, surface: string): string {
  return `${name} completed this at ${at} ${SURFACES[surface] ?? 'elsewhere'}. What you wrote is below, so that you can add it.`;
}

/** Messages came while the worker was writing. */
export function messagesAdded(count: number): string {
  const came = plural(count, 'new message came', 'new messages came');
  return `${came} while you were writing. Read what is new, then save again. What you wrote is kept below.`;
}
