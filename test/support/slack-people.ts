// Workers in Slack, played by what Slack would send when they press what our own blocks show.
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { FakeSlack } from '../fakes/slack/server.ts';
import type { Json } from '../fakes/slack/webhook.ts';

/** Longer than any answer takes here between two calls of Slack. */
const QUIET_MS = 400;
const PATIENCE_MS = 15_000;
const ASK_MS = 20;

const button = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  value: z.string().optional(),
  text: z.looseObject({ text: z.string() }).optional(),
});
const block = z.looseObject({
  type: z.string(),
  block_id: z.string().optional(),
  text: z.looseObject({ text: z.string() }).optional(),
  elements: z.array(z.unknown()).optional(),
  accessory: z.unknown().optional(),
  element: z.looseObject({ type: z.string(), action_id: z.string() }).optional(),
  label: z.looseObject({ text: z.string() }).optional(),
});
export type SeenBlock = z.infer<typeof block>;
const viewSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  callback_id: z.string().optional(),
  private_metadata: z.string().optional(),
  blocks: z.array(block),
});
export type SeenView = z.infer<typeof viewSchema>;

export type SeenMessage = {
  channel: string;
  ts: string;
  thread: string | undefined;
  blocks: SeenBlock[];
};

/** Text of everything in blocks. */
export const wordsOf = (blocks: unknown): string => JSON.stringify(blocks);

export type SlackPeople = {
  /** Does something that leads to calls of Slack, and waits until they are made. */
  afterwards<T>(act: () => Promise<T>): Promise<T>;
  /** What stands in this person's chat with the app, oldest first. */
  chatOf(userId: string): SeenMessage[];
  /** Presses the button with this text, on a message or in a view. */
  press(userId: string, on: SeenMessage | SeenView, label: string | RegExp): Promise<Response>;
  /** Sends what stands in a view's fields, by block id. */
  submit(userId: string, view: SeenView, values: Record<string, unknown>): Promise<Json>;
  close(userId: string, view: SeenView, values: Record<string, unknown>): Promise<Response>;
  /** The view that was opened, pushed or changed last. */
  view(): SeenView;
  /** Every word that the fake was asked to show since the last call of it. */
  shownSince(): string;
};

/** `interaction` posts a signed payload to the product's door. */
export function peopleIn(
  slack: FakeSlack,
  interaction: (payload: Json) => Promise<Response>,
): SlackPeople {
  const { state } = slack;
  const views = () =>
    slack.requests.filter(({ method }) => /^views\.(open|push|update)$/.test(method));
  const around = (on: SeenMessage | SeenView): Json =>
    'ts' in on
      ? {
          container: {
            type: 'message',
            channel_id: on.channel,
            message_ts: on.ts,
            thread_ts: on.thread,
          },
          channel: { id: on.channel, name: 'directmessage' },
          message: { ts: on.ts, thread_ts: on.thread },
        }
      : { container: { type: 'view', view_id: on.id }, view: { ...on, state: { values: {} } } };
  const stateOf = (view: SeenView, values: Record<string, unknown>) => ({
    values: Object.fromEntries(
      view.blocks.flatMap(({ block_id: id, element }) =>
        id && element
          ? [[id, { [element.action_id]: elementState(element.type, values[id]) }]]
          : [],
      ),
    ),
  });
  /** On a busy machine a view says so before it is there. */
  const isWaiting = () => wordsOf(views().at(-1)?.given.view ?? null).includes('One moment.');
  /** What a click leads to goes on after Slack was answered: something is asked of it, then no more. */
  const afterwards = async <T>(act: () => Promise<T>): Promise<T> => {
    const before = slack.requests.length;
    const done = await act();
    for (const until = Date.now() + PATIENCE_MS; slack.requests.length === before; ) {
      if (Date.now() > until) throw new Error('Nothing was asked of Slack.');
      await delay(ASK_MS);
    }
    const until = Date.now() + PATIENCE_MS;
    for (let last = -1; last !== slack.requests.length || isWaiting(); ) {
      if (Date.now() > until) throw new Error('Slack is asked on and on.');
      last = slack.requests.length;
      await delay(QUIET_MS);
    }
    return done;
  };
  let shown = 0;
  return {
    afterwards,
    chatOf: (userId) =>
      (state.messages.get(`D${userId.slice(1)}`) ?? []).map((message) => ({
        channel: `D${userId.slice(1)}`,
        ts: message.ts,
        thread: message.thread_ts,
        blocks: z.array(block).catch([]).parse(message.blocks),
      })),
    press: async (userId, on, label) => {
      const found = on.blocks
        .flatMap((each) => [...(each.elements ?? []), each.accessory].map((raw) => ({ raw, each })))
        .flatMap(({ raw, each }) => {
          const parsed = button.safeParse(raw);
          return parsed.success ? [{ ...parsed.data, block_id: each.block_id ?? 'none' }] : [];
        })
        .find(({ text }) =>
          typeof label === 'string' ? text?.text === label : label.test(text?.text ?? ''),
        );
      if (!found) throw new Error(`There is no button ${label} in ${wordsOf(on.blocks)}`);
      const { action_id, value, block_id, type } = found;
      const click = {
        type: 'block_actions',
        user: { id: userId },
        trigger_id: slack.trigger(),
        response_url: 'http://127.0.0.1:9/never',
        actions: [{ type, action_id, block_id, value, action_ts: '1' }],
        ...around(on),
      };
      return afterwards(() => interaction(click));
    },
    submit: async (userId, view, values) => {
      const response = await interaction({
        type: 'view_submission',
        user: { id: userId },
        view: { ...view, state: stateOf(view, values) },
      });
      const text = await response.text();
      return text === '' ? {} : JSON.parse(text);
    },
    close: (userId, view, values) =>
      interaction({
        type: 'view_closed',
        user: { id: userId },
        is_cleared: false,
        view: { ...view, state: stateOf(view, values) },
      }),
    view: () => {
      const last = views().at(-1);
      const modals = [...state.views.keys()].filter((id) => !id.startsWith('home:'));
      const updated = last?.method === 'views.update' ? String(last.given.view_id) : undefined;
      return viewSchema.parse(state.views.get(updated ?? modals.at(-1) ?? ''));
    },
    shownSince: () => {
      const since = slack.requests.slice(shown);
      shown = slack.requests.length;
      return JSON.stringify(since.map(({ given }) => given));
    },
  };
}

/** As Slack sends the state of one element. */
function elementState(type: string, value: unknown): Json {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const options = list.map((each) => ({
    value: String(each),
    text: { type: 'plain_text', text: '…' },
  }));
  switch (type) {
    case 'plain_text_input':
      return { type, value: typeof value === 'string' && value !== '' ? value : null };
    case 'datepicker':
      return { type, selected_date: value ?? null };
    case 'radio_buttons':
      return { type, selected_option: options[0] ?? null };
    default:
      return { type, selected_options: options };
  }
}
