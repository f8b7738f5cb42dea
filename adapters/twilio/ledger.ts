// What Twilio itself holds: messages (https://www.twilio.com/docs/messaging/api/message-resource#list-messages)
// and calls (https://www.twilio.com/docs/voice/api/call-resource#retrieve-a-list-of-calls).
import type { LedgerEntry, LedgerQuery } from '../../src/messaging/adapter.ts';
import { CHANNELS_OF_TWILIO, writeAddress } from './address.ts';
import { readCallEntry, timeOfCall } from './ledger-call.ts';
import { type Asker, list, type Resource } from './ledger-list.ts';
import { type Entry, readEntry, readMessageEntry, timeOf } from './ledger-message.ts';
import { type MediaLists, mediaListOf } from './media-list.ts';

/** At most so many of one window in memory; a fuller window is halved. */
const LIMIT = 5_000;
/** Twilio compares whole seconds: a window cannot usefully be shorter. */
const SHORTEST_WINDOW_MS = 2_000;
/** What is not sent yet is among the newest. */
const NEWEST = 200;

type LedgerAsker = Asker & { media: MediaLists };
type Window = { from: Date; to: Date };
type Limited = Window & { limit: number | null };
type Item = { at: number; entry: LedgerEntry; announced: number };

/** The ledger of one official number, messages before calls, oldest first. Throws ProviderTrouble. */
export async function* ledger(asker: LedgerAsker, query: LedgerQuery): AsyncGenerator<LedgerEntry> {
  const { officialNumber, from, to } = query;
  const addresses = CHANNELS_OF_TWILIO.map((channel) => writeAddress(channel, officialNumber));
  const messages = (window: Limited) => messagesWithin(asker, addresses, window);
  for await (const items of windows({ from, to }, messages)) {
    yield* withMedia(asker, query, items);
  }
  for (const address of addresses)
    yield* withMedia(asker, query, await unsent(asker, address, query));
  // Only a phone number can be rung.
  if (!officialNumber.startsWith('+')) return;
  for await (const items of windows({ from, to }, (window) =>
    callsWithin(asker, officialNumber, window),
  )) {
    for (const { entry } of items) yield entry;
  }
}

/** Reads `read` for the window, halved until it is not too full. Null from `read`: too full. */
async function* windows(
  window: Window,
  read: (window: Limited) => Promise<Item[] | null>,
): AsyncGenerator<Item[]> {
  const length = window.to.getTime() - window.from.getTime();
  const limit = length > SHORTEST_WINDOW_MS ? LIMIT : null;
  const items = await read({ ...window, limit });
  if (items !== null) {
    yield items.sort((one, other) => one.at - other.at);
    return;
  }
  const middle = new Date((window.from.getTime() + window.to.getTime()) / 2);
  yield* windows({ from: window.from, to: middle }, read);
  yield* windows({ from: middle, to: window.to }, read);
}

async function messagesWithin(
  asker: Asker,
  addresses: readonly string[],
  window: Limited,
): Promise<Item[] | null> {
  const items: Item[] = [];
  for (const address of addresses) {
    for (const side of ['To', 'From'] as const) {
      const found = await listed(asker, 'Messages', side, address, window);
      if (found === null) return null;
      items.push(...found.flatMap((raw) => itemOf(readEntry(raw, side, address))));
    }
  }
  return items;
}

async function callsWithin(asker: Asker, number: string, window: Limited): Promise<Item[] | null> {
  const found = await listed(asker, 'Calls', 'To', number, window);
  if (found === null) return null;
  return found.flatMap((raw) => {
    const entry = readCallEntry(raw, number);
    return entry === null ? [] : [{ at: timeOfCall(raw), entry, announced: 0 }];
  });
}

async function listed(
  asker: Asker,
  resource: Resource,
  side: 'To' | 'From',
  address: string,
  { limit, ...window }: Limited,
): Promise<unknown[] | null> {
  const found = await list(asker, resource, { [side]: address }, window, limit ?? LIMIT * 10);
  return limit !== null && found.length >= limit ? null : found;
}

/** What Twilio has accepted and not sent yet has no time of sending, so a window cannot find it. */
async function unsent(asker: Asker, address: string, window: Window): Promise<Item[]> {
  const newest = await list(asker, 'Messages', { From: address }, null, NEWEST);
  const from = window.from.getTime();
  const to = window.to.getTime();
  return newest
    .map((raw) => readEntry(raw, 'From', address))
    .filter((entry) => entry && !entry.date_sent && timeOf(entry) >= from && timeOf(entry) <= to)
    .flatMap(itemOf)
    .reverse();
}

function itemOf(entry: Entry | null): Item[] {
  if (entry === null) return [];
  const read = readMessageEntry(entry);
  return read === null ? [] : [{ at: timeOf(entry), entry: read, announced: entry.num_media }];
}

/** The list only counts attachments: which they are is asked for where nobody knows yet. */
async function* withMedia(
  asker: LedgerAsker,
  query: LedgerQuery,
  items: readonly Item[],
): AsyncGenerator<LedgerEntry> {
  const announcing = items.filter(({ announced }) => announced > 0);
  const known = await query.withKnownMedia?.(announcing.map(({ entry }) => entry.message));
  for (const { entry, announced } of items) {
    const { message } = entry;
    const wanted = announced > 0 && !known?.has(message.externalId);
    const media = wanted ? await mediaListOf(asker, message.externalId, announced) : [];
    yield { ...entry, message: { ...message, media } };
  }
}
