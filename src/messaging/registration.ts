// The port of registered conversations: which conversations of a chat platform are recorded, and the
// acts that begin and end it. Adapters ask it before anything is kept; src/registration implements it.
import type { Channel } from './message.ts';

export type ChatChannel = Extract<Channel, 'slack' | 'teams'>;

/** A conversation of a chat platform: a channel, a group or a direct message. */
export type ChatConversation = {
  channel: ChatChannel;
  /** The workspace or tenant. */
  officialNumber: string;
  /** The conversation's id, unique on its platform. */
  counterpart: string;
};

export type LookUp = {
  channel: ChatChannel;
  counterpart: string;
  /** Who wrote; null: nobody of whom it matters. */
  author: string | null;
  sentAt: Date;
  /**
   * now: told for the first time; again: the platform tried before; then: only what was sent while it
   * was recorded counts; later: found in its history.
   */
  heard: 'now' | 'again' | 'then' | 'later';
};

export type LookedUp = {
  /** The workspace or tenant it is registered under; null: nothing sent there then is to be kept. */
  recordedUnder: string | null;
  /** The worker of ours who wrote, as they are on that day; null: somebody else. */
  workerId: string | null;
};

/** One conversation that is recorded now, or was. */
export type RecordedConversation = ChatConversation & {
  caseNumbers: readonly string[];
  registeredAt: Date;
  /** Null: it is recorded now. */
  stoppedAt: Date | null;
};

export type RegistrationRequest = ChatConversation & {
  /** The platform's id of whoever asks. */
  userId: string;
  /** Case numbers or names of children; a command's words as they were typed. */
  children: string;
  /** Also keep what was sent since then; null: only what comes from now on. */
  historyFrom: Date | null;
};

/** `words` say what happened, what is kept, and what to do next. */
export type RegistrationOutcome =
  | { outcome: 'registered'; words: string; caseNumbers: readonly string[] }
  | { outcome: 'already'; words: string; caseNumbers: readonly string[] }
  /** Nobody said which child: ask. `choices`: the children of this worker, open ones only. */
  | {
      outcome: 'which-child';
      words: string;
      choices: readonly { caseNumber: string; name: string }[];
    }
  | { outcome: 'refused'; words: string };

export type StopRequest = ChatConversation & { userId: string };
export type StopOutcome = { outcome: 'stopped' | 'not-recorded' | 'refused'; words: string };

export type Registrations = {
  /** Asked with every message; concurrent questions share one statement. Rejects when the database is away. */
  lookUp(query: LookUp): Promise<LookedUp>;
  /** The conversations of this workspace or tenant that are recorded now, or were after `since`. */
  list(channel: ChatChannel, officialNumber: string, since: Date): Promise<RecordedConversation[]>;
  /** The worker must be allocated to every child they name, at this moment. Audited, refusals too. */
  register(request: RegistrationRequest): Promise<RegistrationOutcome>;
  stop(request: StopRequest): Promise<StopOutcome>;
};

/** What an adapter posts into a conversation that begins or ceases to be recorded. */
export type Announcement = ChatConversation & {
  body: string;
  /** Equal for every try: with it the platform's history is searched before a repeat. */
  key: string;
  /** An earlier try may have got through. */
  isRepeat: boolean;
};
