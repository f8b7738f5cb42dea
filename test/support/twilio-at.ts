import { createTwilioAdapter } from '../../adapters/twilio/index.ts';
import type { ChannelAdapter } from '../../src/messaging/adapter.ts';
import { ACCOUNT_SID, AUTH_TOKEN } from '../fakes/twilio/server.ts';

/** Twilio's adapter as composed, sending to `url`. */
export function twilioAt(url: string): ChannelAdapter {
  return createTwilioAdapter({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    authTokenSecondary: null,
    messagingServiceSid: null,
    apiBaseUrl: url,
    publicBaseUrl: 'https://casethread.example.test',
    loopbackOnly: true,
  });
}
