// What was said in a conversation before it was recorded, where the worker asked for it: read from the
// platform's own history a week at a time, oldest first. Stopped at any point, it goes on from there.
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Capture } from '../capture/capture.ts';
import { raiseCredentialsRefused } from '../capture/provider-health-store.ts';
import { keepMissing } from '../capture/reconcile-entries.ts';
import { patiently } from '../capture/reconcile-patience.ts';
import type { Database } from '../database/client.ts';
import { type ChannelAdapter, type LedgerEntry, ProviderTrouble } from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';
import { listHistoryToRead, type Registered, saveHistoryTo } from './registration-store.ts';

export type HistoryNeeds = {
  database: Database;
  adapters: readonly ChannelAdapter[];
  capture: Pick<Capture, 'keep'>;
  clock: Clock;
  /** How to wait when a provider asks for it (milliseconds). */
  wait?: (milliseconds: number) => Promise<unknown>;
};

const STRETCH_MS = 7 * 86_400_000;
const CHUNK = 200;

/** The queue's task. */
export function historyTask(needs: HistoryNeeds) {
  return { name: 'read-history', everyMinutes: 1, run: () => readHistories(needs) };
}

type WithLedger = ChannelAdapter & Required<Pick<ChannelAdapter, 'ledger'>>;

function hasLedger(adapter: ChannelAdapter): adapter is WithLedger {
  return adapter.ledger !== undefined;
}

/** Reads what is still to be read. Rejects only when the database does not answer. */
export async function readHistories(needs: HistoryNeeds): Promise<void> {
  for (const adapter of needs.adapters.filter(hasLedger)) {
    const conversations = await listHistoryToRead(needs.database.pool, adapter.channels);
    for (const conversation of conversations) {
      try {
        await readHistory(needs, adapter, conversation);
        await clearAlarm(
          needs.database.pool,
          'reconcile-failed',
          conversation.counterpart,
          needs.clock(),
        );
      } catch (error) {
        if (!(error instanceof ProviderTrouble)) throw error;
        await tell(needs, adapter.provider, conversation, error);
      }
    }
  }
}

async function readHistory(
  needs: HistoryNeeds,
  adapter: WithLedger,
  conversation: Registered,
): Promise<void> {
  const { registeredAt, historyFrom, historyTo, officialNumber, counterpart } = conversation;
  let from = historyTo ?? historyFrom ?? registeredAt;
  while (from < registeredAt) {
    const to = new Date(Math.min(from.getTime() + STRETCH_MS, registeredAt.getTime()));
    const stretch = { officialNumber, counterpart, from, to };
    await patiently(() => readStretch(needs, adapter, stretch), needs.wait);
    await saveHistoryTo(needs.database.pool, conversation, to);
    from = to;
  }
}

async function readStretch(
  { database, capture, clock }: HistoryNeeds,
  adapter: WithLedger,
  stretch: Parameters<WithLedger['ledger']>[0],
): Promise<void> {
  const { provider } = adapter;
  let chunk: LedgerEntry[] = [];
  const keep = async () => {
    await keepMissing({ connection: database.pool, capture, provider, now: clock() }, chunk);
    chunk = [];
  };
  for await (const entry of adapter.ledger(stretch)) {
    chunk.push(entry);
    if (chunk.length >= CHUNK) await keep();
  }
  if (chunk.length > 0) await keep();
}

async function tell(
  { database, clock }: HistoryNeeds,
  provider: string,
  { counterpart }: Registered,
  trouble: ProviderTrouble,
): Promise<void> {
  const at = clock();
  if (trouble.kind === 'credentials') return raiseCredentialsRefused(database.pool, provider, at);
  await raiseAlarm(database.pool, {
    kind: 'reconcile-failed',
    subject: counterpart,
    words:
      `Earlier messages of a recorded conversation on ${provider} could not be read. What was read is kept, and ` +
      'Casethread goes on from there every minute. Make sure that Casethread is still in the conversation.',
    at,
  });
}
