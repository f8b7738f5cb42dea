// Where a conversation is reached. Of a conversation that is not recorded nothing is remembered, not even
// that it is there; a person's own chat with us is theirs to open and close.
import type { ChatReferences } from '../../src/messaging/reference.ts';
import type { RegistrationOutcome, Registrations } from '../../src/messaging/registration.ts';
import { authorOf, isPersonal, placeOf, type TeamsActivity, tenantOf } from './parse.ts';

/** Cheap where nothing changed: the store remembers what it wrote. */
export async function saveReference(
  references: Pick<ChatReferences, 'save'>,
  tenantId: string,
  activity: TeamsActivity,
): Promise<void> {
  const { conversation, serviceUrl, recipient, from } = activity;
  await references.save({
    conversationId: placeOf(conversation.id).counterpart,
    serviceUrl,
    tenantId,
    kind: conversation.conversationType ?? 'personal',
    botId: recipient?.id ?? '',
    userId: isPersonal(activity) ? (from?.aadObjectId ?? null) : null,
  });
}

export type RegisteringHere = {
  tenantId: string;
  registrations: Pick<Registrations, 'register'>;
  references: Pick<ChatReferences, 'save' | 'ofConversation' | 'remove'>;
};

/**
 * Asks for the conversation that an activity came from to be recorded. The notice to everybody in it
 * goes out as soon as that is committed, so where to send it is noted first; refused, it is forgotten.
 */
export async function registerHere(
  { tenantId, registrations, references }: RegisteringHere,
  activity: TeamsActivity,
  children: string,
): Promise<RegistrationOutcome> {
  const place = conversationOf(activity, tenantId);
  const request = { ...place, children, historyFrom: null };
  if (children.trim() === '') return registrations.register(request);
  const known = await references.ofConversation(place.counterpart);
  await saveReference(references, place.officialNumber, activity);
  const outcome = await registrations.register(request);
  if (outcome.outcome === 'refused' && known === null) await references.remove(place.counterpart);
  return outcome;
}

/** The conversation that an activity came from, and who did it. */
export function conversationOf(activity: TeamsActivity, tenantId: string) {
  return {
    channel: 'teams',
    officialNumber: tenantOf(activity) ?? tenantId,
    counterpart: placeOf(activity.conversation.id).counterpart,
    userId: authorOf(activity),
  } as const;
}
