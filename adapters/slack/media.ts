// The bytes of a file. Its address needs the app's token; without a good one Slack answers with its
// sign-in page (https://docs.slack.dev/reference/objects/file-object#authentication).
import { z } from 'zod';
import type { MediaOutcome } from '../../src/messaging/adapter.ts';
import { fetchMediaFrom, gone, notYet } from '../../src/messaging/fetch-media.ts';
import type { SlackClient } from './client.ts';
import { failureOf, isCredentials } from './failure.ts';
import { FILE_BY_ID, NO_ADDRESS } from './normalise.ts';
import { apiUrlOf, isLoopback, isSilent, type SlackSettings } from './settings.ts';

const refused = () => notYet('credentials', 'Slack refused our token.');

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
  const url = toAsk(settings, new URL(address));
  if (!(url instanceof URL)) return url;
  const host = {
    provider: 'Slack',
    headers: (at: URL) => authorization(settings, at),
    refused,
    redirected: (to: URL) => (isSignIn(to) ? refused() : toAsk(settings, to)),
  };
  return fetchMediaFrom(host, url);
}

/** Where a file at this address is asked for, or why it is not. */
function toAsk(settings: SlackSettings, address: URL): URL | MediaOutcome {
  const url = directed(settings, address);
  return isAllowed(settings, url)
    ? url
    : gone('The file is not at one of Slack’s addresses, so it was not fetched.');
}

function isSignIn(url: URL): boolean {
  return url.searchParams.has('redir') || url.pathname.startsWith('/signin');
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
        if (isCredentials(failure.error)) return refused();
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
