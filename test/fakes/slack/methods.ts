// Slack's Web API methods, as far as Casethread uses them (https://docs.slack.dev/reference/methods).
// Each takes the arguments as they were sent and answers as Slack does.
import { wrongInBlocks, wrongInView } from './limits.ts';
import { APP, BOT, BOT_USER, type FakeMessage, type FakeState, say, TEAM } from './state.ts';

export type Arguments = Readonly<Record<string, unknown>>;
export type MethodAnswer = { ok: boolean; error?: string } & Record<string, unknown>;
export type Method = (state: FakeState, given: Arguments) => MethodAnswer;

const refuse = (error: string, more: object = {}): MethodAnswer => ({ ok: false, error, ...more });
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A trigger lives so long (milliseconds), and opens one view. */
const TRIGGER_LIVES_MS = 3_000;
const LONGEST_TEXT = 40_000;

function useTrigger(state: FakeState, id: unknown): MethodAnswer | null {
  const given = state.triggers.get(text(id));
  if (given === undefined) return refuse('invalid_trigger_id');
  state.triggers.delete(text(id));
  return state.now() - given > TRIGGER_LIVES_MS ? refuse('expired_trigger_id') : null;
}

function whereTo(state: FakeState, channel: unknown): MethodAnswer | string {
  const id = text(channel);
  // A person's id stands for their direct message with the bot.
  if (state.users.has(id)) return directMessage(state, id);
  const known = state.conversations.get(id);
  if (!known) return refuse('channel_not_found');
  return known.isMember ? id : refuse('not_in_channel');
}

function directMessage(state: FakeState, user: string): string {
  const id = `D${user.slice(1)}`;
  if (!state.conversations.has(id)) {
    state.conversations.set(id, { id, name: '', isMember: true, members: [user, BOT_USER] });
  }
  return id;
}

function checked(given: Arguments): MethodAnswer | null {
  const wrong = wrongInBlocks(given.blocks);
  if (wrong.length > 0) return refuse('invalid_blocks', { errors: wrong });
  if (text(given.text).length > LONGEST_TEXT) return refuse('msg_too_long');
  if (!given.text && !given.blocks && !given.attachments) return refuse('no_text');
  return null;
}

function postMessage(state: FakeState, given: Arguments): MethodAnswer {
  const channel = whereTo(state, given.channel);
  if (typeof channel !== 'string') return channel;
  const wrong = checked(given);
  if (wrong) return wrong;
  const message = say(state, channel, {
    text: text(given.text),
    user: BOT_USER,
    bot_id: BOT,
    app_id: APP,
    ...(given.thread_ts ? { thread_ts: text(given.thread_ts) } : {}),
    ...(given.blocks ? { blocks: given.blocks } : {}),
    ...(isMetadata(given.metadata) ? { metadata: given.metadata } : {}),
  });
  return { ok: true, channel, ts: message.ts, message };
}

function isMetadata(value: unknown): value is NonNullable<FakeMessage['metadata']> {
  return (
    typeof value === 'object' && value !== null && 'event_type' in value && 'event_payload' in value
  );
}

function update(state: FakeState, given: Arguments): MethodAnswer {
  const found = state.messages.get(text(given.channel))?.find(({ ts }) => ts === given.ts);
  if (!found) return refuse('message_not_found');
  if (found.bot_id !== BOT) return refuse('cant_update_message');
  const wrong = checked(given);
  if (wrong) return wrong;
  found.text = text(given.text);
  if (given.blocks !== undefined) found.blocks = given.blocks;
  return { ok: true, channel: given.channel, ts: found.ts, text: found.text, message: found };
}

function remove(state: FakeState, given: Arguments): MethodAnswer {
  const messages = state.messages.get(text(given.channel)) ?? [];
  if (!messages.some(({ ts }) => ts === given.ts)) return refuse('message_not_found');
  state.messages.set(
    text(given.channel),
    messages.filter(({ ts }) => ts !== given.ts),
  );
  return { ok: true, channel: given.channel, ts: given.ts };
}

/** Newest first, page by page; replies of threads are not in it unless they were broadcast. */
function history(state: FakeState, given: Arguments): MethodAnswer {
  const channel = whereTo(state, given.channel);
  if (typeof channel !== 'string') return channel;
  const all = (state.messages.get(channel) ?? []).filter(
    (message) =>
      message.thread_ts === undefined ||
      message.thread_ts === message.ts ||
      message.subtype === 'thread_broadcast',
  );
  return page(within(all, given).reverse(), given);
}

/** The parent first, then its replies, oldest first. */
function replies(state: FakeState, given: Arguments): MethodAnswer {
  const channel = whereTo(state, given.channel);
  if (typeof channel !== 'string') return channel;
  const thread = (state.messages.get(channel) ?? []).filter(
    (message) => message.ts === given.ts || message.thread_ts === given.ts,
  );
  if (thread.length === 0) return refuse('thread_not_found');
  const parent = thread.filter(({ ts }) => ts === given.ts);
  const inside = within(
    thread.filter(({ ts }) => ts !== given.ts),
    given,
  );
  return page([...parent, ...inside], given);
}

function within(messages: readonly FakeMessage[], given: Arguments): FakeMessage[] {
  const oldest = Number(given.oldest ?? 0);
  const latest = Number(given.latest ?? Number.POSITIVE_INFINITY);
  const inclusive = String(given.inclusive ?? 'false') === 'true';
  return messages.filter(({ ts }) =>
    inclusive
      ? Number(ts) >= oldest && Number(ts) <= latest
      : Number(ts) > oldest && Number(ts) < latest,
  );
}

function page(messages: readonly FakeMessage[], given: Arguments): MethodAnswer {
  const limit = Math.min(Number(given.limit ?? 100), 999);
  const from = Number(Buffer.from(text(given.cursor), 'base64').toString() || 0);
  const shown = messages.slice(from, from + limit);
  const more = messages.length > from + limit;
  const withMetadata = String(given.include_all_metadata ?? 'false') === 'true';
  return {
    ok: true,
    messages: shown.map(({ metadata, ...message }) =>
      withMetadata && metadata ? { ...message, metadata } : message,
    ),
    has_more: more,
    response_metadata: {
      next_cursor: more ? Buffer.from(String(from + limit)).toString('base64') : '',
    },
  };
}

function info(state: FakeState, given: Arguments): MethodAnswer {
  const found = state.conversations.get(text(given.channel));
  if (!found) return refuse('channel_not_found');
  const { id, name, isMember } = found;
  return { ok: true, channel: { id, name, is_member: isMember, is_im: id.startsWith('D') } };
}

function userInfo(state: FakeState, given: Arguments): MethodAnswer {
  const found = state.users.get(text(given.user));
  if (!found) return refuse('user_not_found');
  const { id, name, deleted = false } = found;
  const profile = { display_name: name, real_name: name };
  return { ok: true, user: { id, team_id: TEAM, name, deleted, real_name: name, profile } };
}

function fileInfo(state: FakeState, given: Arguments): MethodAnswer {
  const found = state.files.get(text(given.file));
  if (!found) return refuse('file_not_found');
  const { id, mimetype, name } = found;
  const url = `https://files.slack.com/files-pri/${TEAM}-${id}/download/${name}`;
  return { ok: true, file: { id, mimetype, name, url_private: url, url_private_download: url } };
}

function openView(state: FakeState, given: Arguments): MethodAnswer {
  const refused = useTrigger(state, given.trigger_id);
  if (refused) return refused;
  return keepView(state, given, `V${state.views.size + 1}`);
}

function keepView(state: FakeState, given: Arguments, id: string): MethodAnswer {
  const wrong = wrongInView(given.view);
  if (wrong.length > 0)
    return refuse('invalid_arguments', { response_metadata: { messages: wrong } });
  const view = { ...Object(given.view), id, hash: `${state.now()}.${state.views.size}` };
  state.views.set(id, view);
  return { ok: true, view };
}

function updateView(state: FakeState, given: Arguments): MethodAnswer {
  const id = text(given.view_id);
  const known = state.views.get(id);
  if (!known) return refuse('not_found');
  if (given.hash !== undefined && given.hash !== known.hash) return refuse('hash_conflict');
  return keepView(state, given, id);
}

export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': () => ({
    ok: true,
    url: 'https://casethread-test.slack.com/',
    team: 'Casethread test',
    user: 'casethread',
    team_id: TEAM,
    user_id: BOT_USER,
    bot_id: BOT,
  }),
  'chat.postMessage': postMessage,
  'chat.postEphemeral': (state, given) => {
    const channel = whereTo(state, given.channel);
    if (typeof channel !== 'string') return channel;
    return checked(given) ?? { ok: true, message_ts: state.nextTs() };
  },
  'chat.update': update,
  'chat.delete': remove,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.info': info,
  'conversations.open': (state, given) => {
    const user = text(given.users);
    if (!state.users.has(user)) return refuse('user_not_found');
    return { ok: true, channel: { id: directMessage(state, user) } };
  },
  'users.info': userInfo,
  'files.info': fileInfo,
  'views.open': openView,
  'views.push': openView,
  'views.update': updateView,
  'views.publish': (state, given) => keepView(state, given, `home:${text(given.user_id)}`),
};
