// What the phone's account says of a message or a call, read from what the library passes on.
import { z } from 'zod';

/** WhatsApp's ids come as text or as an object that holds it. */
const widSchema = z
  .union([z.string(), z.object({ _serialized: z.string() }).transform((wid) => wid._serialized)])
  .nullish()
  .transform((id) => id ?? null);

const textSchema = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

const keySchema = z.object({
  _serialized: z.string().min(1),
  fromMe: z.boolean(),
  remote: widSchema,
  id: z.string(),
});

const numberSchema = z.coerce.number().nullish().catch(null);

export const phoneMessageSchema = z.object({
  id: keySchema,
  type: z.string(),
  /** Unix time in seconds. */
  t: numberSchema,
  ack: numberSchema,
  body: textSchema,
  caption: textSchema,
  notifyName: textSchema,
  directPath: textSchema,
  mimetype: textSchema,
  lat: numberSchema,
  lng: numberSchema,
  /** Name and address of a place, on lines of their own. */
  loc: textSchema,
  vcardList: z
    .array(z.object({ vcard: z.string() }))
    .nullish()
    .catch(null),
  pollName: textSchema,
  pollOptions: z
    .array(z.object({ name: z.string() }))
    .nullish()
    .catch(null),
  eventName: textSchema,
  quotedStanzaID: textSchema,
  quotedParticipant: widSchema,
  /** Of a deleted message: the key of the message as it was sent. */
  protocolMessageKey: z.object({ _serialized: z.string() }).nullish().catch(null),
  latestEditSenderTimestampMs: numberSchema,
});

/** A message as the phone's account has it. */
export type PhoneMessage = z.output<typeof phoneMessageSchema>;

export const phoneCallSchema = z.object({
  id: z.string().min(1),
  from: widSchema,
  fromMe: z.boolean().nullish(),
  isVideo: z.boolean().nullish(),
  isGroup: z.boolean().nullish(),
});

export type PhoneCall = z.output<typeof phoneCallSchema>;

/** Whom a message is with, and nothing of what it says. Never fails: an unknown place is no chat. */
export const whereSchema = z
  .object({
    id: z.object({ fromMe: z.boolean().catch(false), remote: widSchema.catch(null) }),
    from: widSchema.catch(null),
    to: widSchema.catch(null),
    author: widSchema.catch(null),
    t: numberSchema,
    isStatusV3: z.boolean().nullish().catch(null),
  })
  .transform(({ id, from, to, author, t, isStatusV3 }) => ({
    chatId: id.remote ?? (id.fromMe ? to : from) ?? '',
    author,
    t,
    isStatus: isStatusV3 === true,
  }))
  .catch({ chatId: '', author: null, t: null, isStatus: false });
