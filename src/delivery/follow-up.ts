// Statuses move a send on; a send that nobody hears of again becomes an alarm.
import { clearAlarm, listOpenAlarms, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Queryable } from '../database/client.ts';
import type { DeliverNeeds } from './deliver.ts';
import { senderOf } from './deliver.ts';
import { countStuckSends, type FollowedSend, readSendsWithStatuses } from './follow-up-store.ts';
import { changeState, insertProviderOptOut } from './intent-store.ts';
import { OPTED_OUT } from './settle.ts';
import { currentStatus, sendStateOf } from './status.ts';

/** After so long a network says nothing more about a text. */
const FOLLOWED_MS = 14 * 86_400_000;
/** From then on a person is told that a send has not gone. */
export const STUCK_MS = 600_000;

/** Brings every send up to what its statuses say, and raises or clears the alarm for stuck ones. */
export async function followSends(needs: DeliverNeeds): Promise<void> {
  const now = needs.clock();
  const since = new Date(now.getTime() - FOLLOWED_MS);
  for (const send of await readSendsWithStatuses(needs.database.pool, since)) {
    const state = sendStateOf(currentStatus(send.statuses));
    if (state === 'accepted') continue;
    await needs.database.transaction((connection) => settle(needs, connection, send, state, now));
  }
  await watchStuckSends(needs, now);
}

async function settle(
  { adapters }: DeliverNeeds,
  connection: Queryable,
  { intentId, kind, channel, conversationId, errorCode }: FollowedSend,
  state: 'delivered' | 'failed',
  at: Date,
): Promise<void> {
  if (state === 'delivered') {
    await changeState(connection, { intentId, state, words: null, nextAttemptAt: null, at });
    return;
  }
  const adapter = senderOf(adapters, channel);
  const words =
    (errorCode === null ? undefined : adapter?.errorWords?.(errorCode)) ??
    'The network did not deliver it and did not say why. Ring, or try again.';
  if (errorCode === OPTED_OUT) await insertProviderOptOut(connection, conversationId, at);
  await changeState(connection, {
    intentId,
    state: kind === 'reply' ? 'failed' : 'seen-failed',
    words,
    nextAttemptAt: null,
    at,
  });
}

async function watchStuckSends({ database }: DeliverNeeds, now: Date): Promise<void> {
  const stuck = await countStuckSends(database.pool, new Date(now.getTime() - STUCK_MS));
  for (const [channel, count] of stuck) {
    const what = count === 1 ? '1 message to a family has' : `${count} messages to families have`;
    await raiseAlarm(database.pool, {
      kind: 'send-stuck',
      subject: channel,
      words:
        `${what} waited for more than 10 minutes to be sent. They are kept, and tried again. ` +
        'Ring the families if it cannot wait, and ask your IT team to run "npx casethread doctor".',
      at: now,
    });
  }
  for (const { kind, subject } of await listOpenAlarms(database.pool)) {
    if (kind === 'send-stuck' && !stuck.has(subject)) {
      await clearAlarm(database.pool, 'send-stuck', subject, now);
    }
  }
}
