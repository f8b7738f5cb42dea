// The port of worker surfaces: where a worker is prompted and answers, in a chat platform. Slack and
// Teams implement `WorkerSurface`; the desk (src/surfaces) implements `Desk`. Imports nothing of ours but the cards.
//
// A card says what a worker may see, already authorised and in plain words; a surface only lays it
// out. Every act goes to the desk with the platform's own user id: who that is, and what they may
// do, is decided there at the time of the click.

import type {
  Act,
  CandidateLine,
  Card,
  ChildLine,
  ContextCard,
  DoneCard,
  FormDefinition,
  QuestionCard,
  QuotedMessage,
} from './card.ts';

export type * from './card.ts';

export type SurfaceKind = 'slack' | 'teams';

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
