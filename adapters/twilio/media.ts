// The bytes of an attachment. Twilio's media address needs Basic auth, redirects to a content network,
// and may not know the file for a few seconds (https://www.twilio.com/docs/messaging/api/media-resource).
import type { MediaOutcome } from '../../src/messaging/adapter.ts';
import { NO_ADDRESS } from './normalise.ts';
import { retryAfterMs } from './retry-after.ts';
import { assertLoopback, directed, isApiHost, type TwilioSettings } from './settings.ts';

const TIMEOUT_MS = 120_000; // for headers and bytes together: 100 MB at 1 MB/s
const REDIRECTS = 5;

type NotYet = Extract<MediaOutcome, { outcome: 'not-yet' }>;

const gone = (words: string): MediaOutcome => ({ outcome: 'gone', words });
const notYet = (
  cause: NotYet['cause'],
  words: string,
  retryAfter: number | null = null,
): NotYet => ({
  outcome: 'not-yet',
  cause,
  words,
  retryAfterMs: retryAfter,
});

/** Fetches from the configured address and Twilio's own hosts, nowhere else. Never throws. */
export async function fetchMedia(settings: TwilioSettings, source: string): Promise<MediaOutcome> {
  if (source.startsWith('data:')) return inline(source);
  if (source === NO_ADDRESS || !URL.canParse(source)) {
    return gone('Twilio did not say where the file is.');
  }
  assertLoopback(settings);
  let url = new URL(directed(settings, source));
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    if (!isAllowed(settings, url)) {
      return gone('The file is not at one of Twilio’s addresses, so it was not fetched.');
    }
    const step = await request(settings, url);
    if (!('redirect' in step)) return step;
    url = new URL(directed(settings, step.redirect));
  }
  return gone('Twilio sent us from address to address and never to the file.');
}

async function inline(source: string): Promise<MediaOutcome> {
  const response = await fetch(source);
  const contentType = response.headers.get('content-type');
  return { outcome: 'fetched', contentType, bytes: chunks(await response.bytes()) };
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function request(
  settings: TwilioSettings,
  url: URL,
): Promise<MediaOutcome | { redirect: string }> {
  let response: Response;
  try {
    response = await fetch(url, {
      redirect: 'manual',
      // A coded body would be decoded on the way in: the bytes kept are the sender's own.
      headers: { 'accept-encoding': 'identity', ...authorization(settings, url) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return notYet('unreachable', 'Twilio could not be reached.');
  }
  if (response.ok && response.body) {
    return {
      outcome: 'fetched',
      contentType: response.headers.get('content-type'),
      bytes: response.body,
    };
  }
  await response.body?.cancel();
  return answered(response, url, settings);
}

function answered(
  response: Response,
  url: URL,
  settings: TwilioSettings,
): MediaOutcome | { redirect: string } {
  const location = response.headers.get('location');
  if (response.status >= 300 && response.status < 400 && location && URL.canParse(location, url)) {
    return { redirect: new URL(location, url).href };
  }
  switch (response.status) {
    case 404:
      return notYet('missing', 'Twilio does not have the file.');
    case 410:
      return gone('Twilio no longer has the file.');
    case 401:
    case 403:
      // A content network's address is signed and lapses: only Twilio itself knows our credentials.
      return isOurs(settings, url)
        ? notYet('credentials', 'Twilio refused our credentials.')
        : notYet('missing', 'The file’s address had lapsed.');
    case 429:
      return notYet(
        'slow-down',
        'Twilio asks us to slow down.',
        retryAfterMs(response.headers.get('retry-after')),
      );
    default:
      return notYet('unreachable', `Twilio answered with status ${response.status}.`);
  }
}

/** Credentials go to Twilio's own interface or what stands in for it, never to a content network. */
function authorization(settings: TwilioSettings, url: URL): Record<string, string> {
  if (!isOurs(settings, url)) return {};
  const pair = `${settings.accountSid}:${settings.authToken}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function isOurs(settings: TwilioSettings, url: URL): boolean {
  return settings.apiBaseUrl === null
    ? isApiHost(url)
    : url.origin === new URL(settings.apiBaseUrl).origin;
}

function isAllowed(settings: TwilioSettings, url: URL): boolean {
  if (isOurs(settings, url)) return true;
  if (settings.loopbackOnly || url.protocol !== 'https:' || url.port !== '') return false;
  if (/\.(twilio|twiliocdn)\.com$/.test(url.hostname)) return true;
  // Where Twilio's media bucket is reached by path: https://help.twilio.com/articles/223183748
  return (
    url.hostname === 's3-external-1.amazonaws.com' &&
    /^\/media\.twiliocdn\.com\//.test(url.pathname)
  );
}
