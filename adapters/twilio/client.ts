// Twilio's SDK, pointed where the settings say. Loaded on first use: it takes a fifth of a second.
import twilio from 'twilio';
import type SdkRequestClient from 'twilio/lib/base/RequestClient.js';
import type SdkResponse from 'twilio/lib/http/response.js';
import { ProviderTrouble } from '../../src/messaging/adapter.ts';
import { retryAfterMs } from '../../src/messaging/retry-after.ts';
import { assertLoopback, directed, type TwilioSettings } from './settings.ts';

export type TwilioClient = twilio.Twilio;

const TIMEOUT_MS = 15_000;
const TOO_MANY = 429;

/** Told by how many milliseconds Twilio's clock was ahead of this machine's. */
type OnClock = (aheadMs: number) => void;

/** Sends the SDK's requests to the configured address, and keeps what Twilio says about haste. */
class DirectedClient extends twilio.RequestClient {
  readonly settings: TwilioSettings;
  readonly onClock: OnClock;

  constructor(settings: TwilioSettings, onClock: OnClock) {
    super({ timeout: TIMEOUT_MS });
    this.settings = settings;
    this.onClock = onClock;
  }

  override async request<T>(
    options: SdkRequestClient.RequestOptions<T>,
  ): Promise<SdkResponse.default<T>> {
    const uri = directed(this.settings, options.uri);
    const response = await super.request({ ...options, uri });
    const theirs = Date.parse(String(response.headers.date));
    if (!Number.isNaN(theirs)) this.onClock(theirs - Date.now());
    if (response.statusCode === TOO_MANY) {
      const pause = retryAfterMs(response.headers['retry-after']);
      throw new ProviderTrouble('slow-down', 'Twilio asks us to slow down.', pause);
    }
    return response;
  }
}

/** Throws when a demonstration would reach beyond this machine. */
export function openClient(settings: TwilioSettings, onClock: OnClock): TwilioClient {
  assertLoopback(settings);
  return twilio(settings.accountSid, settings.authToken, {
    httpClient: new DirectedClient(settings, onClock),
  });
}
