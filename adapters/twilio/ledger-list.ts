// A list of Twilio's, page by page through the SDK's client, so that each entry's own JSON can be kept
// as it came (https://www.twilio.com/docs/usage/twilios-response#paging-through-api-resources).
import { z } from 'zod';
import { ProviderTrouble } from '../../src/messaging/adapter.ts';
import type { TwilioClient } from './client.ts';
import { troubleOf } from './failure.ts';
import { resourceUrl, TWILIO_API, type TwilioSettings } from './settings.ts';

export type Asker = { client: TwilioClient; settings: TwilioSettings };
type Window = { from: Date; to: Date };

const PAGE_SIZE = 1_000; // Twilio's own limit
const NOT_FOUND = 404;

/** Each list: the name of its entries, and of the time that a window is about. */
const RESOURCES = {
  Messages: { entries: 'messages', time: 'DateSent' },
  Calls: { entries: 'calls', time: 'StartTime' },
} as const;

export type Resource = keyof typeof RESOURCES;

const pageSchema = z.looseObject({ next_page_uri: z.string().nullish() });

/**
 * Entries of one filter, newest first as Twilio gives them, at most `limit`. An account without
 * a list of calls (404) has none. Throws ProviderTrouble.
 */
export async function list(
  { client, settings }: Asker,
  resource: Resource,
  filter: Record<string, string>,
  window: Window | null,
  limit: number,
): Promise<unknown[]> {
  const { entries: name, time } = RESOURCES[resource];
  const entries: unknown[] = [];
  const parameters = new URLSearchParams({
    ...filter,
    ...(window === null ? {} : within(time, window)),
    PageSize: String(Math.min(PAGE_SIZE, limit)),
  });
  let address: string | null = `${resourceUrl(settings, `${resource}.json`)}?${parameters}`;
  const asked = new Set<string>();
  while (address !== null && entries.length < limit) {
    // A page that names itself as the next would be asked for without end.
    if (asked.has(address)) throw new ProviderTrouble('unreachable', 'Twilio repeats a page.');
    asked.add(address);
    const page = await ask(client, address, resource === 'Calls');
    if (page === null) break;
    const found = z.array(z.unknown()).safeParse(page[name]);
    if (!found.success) throw new ProviderTrouble('unreachable', 'Twilio sent no list.');
    entries.push(...found.data);
    address = page.next_page_uri ? atTwilio(page.next_page_uri) : null;
  }
  return entries.slice(0, limit);
}

/** A page's address is taken for its path only: whatever host it names, Twilio is asked. */
function atTwilio(uri: string): string {
  const { pathname, search } = new URL(uri, TWILIO_API);
  return TWILIO_API + pathname + search;
}

function within(time: string, { from, to }: Window): Record<string, string> {
  return {
    [`${time}>`]: wholeSecond(from),
    [`${time}<`]: wholeSecond(new Date(to.getTime() + 999)),
  };
}

async function ask(
  client: TwilioClient,
  uri: string,
  mayBeMissing: boolean,
): Promise<z.output<typeof pageSchema> | null> {
  try {
    const answer: { statusCode: number; body: unknown } = await client.request({
      method: 'get',
      uri,
    });
    if (answer.statusCode === NOT_FOUND && mayBeMissing) return null;
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

function wholeSecond(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
