// What Twilio posts (https://www.twilio.com/docs/messaging/guides/webhook-request,
// https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application). It adds parameters
// without notice: only those read here are looked at, and every one of them stays in the raw payload.
import { parse } from 'node:querystring';
import { z } from 'zod';

export type FormParameters = Readonly<Record<string, string | string[]>>;

/** Every parameter of the form; a repeated key keeps all its values. */
export function parseForm(body: Buffer): FormParameters {
  const parameters: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of Object.entries(parse(body.toString(), '&', '=', { maxKeys: 0 }))) {
    if (value !== undefined) parameters[name] = value;
  }
  return parameters;
}

/** A repeated key counts with its first value. */
const text = z.preprocess(
  (value) => (Array.isArray(value) ? value[0] : value),
  z.string({ error: 'missing' }),
);
const given = text.refine((value) => value !== '', 'empty');
const optional = text.optional().transform((value) => (value === '' ? undefined : value));

const MOST_MEDIA = 100; // Twilio's own limit is 10; a number beyond reason is not a list
const count = optional.transform((value) =>
  Math.min(Number.parseInt(value ?? '', 10) || 0, MOST_MEDIA),
);

const messageParameters = z.object({
  MessageSid: given,
  From: given,
  To: given,
  Body: text.default(''),
  NumMedia: count,
  ProfileName: optional,
  OriginalRepliedMessageSid: optional,
  OptOutType: optional,
  ButtonText: optional,
  Latitude: optional,
  Longitude: optional,
  Address: optional,
  Label: optional,
});

const statusParameters = z.object({
  MessageSid: given,
  MessageStatus: given,
  ErrorCode: optional,
  From: optional,
  To: optional,
  ChannelPrefix: optional,
});

const callParameters = z.object({
  CallSid: given,
  From: given,
  To: given,
  Direction: text.default('inbound'),
});

export type MessageParameters = z.output<typeof messageParameters>;

type Parsed<T> = { ok: true; parameters: T } | { ok: false; problem: string };

/** SmsSid and SmsStatus are the older names of the same parameters; Twilio still sends both. */
function withCurrentNames(form: FormParameters): Record<string, unknown> {
  return {
    ...form,
    MessageSid: form.MessageSid ?? form.SmsMessageSid ?? form.SmsSid,
    MessageStatus: form.MessageStatus ?? form.SmsStatus,
  };
}

function parsed<T>(schema: z.ZodType<T>, form: FormParameters): Parsed<T> {
  const result = schema.safeParse(withCurrentNames(form));
  if (result.success) return { ok: true, parameters: result.data };
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')} is ${issue.message}`);
  return { ok: false, problem: `Twilio's parameters are not as documented: ${wrong.join(', ')}.` };
}

export const parseMessage = (form: FormParameters) => parsed(messageParameters, form);
export const parseStatus = (form: FormParameters) => parsed(statusParameters, form);
export const parseCall = (form: FormParameters) => parsed(callParameters, form);

/** A parameter by a numbered name, such as MediaUrl3. */
export function numbered(form: FormParameters, name: string, index: number): string | undefined {
  const value = form[`${name}${index}`];
  return (Array.isArray(value) ? value[0] : value) || undefined;
}
