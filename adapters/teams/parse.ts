// An activity as Teams sends it (https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference).
// Only what is used is named; everything else stays in the raw delivery.
import { z } from 'zod';

const optional = z.string().nullish();

/** What a token is checked against, before anything else is read. */
export const envelopeSchema = z.looseObject({
  type: z.string(),
  channelId: z.string().default('msteams'),
  serviceUrl: z.string(),
});

const account = z.looseObject({
  id: z.string().default(''),
  name: optional,
  /** Entra object id */
  aadObjectId: optional,
});

const attachmentSchema = z.looseObject({
  contentType: z.string().default('application/octet-stream'),
  contentUrl: optional,
  name: optional,
  content: z.unknown().optional(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

export const activitySchema = z.looseObject({
  type: z.string(),
  id: optional,
  timestamp: optional,
  channelId: z.string().default('msteams'),
  serviceUrl: z.string(),
  name: optional,
  text: optional,
  textFormat: optional,
  replyToId: optional,
  from: account.nullish(),
  recipient: account.nullish(),
  conversation: z.looseObject({
    id: z.string().min(1),
    /** personal, groupChat, channel */
    conversationType: optional,
    tenantId: optional,
  }),
  attachments: z.array(attachmentSchema).nullish(),
  entities: z
    .array(
      z.looseObject({ type: z.string().default(''), text: optional, mentioned: account.nullish() }),
    )
    .nullish(),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: optional }).nullish(),
      eventType: optional,
      team: z.looseObject({ id: optional }).nullish(),
    })
    .nullish(),
  value: z.unknown().optional(),
  membersAdded: z.array(account).nullish(),
  membersRemoved: z.array(account).nullish(),
  action: optional,
});
export type TeamsActivity = z.infer<typeof activitySchema>;

/** Where something that is no proper activity comes from, as far as it says. Never fails. */
export const outlineSchema = z
  .looseObject({
    conversation: z
      .looseObject({ id: z.string().min(1) })
      .nullish()
      .catch(null),
    channelData: z
      .looseObject({ tenant: z.looseObject({ id: optional }).nullish() })
      .nullish()
      .catch(null),
  })
  .catch({});

/** Which part of an authentic payload is not as it should be; never what stands in it. */
export function whatIsWrong(error: z.ZodError): string {
  const places = [...new Set(error.issues.map(({ path }) => path.join('.') || 'the whole of it'))];
  return `It could not be understood: ${places.slice(0, 5).join(', ')}.`;
}

/** A thread of a channel is no conversation of its own: the id of the channel, and of the thread's first message. */
export function placeOf(conversationId: string): { counterpart: string; root: string | null } {
  const [counterpart = '', ...rest] = conversationId.split(';');
  const root = rest.find((part) => part.startsWith('messageid='))?.slice('messageid='.length);
  return { counterpart, root: root || null };
}

/** Tokens of channels name no tenant: the activity does. */
export function tenantOf({ channelData, conversation }: TeamsActivity): string | null {
  return channelData?.tenant?.id || conversation.tenantId || null;
}

/** Who wrote: the Entra object id, else the platform's own. */
export function authorOf({ from }: TeamsActivity): string {
  return from?.aadObjectId || from?.id || 'unknown';
}

/** Teams' own time; null where it says none. */
export function timeOf({ timestamp }: TeamsActivity): Date | null {
  const at = new Date(timestamp ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}

/**
 * A person's own chat with us. Two people's chat, which an app can be added to, is a conversation of theirs
 * whatever Teams calls it: our cards are for one pair of eyes.
 */
export function isPersonal({ conversation }: TeamsActivity): boolean {
  return conversation.conversationType === 'personal' && !conversation.id.includes('@unq.');
}

/** Our own posts come back from some chats; they are kept where they are sent. */
export function isOurs({ from, recipient }: TeamsActivity, appId: string): boolean {
  const author = from?.id ?? '';
  return author !== '' && (author === recipient?.id || author.split(':').at(-1) === appId);
}
