import type { TwilioSettings } from '../../../adapters/twilio/index.ts';
import { ACCOUNT_SID, AUTH_TOKEN } from './server.ts';

export const PUBLIC_BASE_URL = 'https://casethread.example.gov.uk';

/** Settings that meet the fake's account; `changes` are what matters to a test. */
export function twilioSettings(changes: Partial<TwilioSettings> = {}): TwilioSettings {
  return {
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    authTokenSecondary: null,
    messagingServiceSid: null,
    apiBaseUrl: null,
    publicBaseUrl: PUBLIC_BASE_URL,
    loopbackOnly: false,
    ...changes,
  };
}
