// What Slack holds of the conversations that are recorded: what was said while we were away, and,
// where somebody asks for it, before.
import type { LedgerEntry, LedgerQuery, ProviderTrouble } from '../../src/messaging/adapter.ts';
import type { IncomingMessage } from '../../src/messaging/message.ts';
import type { RecordedConversation, Registrations } from '../../src/messaging/registration.ts';
import { noticeKey } from './announce.ts';
import type { SlackClient } from './client.ts';
import { failureOf, isCredentials, troubleOf } from './failure.ts';
import { type Found, messagesWithin } from './history.ts';
import { isOwn, type Self } from './identity.ts';
import type { Names } from './names.ts';
import { authorOf, editedEvent, incomingMessage } from './normalise.ts';
import { dateOf, type SlackMessage } from './parse.ts';
import type { Wait } from './polite.ts';
import { kindOf } from './subtypes.ts';
import { writtenText } from './text.ts';

export type LedgerNeeds = {
  client: SlackClient;
  registrations: Registrations;
  names: Names;
  self: () => Promise<Self>;
  /** One conversation cannot be read, or can be again; the others go on. */
  onUnreadable(conversation: RecordedConversation, error: string | null): Promise<void>;
  wait?: Wait;
};

/** Conversation by conversation, oldest message first. Throws ProviderTrouble. */
export async function* ledger(needs: LedgerNeeds, query: LedgerQuery): AsyncGenerator<LedgerEntry> {
  const recorded = await needs.registrations.list('slack', query.officialNumber, query.from);
  for (const conversation of recorded) {
    const { counterpart, registeredAt } = conversation;
    if (query.counterpart !== undefined && query.counterpart !== counterpart) continue;
    const fromBefore = query.counterpart !== undefined || query.askedFor === true;
    const from = fromBefore || query.from > registeredAt ? query.from : registeredAt;
    if (from >= query.to) continue;
    const stretch = { channel: counterpart, from, to: query.to };
    let found: Found[];
    try {
      found = await messagesWithin(needs.client, stretch, needs.wait);
      await needs.onUnreadable(conversation, null);
    } catch (error) {
      const trouble = await oneConversationsTrouble(needs, conversation, query, error);
      if (trouble) throw trouble;
      continue;
    }
    yield* entriesOf(needs, conversation, found);
  }
}

/** Null: it is this conversation's own trouble, and said where people see it. */
async function oneConversationsTrouble(
  needs: LedgerNeeds,
  conversation: RecordedConversation,
  query: LedgerQuery,
  error: unknown,
): Promise<ProviderTrouble | null> {
  const failure = failureOf(error);
  const itsOwn =
    failure.kind === 'refused' && !isCredentials(failure.error) && query.counterpart === undefined;
  if (!itsOwn) return troubleOf(error);
  await needs.onUnreadable(conversation, failure.error);
  return null;
}

async function* entriesOf(
  { registrations, names, self }: LedgerNeeds,
  { officialNumber, counterpart, stoppedAt }: RecordedConversation,
  found: readonly Found[],
): AsyncGenerator<LedgerEntry> {
  const us = await self();
  const isKept = (message: SlackMessage) => {
    // Ours are not kept from here, but for the notices, which stand on the record themselves.
    if (isOwn(message, null, us)) return noticeKey(message) !== null;
    const inTime = stoppedAt === null || dateOf(message.ts) <= stoppedAt;
    return inTime && kindOf(message.subtype) === 'words';
  };
  const words = found.filter(({ message }) => isKept(message));
  const places = await Promise.all(
    words.map(({ message }) =>
      registrations.lookUp({
        channel: 'slack',
        counterpart,
        author: authorOf(message),
        sentAt: dateOf(message.ts),
        heard: 'later',
      }),
    ),
  );
  for (const [index, { message, raw }] of words.entries()) {
    const nameOf = await names.of([writtenText(message)]);
    const placed = {
      officialNumber,
      channel: counterpart,
      workerId: places[index]?.workerId ?? null,
    };
    yield {
      message:
        noticeKey(message) === null
          ? incomingMessage(message, placed, nameOf)
          : ourNotice(incomingMessage(message, placed, nameOf)),
      raw: Buffer.from(JSON.stringify(raw)),
      // Slack's history has the words as they are now; an edit that we missed is kept as one.
      status: message.edited ? editedEvent(counterpart, message, nameOf, message.ts) : null,
      optChanges: [],
    };
  }
}

/** As it is kept when it is posted: the authority speaks. */
function ourNotice(message: IncomingMessage): IncomingMessage {
  return { ...message, direction: 'outbound', author: message.officialNumber, profileName: null };
}
