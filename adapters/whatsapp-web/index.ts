// Phones that the authority issued, read through WhatsApp Web. There is no way to send.
import type { OpenDevice } from '../../src/messaging/device.ts';
import { makeClient, type PhoneSettings } from './client.ts';
import { connect } from './connection.ts';
import { closeWaysToAct } from './read-only.ts';

/** Opens phones' accounts in browsers of their own, read-only. */
export function phoneOpener(settings: PhoneSettings): OpenDevice {
  closeWaysToAct();
  return async (needs) => connect(await makeClient(settings, needs.sessionFolder), needs);
}
