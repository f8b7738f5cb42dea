// What the fake workspace holds, as Slack's Web API shows it.
export const BOT_TOKEN = 'xoxb-a-token-for-tests';
export const SIGNING_SECRET = 'a-signing-secret-for-tests';
export const TEAM = 'T0CASE001';
export const APP = 'A0CASE001';
export const BOT_USER = 'U0CASEBOT';
export const BOT = 'B0CASEBOT';

/** One message in a conversation; `ts` is its identity there. */
export type FakeMessage = {
  type: 'message';
  ts: string;
  text: string;
  user?: string;
  bot_id?: string;
  app_id?: string;
  subtype?: string;
  thread_ts?: string;
  reply_count?: number;
  latest_reply?: string;
  edited?: { user: string; ts: string };
  files?: object[];
  blocks?: unknown;
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
};

export type FakeConversation = { id: string; name: string; isMember: boolean; members: string[] };
export type FakeUser = { id: string; name: string; deleted?: boolean };
export type FakeFile = { id: string; mimetype: string; name: string; bytes: Buffer };

export type FakeState = {
  users: Map<string, FakeUser>;
  conversations: Map<string, FakeConversation>;
  /** By conversation, oldest first. */
  messages: Map<string, FakeMessage[]>;
  files: Map<string, FakeFile>;
  /** By its id, as it was last opened, pushed, updated or published. */
  views: Map<string, Record<string, unknown>>;
  /** When each trigger was given, by the fake's clock; one that was used is gone. */
  triggers: Map<string, number>;
  /** The scopes of the token. */
  scopes: string[];
  /** Milliseconds since 1970. */
  now(): number;
  nextTs(): string;
};

let counter = 0;

/** A workspace with nobody in it but the bot. */
export function emptyWorkspace(now: () => number = Date.now): FakeState {
  return {
    users: new Map([[BOT_USER, { id: BOT_USER, name: 'Casethread' }]]),
    conversations: new Map(),
    messages: new Map(),
    files: new Map(),
    views: new Map(),
    triggers: new Map(),
    scopes: [],
    now,
    nextTs: () => {
      counter += 1;
      return `${Math.floor(now() / 1000)}.${String(counter).padStart(6, '0')}`;
    },
  };
}

/** Puts a message into a conversation; a reply is counted at its parent. */
export function say(
  state: FakeState,
  channel: string,
  changes: Partial<FakeMessage> & { text: string },
): FakeMessage {
  const message: FakeMessage = { type: 'message', ts: state.nextTs(), ...changes };
  const messages = state.messages.get(channel) ?? [];
  state.messages.set(
    channel,
    [...messages, message].sort((a, b) => Number(a.ts) - Number(b.ts)),
  );
  const parent = messages.find(({ ts }) => ts === message.thread_ts && ts !== message.ts);
  if (parent) {
    parent.thread_ts = parent.ts;
    parent.reply_count = (parent.reply_count ?? 0) + 1;
    parent.latest_reply = message.ts;
  }
  return message;
}
