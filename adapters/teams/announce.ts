// Posts words of the product's own into a conversation. Bot Framework gives no view of what stands
// there already: after a try without an answer a notice may stand twice, which tells people no wrong.
import type { SendOutcome } from '../../src/messaging/adapter.ts';
import type { ChatReferences } from '../../src/messaging/reference.ts';
import type { Announcement } from '../../src/messaging/registration.ts';
import type { Connectors } from './connector.ts';
import { outcomeOf } from './failure.ts';
import { externalIdOf } from './normalise.ts';

export type AnnounceNeeds = {
  connectors: Connectors;
  references: Pick<ChatReferences, 'ofConversation'>;
};

/** Never throws. */
export async function announce(
  { connectors, references }: AnnounceNeeds,
  { counterpart, body, key }: Announcement,
): Promise<SendOutcome> {
  try {
    const reference = await references.ofConversation(counterpart);
    const connector = reference && (await connectors.at(reference.serviceUrl));
    if (!connector) return nowhere;
    const answer = await connector.conversations.sendToConversation(counterpart, {
      type: 'message',
      text: body,
      textFormat: 'plain',
    });
    return {
      outcome: 'accepted',
      externalId: externalIdOf(counterpart, answer.id || `notice-${key}`),
      sentAt: null,
    };
  } catch (error) {
    return outcomeOf(error);
  }
}

const nowhere: SendOutcome = {
  outcome: 'refused',
  errorCode: 'no-reference',
  words: 'Casethread does not know where this conversation is reached.',
  retry: false,
  credentials: false,
};
