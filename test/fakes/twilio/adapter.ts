import { createTwilioAdapter, type TwilioSettings } from '../../../adapters/twilio/index.ts';
import type { ChannelAdapter } from '../../../src/messaging/adapter.ts';
import { twilioSettings } from './settings.ts';

/** Twilio's adapter against the fake at `url`, with every optional part that it has. */
export function wholeAdapter(
  url: string,
  changes: Partial<TwilioSettings> = {},
): Omit<Required<ChannelAdapter>, 'announce' | 'surface'> {
  const made = createTwilioAdapter(twilioSettings({ apiBaseUrl: url, ...changes }));
  const { send, fetchMedia, ledger, redact, clockAhead, errorWords, check } = made;
  if (!send || !fetchMedia || !ledger || !redact || !clockAhead || !errorWords || !check) {
    throw new Error('The adapter is not all there.');
  }
  return { ...made, send, fetchMedia, ledger, redact, clockAhead, errorWords, check };
}
