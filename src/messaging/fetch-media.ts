// The bytes of an attachment, asked for over HTTP. What an answer's status means is the same for every
// provider; which addresses may be asked, with what, and what a refusal means there, each says itself.
import type { MediaOutcome } from './adapter.ts';
import { retryAfterMs } from './retry-after.ts';

const TIMEOUT_MS = 120_000; // for headers and bytes together: 100 MB at 1 MB/s
const REDIRECTS = 5;

type NotYet = Extract<MediaOutcome, { outcome: 'not-yet' }>;

export type MediaHost = {
  /** Its name, as a sentence about it begins. */
  provider: string;
  /** What goes with the request to this address and no other, such as our credentials. */
  headers(url: URL): Record<string, string>;
  /** What 401 or 403 from this address means. */
  refused(url: URL): MediaOutcome;
  /**
   * Where a redirect to this address leads, or why it is not followed. Absent: none is, because what
   * we hold for the first address is not for another.
   */
  redirected?(to: URL): URL | MediaOutcome;
};

/** There will never be a file. */
export function gone(words: string): MediaOutcome {
  return { outcome: 'gone', words };
}

/** Worth another try, after `pauseMs` at the earliest. */
export function notYet(
  cause: NotYet['cause'],
  words: string,
  pauseMs: number | null = null,
): MediaOutcome {
  return { outcome: 'not-yet', cause, words, retryAfterMs: pauseMs };
}

/** Fetches from an address that the caller has allowed. Never throws; the bytes may break off. */
export async function fetchMediaFrom(host: MediaHost, address: URL): Promise<MediaOutcome> {
  let url = address;
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    const next = await request(host, url);
    if (!(next instanceof URL)) return next;
    url = next;
  }
  return gone(`${host.provider} sent us from address to address and never to the file.`);
}

/** A URL: the file is to be asked for there. */
async function request(host: MediaHost, url: URL): Promise<MediaOutcome | URL> {
  let response: Response;
  try {
    response = await fetch(url, {
      redirect: 'manual',
      // A coded body would be decoded on the way in: the bytes kept are the sender's own.
      headers: { 'accept-encoding': 'identity', ...host.headers(url) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return notYet('unreachable', `${host.provider} could not be reached.`);
  }
  if (response.ok && response.body) {
    const contentType = response.headers.get('content-type');
    return { outcome: 'fetched', contentType, bytes: response.body };
  }
  await response.body?.cancel();
  const to = redirectOf(response, url);
  return to && host.redirected ? host.redirected(to) : meaningOf(response, host, url);
}

function redirectOf({ status, headers }: Response, url: URL): URL | undefined {
  const location = headers.get('location');
  const isRedirect = status >= 300 && status < 400 && location && URL.canParse(location, url);
  return isRedirect ? new URL(location, url) : undefined;
}

function meaningOf({ status, headers }: Response, host: MediaHost, url: URL): MediaOutcome {
  switch (status) {
    case 404:
      return notYet('missing', `${host.provider} does not have the file.`);
    case 410:
      return gone(`${host.provider} no longer has the file.`);
    case 401:
    case 403:
      return host.refused(url);
    case 429: {
      const pauseMs = retryAfterMs(headers.get('retry-after'));
      return notYet('slow-down', `${host.provider} asks us to slow down.`, pauseMs);
    }
    default:
      return notYet('unreachable', `${host.provider} answered with status ${status}.`);
  }
}
