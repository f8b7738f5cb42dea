/** What the adapter needs to know; the names follow the TWILIO_* variables. */
export type TwilioSettings = {
  accountSid: string;
  authToken: string;
  /** Accepted too, while tokens rotate. */
  authTokenSecondary: string | null;
  messagingServiceSid: string | null;
  /** Where requests go instead of https://api.twilio.com: a gateway, a test server, the simulator. */
  apiBaseUrl: string | null;
  /** The outside address that Twilio signs for, without a slash at the end. */
  publicBaseUrl: string;
  /** A demonstration reaches nothing beyond this machine. */
  loopbackOnly: boolean;
};

export const TWILIO_API = 'https://api.twilio.com';
const API_VERSION = '2010-04-01';

/** Twilio's address of a resource of this account, such as `Messages.json`. */
export function resourceUrl(settings: TwilioSettings, path: string): string {
  return `${TWILIO_API}/${API_VERSION}/Accounts/${settings.accountSid}/${path}`;
}

/** The same resource at the address that requests are to go to. */
export function directed(settings: TwilioSettings, address: string): string {
  const url = new URL(address);
  if (settings.apiBaseUrl === null || !isApiHost(url)) return url.href;
  const base = new URL(settings.apiBaseUrl);
  const path = base.pathname.replace(/\/$/, '') + url.pathname;
  return new URL(`${base.origin}${path}${url.search}`).href;
}

/** True for api.twilio.com and its regional forms, such as api.dublin.ie1.twilio.com. */
export function isApiHost(url: URL): boolean {
  return /^api(\.[a-z0-9-]+)*\.twilio\.com$/.test(url.hostname);
}

/** Throws when a demonstration could reach beyond this machine. */
export function assertLoopback(settings: TwilioSettings): void {
  if (!settings.loopbackOnly) return;
  const host = settings.apiBaseUrl === null ? null : new URL(settings.apiBaseUrl).hostname;
  if (host === null || !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host)) {
    throw new Error(
      'A demonstration sends only to this machine: TWILIO_API_BASE_URL is not on it.',
    );
  }
}
