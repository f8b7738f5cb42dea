// Teams' one door. An activity is kept when its conversation is recorded, and otherwise forgotten.
import type {
  Answered,
  RawRequest,
  Refused,
  WebhookAnswer,
  WebhookEndpoint,
  WebhookReading,
} from '../../src/messaging/adapter.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import type { ChatReferences } from '../../src/messaging/reference.ts';
import type { Registrations } from '../../src/messaging/registration.ts';
import { HEARD, NOT_KEPT, notUnderstood } from './answers.ts';
import { commandIn, obey } from './command.ts';
import { changeOf, incomingMessage } from './normalise.ts';
import {
  activitySchema,
  envelopeSchema,
  isOurs,
  isPersonal,
  outlineSchema,
  placeOf,
  type TeamsActivity,
  tenantOf,
  timeOf,
  whatIsWrong,
} from './parse.ts';
import { aMoment } from './patience.ts';
import { saveReference } from './reference.ts';
import { saidToUs } from './text.ts';

export type DoorNeeds = {
  appId: string;
  tenantId: string;
  federation: boolean;
  clock: Clock;
  prepare(): Promise<void>;
  registrations: Registrations;
  references: Pick<ChatReferences, 'save' | 'ofConversation' | 'remove'>;
  /** Rejects when it could not be found out. */
  isAuthentic(
    activity: { channelId: string; serviceUrl: string },
    authorization: string,
  ): Promise<boolean>;
  /** Says something where an activity came from. Never rejects. */
  say(activity: TeamsActivity, words: string): Promise<void>;
  /** What a worker does or types in their own chat with us; null: there is no surface. */
  surface: TeamsListener | null;
  /** We were taken out of a conversation, or put back. Each rejects when that could not be noted. */
  onRemoved(conversationId: string): Promise<void>;
  onAdded(conversationId: string): Promise<void>;
};

export type TeamsListener = {
  /** A card's button, a form: what it answers is the HTTP answer. */
  invoke(activity: TeamsActivity): Promise<WebhookAnswer>;
  /** Words typed to us that are no command. */
  typed(activity: TeamsActivity, words: string): Promise<void>;
};

/** POST /api/messages. `read` rejects when nothing could be looked up: Teams sends it again. */
export function teamsDoor(needs: DoorNeeds): WebhookEndpoint {
  const { prepare } = needs;
  return { path: '/api/messages', prepare, read: (request) => read(needs, request) };
}

async function read(
  needs: DoorNeeds,
  request: RawRequest,
): Promise<WebhookReading | Answered | Refused> {
  const given = json(request.body.toString());
  if (given === null) return { outcome: 'refused', status: 400 };
  const envelope = envelopeSchema.safeParse(given.value).data ?? {
    channelId: 'msteams',
    serviceUrl: '',
  };
  const authorization = String(request.headers.authorization ?? '');
  if (!(await needs.isAuthentic(envelope, authorization))) {
    return { outcome: 'refused', status: 401 };
  }
  const parsed = activitySchema.safeParse(given.value);
  if (!parsed.success) return readBroken(needs, given.value, whatIsWrong(parsed.error));
  const activity = parsed.data;
  if (tenantOf(activity) !== needs.tenantId && !needs.federation) {
    return { outcome: 'refused', status: 403 };
  }
  return readActivity(needs, activity);
}

/**
 * Kept raw where it names a recorded conversation of ours, or none: without one it is nobody's private
 * talk. Anything else is forgotten, however broken it is.
 */
async function readBroken(
  needs: DoorNeeds,
  value: unknown,
  problem: string,
): Promise<WebhookReading | Answered> {
  const { conversation, channelData } = outlineSchema.parse(value);
  const tenant = channelData?.tenant?.id ?? needs.tenantId;
  if (tenant !== needs.tenantId && !needs.federation) return NOT_KEPT;
  if (!conversation) return notUnderstood(problem);
  const { recordedUnder } = await lookUpAt(needs, conversation.id, null, needs.clock());
  return recordedUnder === null ? NOT_KEPT : notUnderstood(problem);
}

function json(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

async function readActivity(
  needs: DoorNeeds,
  activity: TeamsActivity,
): Promise<WebhookReading | Answered> {
  switch (activity.type) {
    case 'message':
      return readMessage(needs, activity);
    case 'messageUpdate':
      return readChange(needs, activity, isUndone(activity) ? 'undeleted' : 'edited');
    case 'messageDelete':
      return readChange(needs, activity, 'deleted');
    case 'invoke':
      return {
        outcome: 'answered',
        answer: needs.surface
          ? await needs.surface.invoke(activity)
          : { ...HEARD, status: 501, body: '' },
      };
    case 'conversationUpdate':
    case 'installationUpdate':
      return readMembership(needs, activity);
    default:
      return readUnknown(needs, activity);
  }
}

const isUndone = ({ channelData }: TeamsActivity) => channelData?.eventType === 'undeleteMessage';

type WithId = TeamsActivity & { id: string };

function withId(activity: TeamsActivity): WithId | null {
  return activity.id ? { ...activity, id: activity.id } : null;
}

function lookUp(needs: DoorNeeds, activity: TeamsActivity) {
  const author = activity.from?.aadObjectId ?? null;
  return lookUpAt(needs, activity.conversation.id, author, timeOf(activity) ?? needs.clock());
}

async function lookUpAt(needs: DoorNeeds, id: string, author: string | null, sentAt: Date) {
  const { counterpart } = placeOf(id);
  const place = { channel: 'teams', counterpart, author, sentAt, heard: 'now' } as const;
  return { ...(await needs.registrations.lookUp(place)), counterpart };
}

async function readMessage(
  needs: DoorNeeds,
  activity: TeamsActivity,
): Promise<WebhookReading | Answered> {
  if (isOurs(activity, needs.appId)) return NOT_KEPT;
  const said = saidToUs(activity);
  const command = said === null ? null : commandIn(said);
  if (isPersonal(activity))
    await saveReference(needs.references, tenantIn(needs, activity), activity);
  const { counterpart, recordedUnder, workerId } = await lookUp(needs, activity);
  // Where it is reached may change.
  if (recordedUnder !== null) await saveReference(needs.references, recordedUnder, activity);
  if (command !== null) {
    const { words, done } = await obey(needs, command, activity);
    await aMoment(needs.say(activity, words));
    // What somebody else asks of us is still said in a recorded conversation.
    if (done) return NOT_KEPT;
  }
  if (recordedUnder === null) {
    if (said !== null && command === null && needs.surface) {
      await aMoment(needs.surface.typed(activity, said));
    }
    return NOT_KEPT;
  }
  const kept = withId(activity);
  if (kept === null) return notUnderstood('It could not be understood: id.');
  const placed = { officialNumber: recordedUnder, counterpart, workerId };
  return {
    outcome: 'understood',
    kind: 'message',
    messages: [incomingMessage(kept, placed)],
    events: [],
    optChanges: [],
    answer: HEARD,
  };
}

async function readChange(
  needs: DoorNeeds,
  activity: TeamsActivity,
  type: 'edited' | 'deleted' | 'undeleted',
): Promise<WebhookReading | Answered> {
  if (isOurs(activity, needs.appId)) return NOT_KEPT;
  const { counterpart, recordedUnder } = await lookUp(needs, activity);
  if (recordedUnder === null) return NOT_KEPT;
  const kept = withId(activity);
  if (kept === null) return notUnderstood('It could not be understood: id.');
  return {
    outcome: 'understood',
    kind: 'message',
    messages: [],
    events: [changeOf(kept, counterpart, type)],
    optChanges: [],
    answer: HEARD,
  };
}

async function readMembership(needs: DoorNeeds, activity: TeamsActivity): Promise<Answered> {
  const own = activity.recipient?.id ?? '';
  const left =
    (activity.membersRemoved ?? []).some(({ id }) => id === own) || activity.action === 'remove';
  const { counterpart } = placeOf(activity.conversation.id);
  if (left) {
    await needs.references.remove(counterpart);
    await needs.onRemoved(counterpart);
    return NOT_KEPT;
  }
  if (isPersonal(activity))
    await saveReference(needs.references, tenantIn(needs, activity), activity);
  if (!(activity.membersAdded ?? []).some(({ id }) => id === own)) return NOT_KEPT;
  await needs.onAdded(counterpart);
  const { recordedUnder } = await lookUp(needs, activity);
  if (recordedUnder !== null) await saveReference(needs.references, recordedUnder, activity);
  return NOT_KEPT;
}

/** Kept raw only where the conversation is recorded: an unknown kind may carry anybody's words. */
async function readUnknown(
  needs: DoorNeeds,
  activity: TeamsActivity,
): Promise<WebhookReading | Answered> {
  if (WITHOUT_WORDS.has(activity.type)) return NOT_KEPT;
  const { recordedUnder } = await lookUp(needs, activity);
  if (recordedUnder === null) return NOT_KEPT;
  const kind = activity.type.slice(0, 60);
  return notUnderstood(`It is an activity that Casethread does not know (${kind}).`);
}

const WITHOUT_WORDS = new Set(['typing', 'messageReaction', 'event', 'endOfConversation', 'trace']);

const tenantIn = ({ tenantId }: DoorNeeds, activity: TeamsActivity) =>
  tenantOf(activity) ?? tenantId;
