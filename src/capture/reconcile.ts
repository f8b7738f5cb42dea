// What arrived while we were away, or never reached our door: each provider's own ledger is compared
// with ours, a stretch of time after the other, and what is missing is kept.
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Database, Queryable } from '../database/client.ts';
import {
  type ChannelAdapter,
  type LedgerEntry,
  type LedgerQuery,
  ProviderTrouble,
} from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';
import type { Capture } from './capture.ts';
import { stateDays } from './completeness.ts';
import type { Difference } from './completeness-why.ts';
import { clearCredentialsRefused, raiseCredentialsRefused } from './provider-health-store.ts';
import { readDifferences, watchDifferences } from './reconcile-differences.ts';
import { type Compared, keepMissing, keptIdOf } from './reconcile-entries.ts';
import { readWithKnownMedia } from './reconcile-ledger-store.ts';
import { patiently } from './reconcile-patience.ts';
import {
  clearWebhookSilent,
  RECONCILE_TASK,
  raiseWebhookSilent,
  readOfficialNumbers,
  readProgress,
  saveProgress,
} from './reconcile-store.ts';

export type ReconcileNeeds = {
  database: Database;
  adapters: readonly ChannelAdapter[];
  capture: Pick<Capture, 'keep'>;
  clock: Clock;
  /** How to wait when a provider asks for it (milliseconds). */
  wait?: (milliseconds: number) => Promise<unknown>;
};

export type ReconcileOptions = {
  /** Compare from here, when that is before where the last run ended. */
  since?: Date;
  /** Stretches of time per number at most; the next run goes on from there. */
  stretches?: number;
};

export type Reconciled = Compared & {
  provider: string;
  officialNumber: string;
  /** What is still different after comparing, from the first day compared on. */
  differences: Difference[];
};

export type ReconcileReport = {
  /** Providers that have a ledger to compare. */
  providers: string[];
  numbers: Reconciled[];
  /** Providers that could not be compared to the end, in plain words. */
  problems: { provider: string; words: string }[];
};

const HOUR = 3_600_000;
const STRETCH_MS = 6 * HOUR;
/** Where little is found, stretches grow to this. */
const LONGEST_STRETCH_MS = 4 * 24 * HOUR;
const LITTLE = 500;
/** Compared again each time: a provider's ledger may show a message late. */
const OVERLAP_MS = HOUR;
const FIRST_TIME_MS = 24 * HOUR;
/** Clocks differ: what the provider dates in our future is looked for too. */
const AHEAD_MS = 24 * HOUR;
const CHUNK = 200;
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
  const adapters = needs.adapters.filter(hasLedger);
  const providers = adapters.map(({ provider }) => provider);
  const report: ReconcileReport = { providers, numbers: [], problems: [] };
  for (const adapter of adapters) {
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
    const result: Reconciled = { provider, officialNumber, differences: [], ...NOTHING };
    report.numbers.push(result);
    await compareNumber(needs, adapter, options, result);
    missed += result.missedByWebhook;
  }
  if (officialNumbers.length === 0) return;
  const now = needs.clock();
  await watchDifferences(pool, provider, now);
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
  const progress = await readProgress(pool, provider, officialNumber);
  const ended = progress ? before(progress.comparedTo, OVERLAP_MS) : before(now, FIRST_TIME_MS);
  const beginning = since && since < ended ? since : ended;
  const save = (comparedFrom: Date | null, comparedTo: Date, found: number) =>
    saveProgress(pool, {
      provider,
      officialNumber,
      channels: adapter.channels,
      comparedFrom,
      comparedTo,
      found,
      at: needs.clock(),
    });
  const seen = new Set<string>();
  let length = STRETCH_MS;
  let from = beginning;
  for (let stretch = 0; stretch < stretches && from < now; stretch += 1) {
    const end = new Date(Math.min(from.getTime() + length, now.getTime()));
    const to = end < now ? end : before(now, -AHEAD_MS);
    const compared = { ...NOTHING };
    await patiently(
      () =>
        compareStretch(
          needs,
          adapter,
          { officialNumber, from, to, askedFor: since !== undefined },
          seen,
          compared,
        ),
      needs.wait,
    );
    add(result, compared);
    // Only a first run, or one that came to its end, leaves no gap behind it.
    const whole = progress === null || beginning === ended || end >= now;
    await save(whole ? beginning : null, end, compared.captured);
    if (compared.held < LITTLE) length = Math.min(length * 2, LONGEST_STRETCH_MS);
    from = end;
  }
  const number = { provider, officialNumber };
  await stateDays(pool, number, beginning, now);
  result.differences = await readDifferences(pool, number, beginning, now);
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
  const withKnownMedia = (messages: readonly LedgerEntry['message'][]) =>
    knownMedia(needs.database.pool, messages);
  try {
    for await (const entry of adapter.ledger({ ...stretch, withKnownMedia })) {
      if (seen.has(entry.message.externalId)) continue;
      chunk.push(entry);
      if (chunk.length >= CHUNK) await compare();
    }
  } finally {
    // What came before a provider broke off is kept too.
    if (chunk.length > 0) await compare();
  }
}

async function knownMedia(
  connection: Queryable,
  messages: readonly Pick<LedgerEntry['message'], 'channel' | 'externalId'>[],
): Promise<ReadonlySet<string>> {
  const ids = new Map(messages.map((message) => [keptIdOf(message), message.externalId]));
  const known = await readWithKnownMedia(connection, [...ids.keys()]);
  return new Set([...ids].flatMap(([id, externalId]) => (known.has(id) ? [externalId] : [])));
}

function add(total: Compared, more: Compared): void {
  total.held += more.held;
  total.captured += more.captured;
  total.alreadyHad += more.alreadyHad;
  total.missedByWebhook += more.missedByWebhook;
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
