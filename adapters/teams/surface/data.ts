// What comes back from a card: the action's own data with the inputs laid into it.
import { z } from 'zod';

const text = z.string().default('');
/** A choice set with several answers comes as one string, with commas. */
const several = z
  .union([z.string(), z.array(z.string())])
  .default('')
  .transform((given) =>
    (typeof given === 'string' ? given.split(',') : given).map((one) => one.trim()).filter(Boolean),
  );

const actionSchema = z.looseObject({
  verb: z.string(),
  data: z.record(z.string(), z.unknown()).nullish(),
});
export const invokeSchema = z.looseObject({ action: actionSchema });

/** Everything that any of our cards sends; what is absent is empty. */
export const dataSchema = z.object({
  question: text,
  version: text,
  recording: text,
  conversation: text,
  conversationId: text,
  messageId: text,
  questionId: text,
  send: text,
  caseNumber: text,
  word: text,
  typed: text,
  query: text,
  reason: text,
  body: text,
  why: text,
  person: text,
  intent: text,
  asked: several,
  children: several,
  messages: several,
});
export type CardData = z.infer<typeof dataSchema>;

/** The form's fields, by their own names. */
export function fieldsIn(data: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
