// What Slack holds of the conversations that are recorded: what was said while we were away, and,
// where somebody asks for it, before.
import type { LedgerEntry, LedgerQuery, ProviderTrouble } from '../../src/messaging/adapter.ts';
import type { RecordedConversation, Registrations } from '../../src/messaging/registration.ts';
import type { SlackClient } from './client.ts';
import { failureOf, isCredentials, troubleOf } from './failure.ts';
import { type Found, messagesWithin } from './history.ts';
import { isOwn, type Self } from './identity.ts';
import type { Names } from './names.ts';
import { authorOf, editedEvent, incomingMessage } from './normalise.ts';
import { dateOf } from './parse.ts';
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
  const recorded = await needs.registrations.list('slack', query.officialNumber);
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
  { officialNumber, counterpart }: RecordedConversation,
  found: readonly Found[],
): AsyncGenerator<LedgerEntry> {
  const us = await self();
  const words = found.filter(
    ({ message }) => kindOf(message.subtype) === 'words' && !isOwn(message, null, us),
  );
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
      message: incomingMessage(message, placed, nameOf),
      raw: Buffer.from(JSON.stringify(raw)),
      // Slack's history has the words as they are now; an edit that we missed is kept as one.
      status: message.edited ? editedEvent(counterpart, message, nameOf, message.ts) : null,
      optChanges: [],
    };
  }
}
