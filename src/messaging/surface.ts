// The port of worker surfaces: where a worker is prompted and answers, in a chat platform. Slack and
// Teams implement `WorkerSurface`; the desk (src/surfaces) implements `Desk`. Imports nothing of ours.
//
// A card says what a worker may see, already authorised and in plain words; a surface only lays it
// out. Every act goes to the desk with the platform's own user id: who that is, and what they may
// do, is decided there at the time of the click.

export type SurfaceKind = 'slack' | 'teams';

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

/** Where a card goes: one person's own chat with us, or a team's channel (never with content). */
export type Recipient = { kind: 'person'; userId: string } | { kind: 'channel'; channelId: string };

export type CardPost = {
  /** Equal for every try of the same post: with it the platform's history is searched before a repeat. */
  key: string;
  /** A try came to no known end: look for `key` in the platform's history before posting. */
  triedBefore: boolean;
  recipient: Recipient;
  card: Card;
  /** What a locked phone shows: no name, no number, no words of a family. */
  notification: string;
  /** The platform's reference of the message that opened this conversation's thread. */
  thread: string | null;
  /** The platform's reference of the card that this one replaces; null: a new post. */
  replaces: string | null;
};

export type PostOutcome =
  | { outcome: 'posted'; reference: string; thread: string }
  /** The person left, blocked us, or was never reachable: the prompt stays on the web. */
  | { outcome: 'unreachable'; words: string }
  | { outcome: 'not-now'; words: string; retryAfterMs: number | null; credentials: boolean };

/** What the adapter of a chat platform does for prompts. */
export type WorkerSurface = {
  kind: SurfaceKind;
  post(post: CardPost): Promise<PostOutcome>;
  /** Draws the person's home again, where the platform has one (Slack's App Home). */
  refreshHome?(userId: string, home: Home): Promise<PostOutcome>;
};

// ---- What a worker may do from a surface -------------------------------------------------------

/** Not a worker of ours today: said plainly, noted, and nothing shown. */
export type Refusal = { outcome: 'refused'; heading: string; words: string; url: string };
/** Done by somebody else, moved, or no longer theirs: what happened, what was kept, what to do. */
export type Gone = { outcome: 'gone'; heading: string; words: string; url: string };
/** What is wrong, at the field that it belongs to: a name of the form, or child, reason, body. */
export type Wrong = { outcome: 'wrong'; errors: readonly { field: string; text: string }[] };

export type ContextValues = Readonly<Record<string, string | readonly string[]>>;

/** Somebody was first, or the messages moved: nothing was overwritten, and the words are kept. */
export type Overtaken = Gone & {
  child: ChildLine | null;
  /** What this person wrote, with the form's labels. */
  typed: readonly { label: string; words: string }[];
  /** Whether the words can be added to the recording now. */
  mayAdd: boolean;
};

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

export type ContextForm = {
  outcome: 'form';
  card: ContextCard;
  definition: FormDefinition;
  /** Whether `values` are a draft that this person kept. */
  fromDraft: boolean;
  /** A draft kept earlier, on whichever surface; else what is prefilled. */
  values: ContextValues;
};

/** *Wrong child?*: the messages, where they stand, and whom they may be about instead. */
export type CorrectionForm = {
  outcome: 'form';
  conversationId: string;
  messages: readonly (QuotedMessage & { messageId: string })[];
  /** "They are on the record of Maisie Brennan now." */
  now: string;
  /** What a correction does, in words. */
  does: string;
  candidates: readonly CandidateLine[];
  hidden: string | null;
  url: string;
};

export type ReplyForm = {
  outcome: 'form';
  conversationId: string;
  /** "Send to Kelly Brennan by text" */
  sendLabel: string;
  /** "Kelly Brennan" */
  name: string;
  firstName: string;
  /** Lines that stand above the text: to, from, needs, risks. */
  lines: readonly string[];
  /** Several people use this address: one of them is chosen. */
  people: readonly { contactId: string; name: string }[];
  children: readonly ChildLine[];
  /** Preselected because the card was about them. */
  selected: readonly string[];
  draft: string;
  /** What the recording notice will say if it goes along; null: it does not go. */
  notice: string | null;
};

export type ReplyValues = {
  contactId: string | null;
  caseNumbers: readonly string[];
  body: string;
  /** Keys of the questions shown before. */
  asked: readonly string[];
  why: string | null;
  idempotencyKey: string;
};

export type ReplyOutcome =
  | { outcome: 'kept'; words: string }
  | { outcome: 'stopped'; heading: string; reasons: readonly string[]; url: string }
  | { outcome: 'asks'; questions: readonly { key: string; words: string }[] };

export type HomeRow = {
  heading: string;
  words: string;
  act: Act;
  urgent: boolean;
};

export type Home = {
  summary: string;
  sections: readonly { heading: string; rows: readonly HomeRow[]; more: string | null }[];
  /** For managers: counts with links. */
  links: readonly { label: string; url: string }[];
  updated: string;
  url: string;
};

export type FoundChild = ChildLine & { url: string };

/**
 * The worker's desk behind one surface. Each method authorises `userId` as a worker now, audits as
 * the web does, and never throws for what a person did wrong; it throws only when nothing could be
 * kept (the database is away), and then nothing was.
 */
export type Desk = {
  question(userId: string, questionId: string): Promise<QuestionCard | DoneCard | Gone | Refusal>;
  /** Children by name or case number that this worker may see, at most `limit`. */
  findChildren(userId: string, words: string, limit: number): Promise<FoundChild[] | Refusal>;
  answer(
    userId: string,
    answer: { questionId: string; caseNumbers: readonly string[] },
  ): Promise<DoneCard | Gone | Refusal | Wrong>;
  notCasework(
    userId: string,
    answer: { questionId: string; reason: string },
  ): Promise<DoneCard | Gone | Refusal | Wrong>;
  askManager(userId: string, questionId: string): Promise<DoneCard | Gone | Refusal>;
  remember(
    userId: string,
    name: { questionId: string; caseNumber: string; word: string },
  ): Promise<DoneCard | Gone | Refusal>;
  correctionForm(
    userId: string,
    conversationId: string,
    messageId: string,
  ): Promise<CorrectionForm | Gone | Refusal>;
  /** Empty `caseNumbers`: not casework. */
  correct(
    userId: string,
    correction: {
      conversationId: string;
      messageIds: readonly string[];
      caseNumbers: readonly string[];
      reason: string;
    },
  ): Promise<DoneCard | Gone | Refusal | Wrong>;

  contextForm(userId: string, recordingId: string): Promise<ContextForm | Gone | Refusal>;
  /** Kept without completing: nothing typed is lost when a form is closed half-finished. */
  keepContextDraft(userId: string, recordingId: string, values: ContextValues): Promise<void>;
  completeContext(
    userId: string,
    recordingId: string,
    version: string,
    values: ContextValues,
  ): Promise<DoneCard | Overtaken | Refusal | Wrong>;
  /**
   * After somebody completed it first: the worker's words are added, never put over theirs. 'kept':
   * what `completeContext` kept of theirs when it said so.
   */
  addContext(
    userId: string,
    recordingId: string,
    values: ContextValues | 'kept',
  ): Promise<DoneCard | Gone | Refusal | Wrong>;

  replyForm(
    userId: string,
    conversationId: string,
    typed: string | null,
  ): Promise<ReplyForm | Gone | Refusal | Extract<ReplyOutcome, { outcome: 'stopped' }>>;
  keepReplyDraft(userId: string, conversationId: string, body: string): Promise<void>;
  reply(
    userId: string,
    conversationId: string,
    values: ReplyValues,
  ): Promise<ReplyOutcome | Gone | Refusal | Wrong>;
  /** The worker has seen that a message was not delivered. */
  seenFailure(userId: string, sendId: string): Promise<DoneCard | Gone | Refusal>;
  /** Text typed in a thread, kept as a note on what it belongs to; it goes to nobody. */
  keepNote(
    userId: string,
    conversationId: string,
    text: string,
  ): Promise<{ outcome: 'kept'; words: string } | Gone | Refusal>;

  home(userId: string): Promise<Home | Refusal>;
  /** Which conversation a thread of posts belongs to; null: none of ours. */
  conversationOfThread(userId: string, thread: string): Promise<string | null>;
};
