// Fetches the bytes of attachments, with growing pauses; until then their place is shown.
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Database } from '../database/client.ts';
import type { ChannelAdapter, MediaOutcome } from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';
import { FETCH_MEDIA_TASK } from './capture-store.ts';
import { FileTooLarge, type KeptFile, type MediaFiles } from './media-files.ts';
import { pauseBefore } from './media-schedule.ts';
import {
  claimDueMedia,
  type DueMedia,
  markLater,
  markStored,
  markUnavailable,
  readBacklog,
  wakeMediaIn,
} from './media-store.ts';
import { raiseCredentialsRefused } from './provider-health-store.ts';

export type MediaNeeds = {
  database: Database;
  adapters: readonly ChannelAdapter[];
  files: MediaFiles;
  clock: Clock;
  /** Whose attachments an alarm about a backlog is about, where processes share the work. */
  backlogOf?: string;
};

const AT_ONCE = 4;
/** Longer than any one fetch may take. */
const LEASE_MS = 5 * 60_000;
const LARGEST_FILE = 100_000_000; // WhatsApp documents; photos, videos and voice notes are far below
const BACKLOG_AFTER_MS = 15 * 60_000;

/** The queue's task. It runs when attachments come, when one is due again, and every minute. */
export function mediaTask(needs: MediaNeeds) {
  return { name: FETCH_MEDIA_TASK, everyMinutes: 1, run: () => fetchDueMedia(needs) };
}

/** Fetches everything that is due. Throws when the database or the disk does not answer. */
export async function fetchDueMedia(needs: MediaNeeds): Promise<void> {
  const { database, adapters, clock } = needs;
  const fetchers = new Map(adapters.filter(canFetch).map((adapter) => [adapter.provider, adapter]));
  const providers = [...fetchers.keys()];
  for (;;) {
    const now = clock();
    const leaseUntil = new Date(now.getTime() + LEASE_MS);
    const due = await claimDueMedia(database.pool, providers, now, leaseUntil, AT_ONCE);
    if (due.length === 0) break;
    const settled = await Promise.allSettled(
      due.map((media) => fetchOne(needs, fetchers.get(media.provider), media)),
    );
    for (const result of settled) if (result.status === 'rejected') throw result.reason;
  }
  await lookAtBacklog(needs, providers);
}

type Fetcher = ChannelAdapter & Required<Pick<ChannelAdapter, 'fetchMedia'>>;

function canFetch(adapter: ChannelAdapter): adapter is Fetcher {
  return adapter.fetchMedia !== undefined;
}

async function fetchOne(
  needs: MediaNeeds,
  adapter: Fetcher | undefined,
  media: DueMedia,
): Promise<void> {
  const { database, clock } = needs;
  const outcome: MediaOutcome = (await adapter?.fetchMedia(media.source)) ?? NOBODY;
  if (outcome.outcome === 'gone') {
    return markUnavailable(database.pool, media.mediaId, outcome.words, clock());
  }
  if (outcome.outcome === 'not-yet') return later(needs, media, outcome);
  const kept = await keep(needs.files, outcome.bytes);
  switch (kept.outcome) {
    case 'kept':
      return markStored(database.pool, media.mediaId, kept.file, clock());
    case 'too-large':
      return markUnavailable(database.pool, media.mediaId, 'It is larger than 100 MB.', clock());
    case 'broken-off':
      return later(needs, media, BROKEN_OFF);
    default:
      return kept satisfies never;
  }
}

type NotYet = Extract<MediaOutcome, { outcome: 'not-yet' }>;

const NOBODY: MediaOutcome = { outcome: 'gone', words: 'Nothing can fetch it any more.' };
const BROKEN_OFF: NotYet = {
  outcome: 'not-yet',
  cause: 'unreachable',
  words: 'The connection broke off each time.',
  retryAfterMs: null,
};

async function later(needs: MediaNeeds, media: DueMedia, outcome: NotYet): Promise<void> {
  const { database, clock } = needs;
  const now = clock();
  const age = now.getTime() - media.receivedAt.getTime();
  const pause = pauseBefore(outcome, media.attempts, age);
  if (pause === null) {
    await markUnavailable(database.pool, media.mediaId, outcome.words, now);
  } else {
    await markLater(database.pool, media.mediaId, new Date(now.getTime() + pause));
  }
  if (outcome.cause === 'credentials') {
    await raiseCredentialsRefused(database.pool, media.provider, now);
  }
}

type Keeping =
  | { outcome: 'kept'; file: KeptFile }
  | { outcome: 'too-large' }
  /** The source failed, not the disk. */
  | { outcome: 'broken-off' };

async function keep(files: MediaFiles, bytes: AsyncIterable<Uint8Array>): Promise<Keeping> {
  let broken = false;
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (error) {
      broken = true;
      throw error;
    }
  }
  try {
    return { outcome: 'kept', file: await files.keep(watched(), LARGEST_FILE) };
  } catch (error) {
    if (error instanceof FileTooLarge) return { outcome: 'too-large' };
    if (broken) return { outcome: 'broken-off' };
    throw error;
  }
}

async function lookAtBacklog(needs: MediaNeeds, providers: readonly string[]): Promise<void> {
  const { database, clock, backlogOf = 'media' } = needs;
  const now = clock();
  const since = new Date(now.getTime() - BACKLOG_AFTER_MS);
  const { waiting, nextAttemptAt } = await readBacklog(database.pool, providers, since);
  if (waiting > 0) {
    await raiseAlarm(database.pool, {
      kind: 'media-backlog',
      subject: backlogOf,
      words:
        `${waiting === 1 ? '1 attachment has' : `${waiting} attachments have`} not been fetched for more than ` +
        '15 minutes. The messages are kept, and fetching goes on. ' +
        'Do not delete them from a phone. Ask your IT team to run "npx casethread doctor".',
      at: now,
    });
  } else {
    await clearAlarm(database.pool, 'media-backlog', backlogOf, now);
  }
  if (nextAttemptAt) {
    await wakeMediaIn(database.pool, Math.max(0, nextAttemptAt.getTime() - now.getTime()));
  }
}
