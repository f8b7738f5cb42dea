// What arrived while we were away, or never reached our door: each provider's own ledger is compared
// with ours, a stretch of time after the other, and what is missing is kept.
import { setTimeout as delay } from 'node:timers/promises';
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Database } from '../database/client.ts';
import {
  type ChannelAdapter,
  type LedgerEntry,
  type LedgerQuery,
  ProviderTrouble,
} from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';
import type { Capture } from './capture.ts';
import { clearCredentialsRefused, raiseCredentialsRefused } from './provider-health-store.ts';
import { type Compared, keepMissing } from './reconcile-entries.ts';
import {
  clearWebhookSilent,
  RECONCILE_TASK,
  raiseWebhookSilent,
  readComparedTo,
  readOfficialNumbers,
  saveProgress,
} from './reconcile-store.ts';

export type ReconcileNeeds = {
  database: Database;
  adapters: readonly ChannelAdapter[];
  capture: Pick<Capture, 'keep'>;
  clock: Clock;
  /** How to wait when a provider asks for it (milliseconds). */
  wait?: (milliseconds: number) => Promise<void>;
};

export type ReconcileOptions = {
  /** Compare from here, not from where the last run ended. */
  since?: Date;
  /** Stretches of six hours per number at most; the next run goes on from there. */
  stretches?: number;
};

export type Reconciled = Compared & { provider: string; officialNumber: string };

export type ReconcileReport = {
  numbers: Reconciled[];
  /** Providers that could not be compared to the end, in plain words. */
  problems: { provider: string; words: string }[];
};

const HOUR = 3_600_000;
const STRETCH_MS = 6 * HOUR;
/** Compared again each time: a provider's ledger may show a message late. */
const OVERLAP_MS = HOUR;
const FIRST_TIME_MS = 24 * HOUR;
/** Clocks differ: what the provider dates in our future is looked for too. */
const AHEAD_MS = 24 * HOUR;
const CHUNK = 200;
const PATIENCE = 5;
const LONGEST_WAIT_MS = 60_000;
const STRETCHES_A_RUN = 40;

/** The queue's task. */
export function reconcileTask(needs: ReconcileNeeds) {
  return {
    name: RECONCILE_TASK,
    everyMinutes: 5,
    run: async () => {
      await reconcile(needs, { stretches: STRETCHES_A_RUN });
    },
  };
}

/**
 * Compares every provider's ledger with ours for each official number, keeps what is missing, and
 * raises or clears the alarms that follow. Rejects only when the database does not answer.
 */
export async function reconcile(
  needs: ReconcileNeeds,
  options: ReconcileOptions = {},
): Promise<ReconcileReport> {
  const report: ReconcileReport = { numbers: [], problems: [] };
  for (const adapter of needs.adapters.filter(hasLedger)) {
    try {
      await compareProvider(needs, adapter, options, report);
    } catch (error) {
      if (!(error instanceof ProviderTrouble)) throw error;
      report.problems.push({ provider: adapter.provider, words: error.message });
      await raiseTrouble(needs, adapter.provider, error);
    }
  }
  return report;
}

type WithLedger = ChannelAdapter & Required<Pick<ChannelAdapter, 'ledger'>>;

function hasLedger(adapter: ChannelAdapter): adapter is WithLedger {
  return adapter.ledger !== undefined;
}

async function compareProvider(
  needs: ReconcileNeeds,
  adapter: WithLedger,
  options: ReconcileOptions,
  report: ReconcileReport,
): Promise<void> {
  const { provider } = adapter;
  const { pool } = needs.database;
  const officialNumbers = await readOfficialNumbers(pool, adapter.channels);
  let missed = 0;
  for (const officialNumber of officialNumbers) {
    const result = { provider, officialNumber, ...NOTHING };
    report.numbers.push(result);
    await compareNumber(needs, adapter, options, result);
    missed += result.missedByWebhook;
  }
  if (officialNumbers.length === 0) return;
  const now = needs.clock();
  await clearCredentialsRefused(pool, provider, now);
  await clearAlarm(pool, 'reconcile-failed', provider, now);
  if (missed > 0) await raiseWebhookSilent(pool, provider, missed, now);
  else await clearWebhookSilent(pool, provider, now);
}

const NOTHING: Compared = { held: 0, captured: 0, alreadyHad: 0, missedByWebhook: 0 };

async function compareNumber(
  needs: ReconcileNeeds,
  adapter: WithLedger,
  { since, stretches = Number.POSITIVE_INFINITY }: ReconcileOptions,
  result: Reconciled,
): Promise<void> {
  const { pool } = needs.database;
  const { provider, officialNumber } = result;
  const now = needs.clock();
  const comparedTo = await readComparedTo(pool, provider, officialNumber);
  let from = since ?? (comparedTo ? before(comparedTo, OVERLAP_MS) : before(now, FIRST_TIME_MS));
  const seen = new Set<string>();
  for (let stretch = 0; stretch < stretches && from < now; stretch += 1) {
    const end = new Date(Math.min(from.getTime() + STRETCH_MS, now.getTime()));
    const to = end < now ? end : before(now, -AHEAD_MS);
    const compared = { ...NOTHING };
    await patiently(needs, () =>
      compareStretch(
        needs,
        adapter,
        { officialNumber, from, to, askedFor: since !== undefined },
        seen,
        compared,
      ),
    );
    add(result, compared);
    await saveProgress(pool, {
      provider,
      officialNumber,
      comparedTo: end,
      found: compared.captured,
      at: needs.clock(),
    });
    from = end;
  }
}

function before(date: Date, milliseconds: number): Date {
  return new Date(date.getTime() - milliseconds);
}

type Stretch = LedgerQuery;

/** Adds to `total`. `seen`: entries met before, because stretches touch; they count once. */
async function compareStretch(
  needs: ReconcileNeeds,
  adapter: WithLedger,
  stretch: Stretch,
  seen: Set<string>,
  total: Compared,
): Promise<void> {
  let chunk: LedgerEntry[] = [];
  const compare = async () => {
    const { database, capture, clock } = needs;
    const { provider } = adapter;
    const now = clock();
    add(total, await keepMissing({ connection: database.pool, capture, provider, now }, chunk));
    for (const { message } of chunk) seen.add(message.externalId);
    chunk = [];
  };
  for await (const entry of adapter.ledger(stretch)) {
    if (seen.has(entry.message.externalId)) continue;
    chunk.push(entry);
    if (chunk.length >= CHUNK) await compare();
  }
  if (chunk.length > 0) await compare();
}

function add(total: Compared, more: Compared): void {
  total.held += more.held;
  total.captured += more.captured;
  total.alreadyHad += more.alreadyHad;
  total.missedByWebhook += more.missedByWebhook;
}

/** Does as it is told when the provider asks for a pause, a few times. */
async function patiently(
  { wait = delay }: ReconcileNeeds,
  work: () => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const slowDown = error instanceof ProviderTrouble && error.kind === 'slow-down';
      if (!slowDown || attempt >= PATIENCE) throw error;
      await wait(Math.min(error.retryAfterMs ?? 1_000 * 2 ** attempt, LONGEST_WAIT_MS));
    }
  }
}

async function raiseTrouble(
  { database, clock }: ReconcileNeeds,
  provider: string,
  trouble: ProviderTrouble,
): Promise<void> {
  if (trouble.kind === 'credentials') {
    return raiseCredentialsRefused(database.pool, provider, clock());
  }
  await raiseAlarm(database.pool, {
    kind: 'reconcile-failed',
    subject: provider,
    words:
      `${provider} could not be asked whether it holds messages that we do not. Messages that arrive are kept. ` +
      'Casethread asks again every 5 minutes. If this stays, ask your IT team to run "npx casethread doctor".',
    at: clock(),
  });
}
