// For `doctor`: whether Twilio can be reached with these credentials.
import type { Finding } from '../../src/messaging/adapter.ts';
import type { TwilioClient } from './client.ts';
import { troubleOf } from './failure.ts';
import type { TwilioSettings } from './settings.ts';

/** One finding, in plain words. Never throws. */
export async function check(client: TwilioClient, settings: TwilioSettings): Promise<Finding[]> {
  try {
    const account = await client.api.v2010.accounts(settings.accountSid).fetch();
    if (account.status === 'active') {
      return [{ ok: true, words: 'Twilio answers and accepts our credentials.' }];
    }
    return [
      { ok: false, words: `The Twilio account is ${account.status}. Ask its owner to mend that.` },
    ];
  } catch (error) {
    const trouble = troubleOf(error);
    return [{ ok: false, words: `${trouble.message} ${advice(trouble.kind)}` }];
  }
}

function advice(kind: 'slow-down' | 'credentials' | 'unreachable'): string {
  switch (kind) {
    case 'credentials':
      return 'Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.';
    case 'slow-down':
      return 'Try again in a minute.';
    case 'unreachable':
      return 'Check the network, and TWILIO_API_BASE_URL if it is set.';
    default:
      return kind satisfies never;
  }
}
