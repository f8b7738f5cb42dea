// What a worker is shown in a chat platform, as data: cards, and the form of a recording. Already
// authorised and in plain words; a surface only lays it out. Imports nothing of ours.

/** A child as every question names one: name, date of birth and case number together. */
export type ChildLine = {
  caseNumber: string;
  name: string;
  firstName: string;
  /** Such as "Born 4 May 2016 (9 years old), CT-20417". */
  details: string;
};

export type CandidateLine = ChildLine & {
  /** What speaks for and against this child, in words; empty: nothing does. */
  evidence: readonly string[];
};

/** One message as quoted in a card. `words` null: settings say that content is not shown here. */
export type QuotedMessage = {
  /** Who wrote it: "Kelly Brennan", "You". */
  author: string;
  /** "today, 2:51pm" */
  when: string;
  words: string | null;
  /** "1 photo" */
  attachments: string | null;
};

/** Who wrote, and on what: "Kelly Brennan, mother", "2 texts, today 2:51pm". */
export type Correspondence = {
  conversationId: string;
  who: string;
  firstName: string;
  what: string;
  messages: readonly QuotedMessage[];
  /** "Send to Kelly Brennan by text"; null: nobody is known to write to. */
  replyLabel: string | null;
};

/** Which child? `version` changes with anything that a reader of the card would see. */
export type QuestionCard = {
  kind: 'question';
  questionId: string;
  version: string;
  correspondence: Correspondence;
  why: string;
  /** Earlier uses of a word that nobody on record is called, as whole sentences. */
  earlier: readonly string[];
  /** Those this worker may see, oldest first, none preselected. More than five: search first. */
  candidates: readonly CandidateLine[];
  /** "95 more children are linked to this contact. Find them …"; null: all are listed. */
  more: string | null;
  /** "1 more child you cannot see. Ask Helen Marsh". */
  hidden: string | null;
  /** A word that may be a name, to be remembered for the chosen child. */
  strangeWord: string | null;
  urgent: string | null;
  due: string | null;
  mayAskManager: string | null;
  /** "Kept at 2:51pm and 2:52pm. Nothing you type here goes to Kelly." */
  kept: string;
  url: string;
};

/** What a worker is to add to one recording: see `src/annotation/form.ts` for its fields. */
export type ContextCard = {
  kind: 'context';
  recordingId: string;
  version: string;
  child: ChildLine;
  parentalResponsibility: string;
  correspondence: Correspondence;
  /** Why the messages are on this child's record. */
  reason: string;
  due: string;
  /** Why 24 hours: a message may be about harm; then at least one statement is needed. */
  urgent: string | null;
  url: string;
};

/** A finished prompt: replaces its question or recording. A correction removes the names again. */
export type DoneCard = {
  kind: 'done';
  heading: string;
  words: string;
  /** The recordings it led to, which may still need context. */
  recordings: readonly { recordingId: string; child: ChildLine; needsContext: boolean }[];
  /** One of the messages that *Wrong child?* is about; null: not theirs to correct. */
  correct: { conversationId: string; messageId: string } | null;
  /** Opens the reply's form; null: not from here. */
  reply: { conversationId: string; label: string } | null;
  remember: { questionId: string; caseNumber: string; word: string; label: string } | null;
  url: string;
};

/** A send that did not reach the family. */
export type FailureCard = {
  kind: 'not-delivered';
  sendId: string;
  conversationId: string;
  heading: string;
  words: string;
  quoted: string | null;
  url: string;
};

/** What a row or a card without content leads to: a form that authorises anew, or a page. */
export type Act =
  | { kind: 'question'; questionId: string; label: string }
  | { kind: 'recording'; recordingId: string; label: string }
  | { kind: 'link'; label: string; url: string };

/** Something waits, said without content: settings, team channels, duty, locked phones. */
export type PlainCard = { kind: 'plain'; heading: string; words: string; act: Act; url: string };

export type Card = QuestionCard | ContextCard | DoneCard | FailureCard | PlainCard;

/** One field of a form. Its value comes back under its name; errors name it. */
export type FormField = {
  name: string;
  label: string;
  hint: string | null;
  /** Shown only while the tick field of this name is ticked; null: always. */
  under: string | null;
} & (
  | { kind: 'text'; maxLength: number; multiline: boolean }
  /** One tick box; its value is 'yes' or ''. */
  | { kind: 'tick'; option: string }
  /** A day such as 2026-03-07, or ''. */
  | { kind: 'date' }
);

/** The form of `src/annotation/form.ts` as data, the same for every platform. */
export type FormDefinition = {
  title: string;
  fields: readonly FormField[];
  submit: string;
  /** "What you save cannot be deleted …" */
  closing: string;
};
