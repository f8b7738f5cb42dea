// What Twilio itself holds (https://www.twilio.com/docs/messaging/api/message-resource#list-messages).
// Asked page by page through the SDK's client, so that each entry's own JSON can be kept as it came.
import { z } from 'zod';
import type { LedgerEntry, LedgerQuery } from '../../src/messaging/adapter.ts';
import type { IncomingMessage } from '../../src/messaging/message.ts';
import { CHANNELS_OF_TWILIO, readAddress, type TwilioChannel, writeAddress } from './address.ts';
import type { TwilioClient } from './client.ts';
import { troubleOf } from './failure.ts';
import { type MediaLists, mediaListOf } from './media-list.ts';
import { statusEvent, withoutNul } from './normalise.ts';
import { optChangesOf } from './opt-out.ts';
import { resourceUrl, TWILIO_API, type TwilioSettings } from './settings.ts';

const PAGE_SIZE = 200;
/** At most so many of one window in memory; a fuller window is halved. */
const LIMIT = 2_000;
/** Twilio compares whole seconds: a window cannot usefully be shorter. */
const SHORTEST_WINDOW_MS = 2_000;

const entrySchema = z.looseObject({
  sid: z.string().min(1),
  from: z.string().min(1),
  to: z.string().min(1),
  body: z.string().nullish(),
  direction: z.string(),
  status: z.string(),
  error_code: z.union([z.string(), z.number()]).nullish(),
  num_media: z.coerce.number().int().min(0).catch(0),
  date_sent: z.string().nullish(),
  date_created: z.string().nullish(),
});
type Entry = z.output<typeof entrySchema>;

const pageSchema = z.object({
  messages: z.array(z.unknown()),
  next_page_uri: z.string().nullish(),
});

type Asker = { client: TwilioClient; settings: TwilioSettings; media: MediaLists };
type Window = { from: Date; to: Date };

/** The ledger of one official number, oldest first. Throws ProviderTrouble. */
export async function* ledger(asker: Asker, query: LedgerQuery): AsyncGenerator<LedgerEntry> {
  const addresses = CHANNELS_OF_TWILIO.map((channel) =>
    writeAddress(channel, query.officialNumber),
  );
  yield* windowOf(asker, addresses, { from: query.from, to: query.to });
  for (const address of addresses) {
    for (const entry of await unsent(asker, address, query)) {
      const read = await ledgerEntry(asker, entry);
      if (read !== null) yield read;
    }
  }
}

/** What Twilio has accepted and not sent yet has no time of sending, so a window cannot find it. */
async function unsent(asker: Asker, address: string, window: Window): Promise<Entry[]> {
  const newest = await list(asker, { From: address }, null, PAGE_SIZE);
  const from = window.from.getTime();
  const to = window.to.getTime();
  return newest
    .filter((entry) => !entry.date_sent && timeOf(entry) >= from && timeOf(entry) <= to)
    .reverse();
}

async function* windowOf(
  asker: Asker,
  addresses: readonly string[],
  window: Window,
): AsyncGenerator<LedgerEntry> {
  const entries: Entry[] = [];
  const splittable = window.to.getTime() - window.from.getTime() > SHORTEST_WINDOW_MS;
  for (const address of addresses) {
    for (const filter of [{ To: address }, { From: address }]) {
      const found = await list(asker, filter, window, splittable ? LIMIT : LIMIT * 10);
      if (splittable && found.length >= LIMIT) {
        const middle = new Date((window.from.getTime() + window.to.getTime()) / 2);
        yield* windowOf(asker, addresses, { from: window.from, to: middle });
        yield* windowOf(asker, addresses, { from: middle, to: window.to });
        return;
      }
      entries.push(...found);
    }
  }
  entries.sort((one, other) => timeOf(one) - timeOf(other));
  for (const entry of entries) {
    const read = await ledgerEntry(asker, entry);
    if (read !== null) yield read;
  }
}

/** Entries of one filter, newest first as Twilio gives them, at most `limit`. */
async function list(
  { client, settings }: Asker,
  filter: Record<string, string>,
  window: Window | null,
  limit: number,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const parameters = new URLSearchParams({
    ...filter,
    ...(window === null ? {} : sentWithin(window)),
    PageSize: String(Math.min(PAGE_SIZE, limit)),
  });
  let address: string | null = `${resourceUrl(settings, 'Messages.json')}?${parameters}`;
  while (address !== null && entries.length < limit) {
    const page = await ask(client, address);
    entries.push(...page.messages.flatMap((message) => entrySchema.safeParse(message).data ?? []));
    address = page.next_page_uri ? atTwilio(page.next_page_uri) : null;
  }
  return entries.slice(0, limit);
}

/** A page's address is taken for its path only: whatever host it names, Twilio is asked. */
function atTwilio(uri: string): string {
  const { pathname, search } = new URL(uri, TWILIO_API);
  return TWILIO_API + pathname + search;
}

function sentWithin({ from, to }: Window): Record<string, string> {
  return {
    'DateSent>': wholeSecond(from),
    'DateSent<': wholeSecond(new Date(to.getTime() + 999)),
  };
}

async function ask(client: TwilioClient, uri: string): Promise<z.output<typeof pageSchema>> {
  try {
    const answer: { statusCode: number; body: unknown } = await client.request({
      method: 'get',
      uri,
    });
    if (answer.statusCode >= 400) throw refusalOf(answer);
    return pageSchema.parse(
      typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body,
    );
  } catch (error) {
    throw troubleOf(error);
  }
}

/** The shape in which the SDK's own resources throw it. */
function refusalOf(answer: { statusCode: number; body: unknown }) {
  const body = z.object({ code: z.unknown().optional() }).safeParse(answer.body);
  return { status: answer.statusCode, code: body.data?.code ?? answer.statusCode };
}

async function ledgerEntry(asker: Asker, entry: Entry): Promise<LedgerEntry | null> {
  const from = readAddress(entry.from);
  const to = readAddress(entry.to);
  if (from === null || to === null) return null;
  const inbound = entry.direction === 'inbound';
  const channel: TwilioChannel = from.channel;
  const time = timeOf(entry);
  const message: IncomingMessage = {
    kind: 'message',
    channel,
    externalId: entry.sid,
    direction: inbound ? 'inbound' : 'outbound',
    officialNumber: inbound ? to.address : from.address,
    counterpart: inbound ? from.address : to.address,
    author: from.address,
    workerId: null,
    body: withoutNul(entry.body ?? ''),
    profileName: null,
    inReplyTo: null,
    sentAt: time > 0 ? new Date(time) : null,
    media: entry.num_media > 0 ? await mediaListOf(asker, entry.sid, entry.num_media) : [],
  };
  return {
    message,
    raw: Buffer.from(JSON.stringify(entry)),
    status: inbound
      ? null
      : statusEvent(channel, entry.sid, entry.status, entry.error_code?.toString() ?? null),
    optChanges: inbound ? optChangesOf(message, undefined) : [],
  };
}

/** Milliseconds since 1970; 0 when Twilio gives no time. RFC 2822 dates, which Date.parse reads. */
function timeOf(entry: Entry): number {
  return Date.parse(entry.date_sent ?? entry.date_created ?? '') || 0;
}

function wholeSecond(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
