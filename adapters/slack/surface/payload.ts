// What Slack sends when somebody clicks, submits, closes or types, as far as the surface reads it
// (https://docs.slack.dev/reference/interaction-payloads).
import { z } from 'zod';
import { type Metadata, type Place, unpacked } from './metadata.ts';

const view = z.looseObject({
  id: z.string(),
  callback_id: z.string().catch(''),
  private_metadata: z.string().catch(''),
  state: z.unknown(),
  hash: z.string().optional().catch(undefined),
});

const clickSchema = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  trigger_id: z.string().catch(''),
  container: z
    .looseObject({
      type: z.string().catch(''),
      channel_id: z.string().optional(),
      message_ts: z.string().optional(),
      thread_ts: z.string().optional(),
    })
    .optional()
    .catch(undefined),
  channel: z.looseObject({ id: z.string() }).nullish().catch(null),
  message: z
    .looseObject({ ts: z.string(), thread_ts: z.string().optional() })
    .nullish()
    .catch(null),
  view: view.nullish().catch(null),
  actions: z
    .array(z.looseObject({ action_id: z.string(), value: z.string().catch('') }))
    .min(1)
    .catch([{ action_id: '', value: '' }]),
});

export type Click = {
  userId: string;
  triggerId: string;
  value: string;
  /** The card that was clicked on; null: the click was in a view or the home. */
  place: Place | null;
  view: { id: string; state: unknown; metadata: Metadata; isHome: boolean } | null;
};

/** A click on a button, or a tick whose field dispatches. */
export function readClick(body: unknown): Click {
  const click = clickSchema.parse(body);
  const channel = click.container?.channel_id ?? click.channel?.id;
  const ts = click.container?.message_ts ?? click.message?.ts;
  const thread = click.container?.thread_ts ?? click.message?.thread_ts ?? null;
  return {
    userId: click.user.id,
    triggerId: click.trigger_id,
    value: click.actions[0]?.value ?? '',
    place: channel && ts ? { channel, ts, thread } : null,
    view: click.view
      ? {
          id: click.view.id,
          state: click.view.state,
          metadata: unpacked(click.view.private_metadata),
          isHome: click.view.type === 'home',
        }
      : null,
  };
}

const submissionSchema = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  view,
});

export type Submission = { userId: string; viewId: string; state: unknown; metadata: Metadata };

/** A view that was submitted or closed. */
export function readSubmission(body: unknown): Submission {
  const { user, view: given } = submissionSchema.parse(body);
  return {
    userId: user.id,
    viewId: given.id,
    state: given.state,
    metadata: unpacked(given.private_metadata),
  };
}

const picked = z.looseObject({ value: z.string() });
const chosen = z.looseObject({
  value: z.string().nullish(),
  selected_option: picked.nullish(),
  selected_options: z.array(picked).nullish(),
});
const stateSchema = z.object({ values: z.record(z.string(), z.record(z.string(), chosen)) });

/** What was chosen or typed in one block of a view, whatever its action is called. */
export function inBlock(state: unknown, block: string): { text: string; values: string[] } {
  const { values } = stateSchema.catch({ values: {} }).parse(state);
  const [element] = Object.values(values[block] ?? {});
  const several = element?.selected_options?.map(({ value }) => value) ?? [];
  const one = element?.selected_option ? [element.selected_option.value] : [];
  return { text: element?.value ?? '', values: [...several, ...one] };
}

/** Whether a view shows this block at all. */
export function hasBlock(state: unknown, block: string): boolean {
  const { values } = stateSchema.catch({ values: {} }).parse(state);
  return block in values;
}

/** Ids that a button's value carries, apart at the first colons. */
export function partsOf(value: string, count: number): string[] {
  const parts = value.split(':');
  const head = parts.slice(0, count - 1);
  return [...head, parts.slice(count - 1).join(':')];
}
