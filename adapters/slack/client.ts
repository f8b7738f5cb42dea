// Slack's own client for its Web API, pointed where the settings say. Loaded on first use.
import { webApi } from '@slack/bolt';
import { apiUrlOf, isSilent, type SlackSettings } from './settings.ts';

export type SlackClient = webApi.WebClient;

const TIMEOUT_MS = 15_000;

/** What every client of Slack is given here, Bolt's included. */
export function clientOptions(settings: SlackSettings): webApi.WebClientOptions {
  return {
    slackApiUrl: apiUrlOf(settings),
    timeout: TIMEOUT_MS,
    // A job that is told to wait says so, and is run again when the time has come.
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    allowAbsoluteUrls: false,
    logger: SILENT,
    fetch: withinReach(settings),
  };
}

/** Throws when a demonstration would reach beyond this machine. */
export function openClient(settings: SlackSettings): SlackClient {
  if (isSilent(settings)) {
    throw new Error('A demonstration sends only to this machine: SLACK_API_URL is not on it.');
  }
  return new webApi.WebClient(settings.botToken, clientOptions(settings));
}

/** Bolt answers to addresses that a payload names: in a demonstration they lie on this machine or nowhere. */
function withinReach({ loopbackOnly }: SlackSettings): typeof fetch {
  if (!loopbackOnly) return fetch;
  return async (input, init) => {
    const { hostname } = new URL(input instanceof Request ? input.url : input);
    if (!/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)) {
      throw new Error('A demonstration sends only to this machine.');
    }
    return fetch(input, init);
  };
}

/** The client logs what it sends; our log takes ids and counts only. */
const SILENT: NonNullable<webApi.WebClientOptions['logger']> = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => webApi.LogLevel.ERROR,
};
