// The worker's form, defined once: the web, Slack and Teams show the same fields and words, and
// read what comes back with the same rules.

/** In the order they are offered. */
export const STATEMENT_KINDS = ['fact', 'hearsay', 'view', 'opinion', 'action'] as const;
export type StatementKind = (typeof STATEMENT_KINDS)[number];

export type StatementField = {
  kind: StatementKind;
  /** On the tick box. */
  label: string;
  hint: string;
  /** Above the words once they stand on the record. */
  heading: string;
  /** On the text box. */
  textLabel: string;
  textMissing: string;
  /** Whose words these are, for hearsay and views (Coventry 4.6; 4.3: sources are identified). */
  source: { name: SourceName; label: string; missing: string } | null;
};

export type SourceName = 'source' | 'view-source';

/** Slack's text input takes no more, and the form is the same everywhere. */
export const TEXT_LIMIT = 3_000;
export const SOURCE_LIMIT = 200;
/** The chronology is never a dump of messages (Coventry 4.3). */
export const WORDING_LIMIT = 200;

export const STATEMENT_FIELDS: Readonly<Record<StatementKind, StatementField>> = {
  fact: {
    kind: 'fact',
    label: 'What happened',
    hint: 'Facts: what you saw, heard or did yourself',
    heading: 'What happened (fact)',
    textLabel: 'Facts',
    textMissing: 'Enter what happened',
    source: null,
  },
  hearsay: {
    kind: 'hearsay',
    label: 'What I was told',
    hint: 'Hearsay: what someone said, and who',
    heading: 'What I was told (hearsay)',
    textLabel: 'What they said',
    textMissing: 'Enter what they said',
    source: { name: 'source', label: 'Who told you?', missing: 'Say who told you' },
  },
  view: {
    kind: 'view',
    label: 'What someone wants or feels',
    hint: 'View: a child’s or family member’s own view, and whose it is',
    heading: 'What someone wants or feels (view)',
    textLabel: 'Their view',
    textMissing: 'Enter their view',
    source: { name: 'view-source', label: 'Whose view is it?', missing: 'Say whose view it is' },
  },
  opinion: {
    kind: 'opinion',
    label: 'What I think',
    hint: 'Opinion: your professional view, and what it rests on',
    heading: 'What I think (opinion)',
    textLabel: 'Opinion',
    textMissing: 'Enter what you think',
    source: null,
  },
  action: {
    kind: 'action',
    label: 'What I will do',
    hint: 'Action: what, who and by when',
    heading: 'What I will do (action)',
    textLabel: 'Action',
    textMissing: 'Enter what you will do',
    source: null,
  },
};

/** The rest of the form's words. `child` is the first name. */
export const FORM_WORDS = {
  addLegend: 'Add context',
  addHint: (child: string) =>
    `Tick what you want to add. Use plain words that ${child} could read one day.`,
  eventLegend: 'Is this a significant event?',
  eventLabel: (child: string) => `Yes, add it to ${child}’s chronology`,
  whenLabel: 'When did it happen?',
  whenHint: 'People often tell us later. For example, 27 3 2026.',
  wordingLabel: 'Wording for the chronology',
  wordingHint: `One or two sentences, ${WORDING_LIMIT} characters at most.`,
  complete: 'Save and complete',
  later: 'Save and finish later',
  cannotDelete: 'What you save cannot be deleted. You can add a correction later.',
} as const;

/** What is wrong, in the words that every surface shows, and where. */
export const ERRORS = {
  statementNeeded: 'Add at least one statement, because a message may be about harm',
  wordingMissing: 'Enter wording for the chronology',
  wordingTooLong: `Wording for the chronology must be ${WORDING_LIMIT} characters or fewer`,
  dateMissing: 'Enter the date it happened',
  dateUnreal: 'Date it happened must be a real date',
  dateFuture: 'Date it happened must be today or in the past',
  reasonMissing: 'Give a reason',
  reasonTooLong: `Reason must be ${SOURCE_LIMIT} characters or fewer`,
} as const;

/** For a field that has grown too long. */
export function tooLong(label: string, limit: number): string {
  return `${label} must be ${limit.toLocaleString('en-GB')} characters or fewer`;
}
