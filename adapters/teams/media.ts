// The bytes of a file or an image that came with an activity
// (https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/bots-filesv4).
import { z } from 'zod';
import { type MediaOutcome, ProviderTrouble } from '../../src/messaging/adapter.ts';
import { FILE_AT, IMAGE_AT, NOT_HERE } from './normalise.ts';
import { isLoopback, isMicrosoft, mayCall, type TeamsSettings } from './settings.ts';
import type { Tokens } from './token.ts';

const TIMEOUT_MS = 120_000;

type NotYet = Extract<MediaOutcome, { outcome: 'not-yet' }>;

const gone = (words: string): MediaOutcome => ({ outcome: 'gone', words });
const notYet = (
  cause: NotYet['cause'],
  words: string,
  retryAfterMs: number | null = null,
): NotYet => ({ outcome: 'not-yet', cause, words, retryAfterMs });

const ELSEWHERE =
  'The file lies in SharePoint or OneDrive, where Casethread may not read. Save it on the record by hand.';
const imageSource = z.tuple([z.string(), z.string()]);

/** Fetches from the service that sent it and Microsoft's own hosts, nowhere else. Never throws. */
export async function fetchMedia(
  settings: TeamsSettings,
  tokens: Tokens,
  source: string,
): Promise<MediaOutcome> {
  if (source.startsWith(NOT_HERE)) return gone(ELSEWHERE);
  if (source.startsWith(FILE_AT)) return fetchFile(settings, source.slice(FILE_AT.length));
  if (!source.startsWith(IMAGE_AT)) return gone('Teams did not say where the file is.');
  const [serviceUrl, address] = imageSource.parse(JSON.parse(source.slice(IMAGE_AT.length)));
  if (!URL.canParse(address) || !mayCall(settings, serviceUrl) || !isAt(address, serviceUrl)) {
    return gone('The image is not at one of Teams’ addresses, so it was not fetched.');
  }
  try {
    return await request(address, { authorization: `Bearer ${await tokens.get()}` });
  } catch (error) {
    if (!(error instanceof ProviderTrouble)) throw error;
    const cause = error.kind === 'slow-down' ? 'slow-down' : error.kind;
    return notYet(cause, error.message, error.retryAfterMs);
  }
}

/** Our token goes to the service that the activity came from, or to Microsoft's own. */
function isAt(address: string, serviceUrl: string): boolean {
  const url = new URL(address);
  return url.origin === new URL(serviceUrl).origin || isMicrosoft(url);
}

/** The address carries its own, short-lived permission: our token stays here. */
async function fetchFile(settings: TeamsSettings, address: string): Promise<MediaOutcome> {
  const url = URL.canParse(address) ? new URL(address) : null;
  const allowed = url && (isMicrosoft(url) || (isTested(settings) && isLoopback(url.hostname)));
  if (!allowed)
    return gone('The file is not at one of Microsoft’s addresses, so it was not fetched.');
  return request(address, {});
}

const isTested = (settings: TeamsSettings) => mayCall(settings, 'http://127.0.0.1');

async function request(address: string, headers: Record<string, string>): Promise<MediaOutcome> {
  let response: Response;
  try {
    response = await fetch(address, {
      redirect: 'error',
      headers: { 'accept-encoding': 'identity', ...headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return notYet('unreachable', 'Teams could not be reached.');
  }
  if (response.ok && response.body) {
    const contentType = response.headers.get('content-type');
    return { outcome: 'fetched', contentType, bytes: response.body };
  }
  await response.body?.cancel();
  switch (response.status) {
    case 404:
      return notYet('missing', 'Teams does not have the file.');
    case 410:
      return gone('Teams no longer has the file.');
    case 401:
    case 403:
      return notYet('credentials', 'Teams refused to give the file: its address may have run out.');
    case 429: {
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      const pause = Number.isFinite(seconds) ? seconds * 1_000 : null;
      return notYet('slow-down', 'Teams asks us to slow down.', pause);
    }
    default:
      return notYet('unreachable', `Teams answered with status ${response.status}.`);
  }
}
