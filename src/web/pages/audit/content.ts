export const content = {
  title: 'Audit',
  intro: 'Who saw or did what. This page shows no message text. That you opened it has been kept.',
  person: 'Person',
  personHint: 'Part of a name, or a worker ID',
  caseNumber: 'Case number',
  from: 'From',
  to: 'To',
  dateHint: 'For example, 12/3/2026',
  search: 'Search the audit',
  clear: 'Clear the search',
  results: 'Entries, newest first',
  older: 'Show older entries',
  nothing: 'Nobody saw or did anything that fits this search.',
  system: 'Casethread',
} as const;

/** Completed by what it was about: "looked at" … "the chronology". */
const ACTIONS: Readonly<Record<string, string>> = {
  view: 'looked at',
  refused: 'was refused',
  'sign-in': 'signed in',
  'sign-out': 'signed out',
  answer: 'answered',
  correct: 'corrected',
  complete: 'completed',
  'correct-statement': 'corrected a statement on',
  send: 'sent',
  export: 'exported',
  import: 'imported',
  'ask-manager': 'passed on to a manager',
  find: 'searched for',
  'remember-name': 'taught a name for',
  'add-context': 'added words to',
  'save-surface-setting': 'changed the prompts in Slack or Teams in',
  register: 'registered',
  'register-conversation': 'had recorded from then on',
  'register-conversation-refused': 'was refused recording',
  'stop-recording': 'ended the recording of',
  'stop-recording-refused': 'was refused an end to the recording of',
  'link-phone': 'asked to link',
  'unlink-phone': 'ended the link of',
  'register-group': 'registered a group chat of',
  'withdraw-group': 'withdrew a group chat of',
  'end-registration': 'ended the registration of',
  'seen-not-delivered': 'noted as not delivered',
  'agree-correction': 'agreed to a correction on',
  'decline-correction': 'declined a correction on',
  'plan-contact': 'made or changed',
  'end-contact-plan': 'ended',
  'set-arrangement': 'changed the arrangements with',
  'supervision-decision': 'recorded a decision in',
  'supervision-addition': 'added to a decision in',
  'supervision-line': 'added a line to',
  'finish-supervision': 'finished',
  'demonstration-loaded': 'loaded',
  'remove-provider-copies': 'removed the copies kept by',
  agree: 'agreed',
  withdraw: 'withdrew',
};

const SUBJECTS: Readonly<Record<string, string>> = {
  child: 'a record',
  recording: 'a recording',
  chronology: 'a chronology',
  conversation: 'a conversation',
  question: 'a question',
  surface: 'the use of Slack or Teams',
  message: 'a message',
  media: 'an attachment',
  audit: 'the audit',
  completeness: 'what is complete',
  'opening-message': 'an opening message',
  inbox: 'the inbox',
  choice: 'which child a message is about',
  send: 'a message',
  people: 'people and cases',
  history: 'past messages',
  phone: 'a phone of the authority',
  'contact-plan': 'a digital contact plan',
  contact: 'a contact',
  supervision: 'a supervision',
  'team-figures': 'figures for publication',
  demonstration: 'the demonstration',
  'sign-in': 'sign-in',
};

const WITHOUT_SUBJECT = new Set(['sign-in', 'sign-out']);

/** Priya Nair looked at a record. */
export function entryWords(entry: {
  actor: string;
  actorName: string | null;
  action: string;
  subjectKind: string;
  subjectId: string;
}): string {
  const who = entry.actorName ?? (entry.actor.startsWith('system:') ? content.system : entry.actor);
  const action = ACTIONS[entry.action] ?? entry.action.replaceAll('-', ' ');
  if (WITHOUT_SUBJECT.has(entry.action)) return `${who} ${action}`;
  // A page's id is its path: the one thing that says which.
  if (entry.subjectKind === 'page') return `${who} ${action} the page ${entry.subjectId}`;
  const subject = SUBJECTS[entry.subjectKind] ?? entry.subjectKind.replaceAll('-', ' ');
  return `${who} ${action} ${subject}`;
}

const REASONS: Readonly<Record<string, string>> = {
  unknown: 'Nobody in the list of workers has this e-mail address',
  left: 'Their post has ended',
  'e-mail-not-verified': 'The e-mail address was not verified',
  'e-mail-shared': 'More than one worker has this e-mail address',
};

/** The reason kept with an entry, in words where it is one of ours. */
export function reasonWords(reason: string | null): string | null {
  return reason === null ? null : `Reason: ${REASONS[reason] ?? reason}`;
}
