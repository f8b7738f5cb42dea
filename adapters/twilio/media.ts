// The bytes of an attachment. Twilio's media address needs Basic auth, redirects to a content network,
// and may not know the file for a few seconds (https://www.twilio.com/docs/messaging/api/media-resource).
import type { MediaOutcome } from '../../src/messaging/adapter.ts';
import { fetchMediaFrom, gone, notYet } from '../../src/messaging/fetch-media.ts';
import { NO_ADDRESS } from './normalise.ts';
import { assertLoopback, directed, isApiHost, type TwilioSettings } from './settings.ts';

/**
 * Fetches from the configured address and Twilio's own hosts, nowhere else. Throws only in a
 * demonstration that would reach beyond this machine.
 */
export async function fetchMedia(settings: TwilioSettings, source: string): Promise<MediaOutcome> {
  if (source.startsWith('data:')) return inline(source);
  if (source === NO_ADDRESS || !URL.canParse(source)) {
    return gone('Twilio did not say where the file is.');
  }
  assertLoopback(settings);
  const address = toAsk(settings, new URL(source));
  if (!(address instanceof URL)) return address;
  const host = {
    provider: 'Twilio',
    headers: (url: URL) => authorization(settings, url),
    // A content network's address is signed and lapses: only Twilio itself knows our credentials.
    refused: (url: URL) =>
      isOurs(settings, url)
        ? notYet('credentials', 'Twilio refused our credentials.')
        : notYet('missing', 'The file’s address had lapsed.'),
    redirected: (to: URL) => toAsk(settings, to),
  };
  return fetchMediaFrom(host, address);
}

/** Where a file at this address is asked for, or why it is not. */
function toAsk(settings: TwilioSettings, address: URL): URL | MediaOutcome {
  const url = new URL(directed(settings, address.href));
  return isAllowed(settings, url)
    ? url
    : gone('The file is not at one of Twilio’s addresses, so it was not fetched.');
}

async function inline(source: string): Promise<MediaOutcome> {
  const response = await fetch(source);
  const contentType = response.headers.get('content-type');
  return { outcome: 'fetched', contentType, bytes: chunks(await response.bytes()) };
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
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
