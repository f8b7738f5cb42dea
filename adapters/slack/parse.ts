// What Slack posts (https://docs.slack.dev/apis/events-api/, https://docs.slack.dev/reference/events/message).
// It adds fields without notice: only those read here are looked at, and all stay in the raw payload.
import { z } from 'zod';

/** `1719571200.123456`: seconds, and what makes it the only one in its conversation. */
export const timestamp = z.string().regex(/^\d{1,12}\.\d{1,9}$/, 'is not a timestamp');

const text = z.string().nullish();

const file = z.looseObject({
  id: text,
  mimetype: text,
  mode: text,
  url_private: text,
  url_private_download: text,
  file_access: text,
});
export type SlackFile = z.output<typeof file>;

const attachment = z.looseObject({
  pretext: text,
  title: text,
  text: text,
  fallback: text,
  is_share: z.boolean().nullish(),
  files: z.array(file).nullish().catch(null),
});

const profile = z.looseObject({ display_name: text, real_name: text, name: text, app_id: text });

/** A message as an event, a change or the history carries it. */
export const messageSchema = z.looseObject({
  ts: timestamp,
  subtype: text,
  user: text,
  bot_id: text,
  app_id: text,
  username: text,
  text: text,
  thread_ts: timestamp.nullish().catch(null),
  reply_count: z.number().nullish().catch(null),
  latest_reply: text,
  edited: z.looseObject({ user: text, ts: text }).nullish().catch(null),
  files: z.array(file).nullish().catch(null),
  attachments: z.array(attachment).nullish().catch(null),
  blocks: z.array(z.unknown()).nullish().catch(null),
  user_profile: profile.nullish().catch(null),
  bot_profile: profile.nullish().catch(null),
  metadata: z.unknown().optional(),
});
export type SlackMessage = z.output<typeof messageSchema>;

/** What a message's event says beside the message itself. */
export const eventSchema = z.looseObject({
  type: z.string(),
  subtype: text,
  channel: z.unknown().optional(),
  channel_type: text,
  event_ts: text,
  message: z.unknown().optional(),
  previous_message: z.unknown().optional(),
  deleted_ts: timestamp.optional().catch(undefined),
});
export type SlackEvent = z.output<typeof eventSchema>;

export const envelopeSchema = z.looseObject({
  type: z.string(),
  challenge: text,
  team_id: text,
  api_app_id: text,
  event_id: text,
  event: z.unknown().optional(),
  authorizations: z
    .array(z.looseObject({ user_id: text, is_bot: z.boolean().nullish() }))
    .nullish()
    .catch(null),
});
export type Envelope = z.output<typeof envelopeSchema>;

/** A time in Slack's form, to the millisecond. */
export function dateOf(ts: string): Date {
  return new Date(Math.floor(Number(ts) * 1_000));
}

/** A date in Slack's form. */
export function tsOf(date: Date): string {
  return (date.getTime() / 1_000).toFixed(6);
}

/** "ts is missing, user is wrong": where a payload is not as documented. */
export function whatIsWrong(error: z.ZodError): string {
  const wrong = error.issues.map(({ path }) => path.join('.') || 'the payload');
  return `Slack's event is not as documented: ${[...new Set(wrong)].join(', ')}.`;
}

const conversational = z.looseObject({
  channel: z
    .union([z.string(), z.looseObject({ id: z.string() })])
    .optional()
    .catch(undefined),
  channel_id: z.string().optional().catch(undefined),
  item: z.looseObject({ channel: z.string() }).optional().catch(undefined),
});

/** The conversation that an event is about; null: about none. */
export function conversationOf(event: unknown): string | null {
  const read = conversational.safeParse(event).data;
  const channel = typeof read?.channel === 'string' ? read.channel : read?.channel?.id;
  return channel ?? read?.channel_id ?? read?.item?.channel ?? null;
}
