// What a view of ours remembers between a click and its submission. Slack keeps 3,000 characters.
import { z } from 'zod';

/** Where the card stands that a view was opened from; null: not from a card. */
export type Place = { channel: string; ts: string; thread: string | null };

const place = z.object({ channel: z.string(), ts: z.string(), thread: z.string().nullable() });

const schema = z.object({
  question: z.string().optional(),
  recording: z.string().optional(),
  version: z.string().optional(),
  conversation: z.string().optional(),
  /** One press of the button is one message. */
  intent: z.string().optional(),
  /** Keys of the questions shown before. */
  asked: z.array(z.string()).optional(),
  messages: z.array(z.string()).optional(),
  /** A conversation of Slack's that is to be recorded: workspace and conversation. */
  record: z.tuple([z.string(), z.string()]).optional(),
  place: place.nullish(),
});
export type Metadata = z.infer<typeof schema>;

const LONGEST = 3_000;

/** As private_metadata. Throws when it would not fit: what fills it is counted before. */
export function packed(metadata: Metadata): string {
  const text = JSON.stringify(metadata);
  if (text.length > LONGEST) throw new Error('A view remembers too much for Slack.');
  return text;
}

/** What one of our views remembered; empty for anything else. */
export function unpacked(text: string | undefined): Metadata {
  try {
    return schema.catch({}).parse(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}
