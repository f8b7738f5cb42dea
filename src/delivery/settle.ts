// How an attempt ended, committed in one transaction: outcome, where the intent stands, and the message.
import { raiseAlarm } from '../alarms/alarm-store.ts';
import type { Capture } from '../capture/capture.ts';
import type { Queryable } from '../database/client.ts';
import type { SendOutcome } from '../messaging/adapter.ts';
import type { Intent } from './intent.ts';
import {
  changeState,
  insertOutcome,
  insertProviderOptOut,
  wakeFollowing,
  wakeSending,
} from './intent-store.ts';
import { readAnswered } from './out-of-hours-store.ts';
import { keepSent, type Sent } from './sent.ts';

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;

/** Twilio's number for "the recipient replied STOP" (https://www.twilio.com/docs/api/errors/21610). */
export const OPTED_OUT = '21610';

/** The provider has it: the message is captured and walks the same way as an incoming one. Returns its id. */
export async function settleSent(
  capture: Capture,
  connection: Queryable,
  intent: Intent,
  sent: Sent,
  at: Date,
): Promise<string> {
  const inReplyTo =
    intent.kind === 'out-of-hours' ? await readAnswered(connection, intent.id) : null;
  const messageId = await keepSent(capture, connection, intent, sent, {
    receivedAt: at,
    inReplyTo,
  });
  const { externalId } = sent;
  await insertOutcome(connection, { intentId: intent.id, outcome: 'accepted', externalId, at });
  await changeState(connection, {
    intentId: intent.id,
    state: 'accepted',
    words: null,
    messageId,
    nextAttemptAt: null,
    at,
  });
  await wakeFollowing(connection);
  return messageId;
}

export type Failure = { outcome: 'refused' | 'unknown'; words: string; errorCode?: string };

/** Nothing more is tried. A reply goes to the worker's inbox in words; a notice goes with the next send. */
export async function settleFailed(
  connection: Queryable,
  intent: Intent,
  { outcome, words, errorCode }: Failure,
  at: Date,
): Promise<void> {
  const code = errorCode === undefined ? {} : { errorCode };
  await insertOutcome(connection, { intentId: intent.id, outcome, words, ...code, at });
  await changeState(connection, {
    intentId: intent.id,
    state: intent.kind === 'reply' ? 'failed' : 'seen-failed',
    words,
    nextAttemptAt: null,
    at,
  });
}

/** The provider says no, for good. */
export async function settleRefused(
  connection: Queryable,
  intent: Intent,
  provider: string,
  refusal: Extract<SendOutcome, { outcome: 'refused' }>,
  at: Date,
): Promise<void> {
  if (refusal.errorCode === OPTED_OUT) {
    await insertProviderOptOut(connection, intent.conversationId, at);
  }
  if (refusal.credentials) {
    await raiseAlarm(connection, {
      kind: 'credentials-refused',
      subject: provider,
      words:
        `${provider} refused our credentials, so messages to families are not sent. What workers ` +
        'wrote is kept, and they were told. Ask your IT team to check the credentials.',
      at,
    });
  }
  await settleFailed(connection, intent, refusal, at);
}

/** The provider certainly does not have it, and trying again can help. */
export async function tryLater(
  connection: Queryable,
  intent: Intent,
  attempts: number,
  { errorCode, words, retryAfterMs }: Extract<SendOutcome, { outcome: 'not-now' }>,
  at: Date,
): Promise<void> {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
  const afterMs = Math.max(retryAfterMs ?? 0, pause);
  await insertOutcome(connection, {
    intentId: intent.id,
    outcome: 'not-now',
    errorCode,
    words,
    at,
  });
  await changeState(connection, {
    intentId: intent.id,
    state: 'waiting',
    words,
    nextAttemptAt: new Date(at.getTime() + afterMs),
    at,
  });
  await wakeSending(connection, afterMs);
}
