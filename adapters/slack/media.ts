// The bytes of a file. Its address needs the app's token; without a good one Slack answers with its
// sign-in page (https://docs.slack.dev/reference/objects/file-object#authentication).
import { z } from 'zod';
import type { MediaOutcome } from '../../src/messaging/adapter.ts';
import type { SlackClient } from './client.ts';
import { failureOf, isCredentials } from './failure.ts';
import { FILE_BY_ID, NO_ADDRESS } from './normalise.ts';
import { apiUrlOf, isLoopback, isSilent, type SlackSettings } from './settings.ts';

const TIMEOUT_MS = 120_000; // for headers and bytes together: 100 MB at 1 MB/s
const REDIRECTS = 5;

type NotYet = Extract<MediaOutcome, { outcome: 'not-yet' }>;

const gone = (words: string): MediaOutcome => ({ outcome: 'gone', words });
const notYet = (
  cause: NotYet['cause'],
  words: string,
  retryAfterMs: number | null = null,
): NotYet => ({ outcome: 'not-yet', cause, words, retryAfterMs });

const fileAnswer = z.looseObject({
  file: z.looseObject({
    url_private_download: z.string().nullish(),
    url_private: z.string().nullish(),
    mode: z.string().nullish(),
  }),
});

/** Fetches from the configured address and Slack's own hosts, nowhere else. Never throws. */
export async function fetchMedia(
  settings: SlackSettings,
  client: () => Promise<SlackClient>,
  source: string,
): Promise<MediaOutcome> {
  if (isSilent(settings)) return gone('A demonstration asks nothing of Slack itself.');
  const address = source.startsWith(FILE_BY_ID)
    ? await addressOf(client, source.slice(FILE_BY_ID.length))
    : source;
  if (typeof address !== 'string') return address;
  if (address === NO_ADDRESS || !URL.canParse(address)) {
    return gone('Slack did not say where the file is, or no longer has it.');
  }
  let url = directed(settings, new URL(address));
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    if (!isAllowed(settings, url)) {
      return gone('The file is not at one of Slack’s addresses, so it was not fetched.');
    }
    const step = await request(settings, url);
    if (!('redirect' in step)) return step;
    url = directed(settings, step.redirect);
  }
  return gone('Slack sent us from address to address and never to the file.');
}

/** Files of other workspaces say where they are only when asked. */
async function addressOf(
  client: () => Promise<SlackClient>,
  file: string,
): Promise<string | MediaOutcome> {
  try {
    const answer = fileAnswer.safeParse(await (await client()).files.info({ file })).data?.file;
    if (answer?.mode === 'tombstone') return gone('The file was deleted before it was fetched.');
    return answer?.url_private_download || answer?.url_private || NO_ADDRESS;
  } catch (error) {
    const failure = failureOf(error);
    switch (failure.kind) {
      case 'slow-down':
        return notYet('slow-down', 'Slack asks us to slow down.', failure.retryAfterMs);
      case 'refused':
        if (isCredentials(failure.error)) return notYet('credentials', 'Slack refused our token.');
        return failure.error === 'file_deleted'
          ? gone('The file was deleted before it was fetched.')
          : notYet('missing', 'Slack does not have the file.');
      case 'not-reached':
      case 'unclear':
        return notYet('unreachable', 'Slack could not be reached.');
      default:
        return failure satisfies never;
    }
  }
}

async function request(
  settings: SlackSettings,
  url: URL,
): Promise<MediaOutcome | { redirect: URL }> {
  let response: Response;
  try {
    response = await fetch(url, {
      redirect: 'manual',
      // A coded body would be decoded on the way in: the bytes kept are the sender's own.
      headers: { 'accept-encoding': 'identity', ...authorization(settings, url) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return notYet('unreachable', 'Slack could not be reached.');
  }
  if (response.ok && response.body) {
    const contentType = response.headers.get('content-type');
    return { outcome: 'fetched', contentType, bytes: response.body };
  }
  await response.body?.cancel();
  return answered(response, url);
}

function answered(response: Response, url: URL): MediaOutcome | { redirect: URL } {
  const location = response.headers.get('location');
  if (response.status >= 300 && response.status < 400 && location && URL.canParse(location, url)) {
    const redirect = new URL(location, url);
    const isSignIn = redirect.searchParams.has('redir') || redirect.pathname.startsWith('/signin');
    return isSignIn ? notYet('credentials', 'Slack refused our token.') : { redirect };
  }
  switch (response.status) {
    case 404:
      return notYet('missing', 'Slack does not have the file.');
    case 410:
      return gone('Slack no longer has the file.');
    case 401:
    case 403:
      return notYet('credentials', 'Slack refused our token.');
    case 429: {
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      const pause = Number.isFinite(seconds) ? seconds * 1_000 : null;
      return notYet('slow-down', 'Slack asks us to slow down.', pause);
    }
    default:
      return notYet('unreachable', `Slack answered with status ${response.status}.`);
  }
}

/** Slack's file server is reached through a test server where that stands in for Slack. */
function directed(settings: SlackSettings, url: URL): URL {
  const api = new URL(apiUrlOf(settings));
  return isLoopback(api.hostname) && isSlackHost(url)
    ? new URL(url.pathname + url.search, api.origin)
    : url;
}

function isSlackHost({ protocol, hostname, port }: URL): boolean {
  return protocol === 'https:' && port === '' && /(^|\.)slack(-edge|-files)?\.com$/.test(hostname);
}

function isApi(settings: SlackSettings, url: URL): boolean {
  return url.origin === new URL(apiUrlOf(settings)).origin;
}

function isAllowed(settings: SlackSettings, url: URL): boolean {
  return isApi(settings, url) || (!settings.loopbackOnly && isSlackHost(url));
}

/** The token goes to Slack itself or what stands in for it, never to a content network. */
function authorization(settings: SlackSettings, url: URL): Record<string, string> {
  const isSlack = isSlackHost(url) && /(^|\.)slack\.com$/.test(url.hostname);
  return isApi(settings, url) || isSlack ? { authorization: `Bearer ${settings.botToken}` } : {};
}
