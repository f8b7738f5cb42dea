/** What the adapter needs to know; the names follow the SLACK_* variables. */
export type SlackSettings = {
  signingSecret: string;
  botToken: string;
  /** Where the Web API's methods lie, instead of https://slack.com/api/. */
  apiUrl: string | null;
  /** A demonstration reaches nothing beyond this machine. */
  loopbackOnly: boolean;
};

const SLACK_API = 'https://slack.com/api/';

/** The Web API's address, with a slash at the end. */
export function apiUrlOf({ apiUrl }: SlackSettings): string {
  return `${(apiUrl ?? SLACK_API).replace(/\/+$/, '')}/`;
}

/** True when nothing may be asked of Slack: a demonstration that was given no address on this machine. */
export function isSilent(settings: SlackSettings): boolean {
  return settings.loopbackOnly && !isLoopback(new URL(apiUrlOf(settings)).hostname);
}

export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
