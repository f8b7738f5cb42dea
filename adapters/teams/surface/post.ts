// Puts a card into a person's own chat with us, or a team's channel. Bot Framework gives no view of what
// stands there: after a try without an answer a card may stand twice, and both show the same answer once
// it is given.
import type { ConnectorClient } from 'botframework-connector';
import type { ChatReferences } from '../../../src/messaging/reference.ts';
import type { CardPost, PostOutcome } from '../../../src/messaging/surface.ts';
import type { Connectors } from '../connector.ts';
import { failureOf } from '../failure.ts';
import { adaptiveCard } from './cards.ts';
import { CARD_TYPE } from './elements.ts';

export type PostNeeds = {
  appId: string;
  tenantId: string;
  connectors: () => Promise<Connectors>;
  references: ChatReferences;
};

/** Never throws. */
export async function postCard(needs: PostNeeds, post: CardPost): Promise<PostOutcome> {
  try {
    const place = await placeOf(needs, post);
    if (place === null) return unreachable(NEVER_OPENED);
    return await putOrOpenAgain(needs, place, post);
  } catch (error) {
    return outcomeOf(error);
  }
}

type Place = {
  connector: ConnectorClient;
  conversationId: string;
  /** The person whose chat this was when it was noted: it may be there no more. */
  noted: { userId: string; serviceUrl: string } | null;
};

/** Where the chat that was noted is gone, one that is opened now may take it: the app was put back. */
async function putOrOpenAgain(
  needs: PostNeeds,
  place: Place,
  post: CardPost,
): Promise<PostOutcome> {
  try {
    return await put(place, post);
  } catch (error) {
    if (failureOf(error).kind !== 'refused' || !place.noted) throw error;
    const { userId, serviceUrl } = place.noted;
    const opened = await openChat(needs, userId, place.connector, serviceUrl);
    if (opened === place.conversationId) throw error;
    return put({ ...place, conversationId: opened }, { ...post, replaces: null, thread: null });
  }
}

const NEVER_OPENED =
  'This person has not opened Casethread in Teams yet. What waits for them is on the web.';

async function placeOf(needs: PostNeeds, { recipient }: CardPost): Promise<Place | null> {
  const { references } = needs;
  const connectors = await needs.connectors();
  const own = recipient.kind === 'person' ? await references.ofPerson(recipient.userId) : null;
  const reference = own ?? (await references.ofTenant(needs.tenantId));
  const connector = reference && (await connectors.at(reference.serviceUrl));
  if (!connector) return null;
  const { serviceUrl } = reference;
  if (recipient.kind === 'channel') {
    return { connector, conversationId: recipient.channelId, noted: null };
  }
  const { userId } = recipient;
  if (own) {
    return { connector, conversationId: own.conversationId, noted: { userId, serviceUrl } };
  }
  const conversationId = await openChat(needs, userId, connector, serviceUrl);
  return { connector, conversationId, noted: null };
}

/**
 * Opens a person's chat with us, where the app is installed for them (by policy or by themselves); its
 * id, which is noted.
 */
async function openChat(
  { appId, tenantId, references }: PostNeeds,
  userId: string,
  connector: ConnectorClient,
  serviceUrl: string,
): Promise<string> {
  const { id } = await connector.conversations.createConversation({
    isGroup: false,
    bot: { id: `28:${appId}`, name: 'Casethread' },
    members: [{ id: userId, name: '' }],
    tenantId,
    channelData: { tenant: { id: tenantId } },
    // The SDK wants an activity; Teams needs none.
    activity: {},
  } as Parameters<ConnectorClient['conversations']['createConversation']>[0]);
  const own = { serviceUrl, tenantId, kind: 'personal', botId: `28:${appId}`, userId };
  await references.save({ conversationId: id, ...own });
  return id;
}

async function put(
  { connector, conversationId }: Omit<Place, 'noted'>,
  post: CardPost,
): Promise<PostOutcome> {
  const activity = {
    type: 'message',
    summary: post.notification,
    attachments: [{ contentType: CARD_TYPE, content: adaptiveCard(post.card) }],
  };
  const earlier = post.replaces === null ? null : readReference(post.replaces);
  if (earlier !== null) {
    try {
      await connector.conversations.updateActivity(earlier.conversationId, earlier.activityId, {
        ...activity,
        id: earlier.activityId,
      });
      return posted(earlier.conversationId, earlier.activityId);
    } catch (error) {
      // It was deleted, or is too old to be changed: a new one says the same.
      if (failureOf(error).kind !== 'refused') throw error;
    }
  }
  const answer = await connector.conversations.sendToConversation(conversationId, activity);
  return posted(conversationId, answer.id);
}

/** `a:1priya 1773327060000`: the chat, and the message in it. */
export function referenceOf(conversationId: string, activityId: string): string {
  return `${conversationId} ${activityId}`;
}

function readReference(reference: string): { conversationId: string; activityId: string } {
  const [conversationId = '', activityId = ''] = reference.split(' ');
  return { conversationId, activityId };
}

/** A personal chat has no threads: each card is found by itself. */
function posted(conversationId: string, activityId: string): PostOutcome {
  const reference = referenceOf(conversationId, activityId);
  return { outcome: 'posted', reference, thread: reference };
}

const unreachable = (words: string): PostOutcome => ({ outcome: 'unreachable', words });

function outcomeOf(error: unknown): PostOutcome {
  const failure = failureOf(error);
  const notNow = (
    words: string,
    retryAfterMs: number | null,
    credentials = false,
  ): PostOutcome => ({
    outcome: 'not-now',
    words,
    retryAfterMs,
    credentials,
  });
  switch (failure.kind) {
    case 'slow-down':
      return notNow('Teams asks us to slow down.', failure.retryAfterMs);
    case 'credentials':
      return notNow('Teams refused our credentials.', null, true);
    case 'refused':
      return unreachable('Teams says that this person cannot be reached by Casethread.');
    case 'not-reached':
    case 'unclear':
      return notNow('Teams did not answer.', null);
    default:
      return failure satisfies never;
  }
}
