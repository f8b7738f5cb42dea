// Who asked not to be texted. Advanced Opt-Out says so in OptOutType; a plain number says nothing,
// but Twilio blocks it all the same (error 21610, https://www.twilio.com/docs/messaging/tutorials/how-to-handle-opt-outs).
import type { IncomingMessage, OptChange } from '../../src/messaging/message.ts';

/**
 * Each of these, alone in a text, makes Twilio block what we send from then on. A parent may mean
 * none of that by "cancel" or "end": the worker is told before they write, and not by error 21610.
 */
const STOP = new Set([
  'stop',
  'stopall',
  'unsubscribe',
  'optout',
  'revoke',
  'end',
  'cancel',
  'quit',
]);
/** "Yes" undoes a block too, but a parent says it all the time: it is no request that we count on. */
const START = new Set(['start', 'unstop']);

/** The change that this message asks for, if any. The message is kept in every case. */
export function optChangesOf(
  message: IncomingMessage,
  optOutType: string | undefined,
): OptChange[] {
  const kind = optOutType === undefined ? byWord(message) : byType(optOutType);
  if (kind === null) return [];
  const { channel, officialNumber, counterpart, externalId } = message;
  return [{ kind, channel, officialNumber, counterpart, externalId }];
}

function byType(optOutType: string): OptChange['kind'] | null {
  if (optOutType === 'STOP') return 'stop';
  return optOutType === 'START' ? 'start' : null;
}

/** WhatsApp has no such words of its own. */
function byWord(message: IncomingMessage): OptChange['kind'] | null {
  if (message.channel !== 'sms') return null;
  const word = message.body.trim().toLowerCase();
  if (STOP.has(word)) return 'stop';
  return START.has(word) ? 'start' : null;
}
