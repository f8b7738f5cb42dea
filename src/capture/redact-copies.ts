// What a provider keeps of families' words is removed there, once it is certainly and wholly here: after
// commit, after the provider's ledger showed it, and after a wait. Off unless somebody sets that wait.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { recordAudit } from '../access/audit-store.ts';
import type { Database } from '../database/client.ts';
import { type ChannelAdapter, ProviderTrouble } from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';
import type { MediaFiles } from './media-files.ts';
import { raiseCredentialsRefused } from './provider-health-store.ts';
import {
  type CopyPart,
  type DueCopy,
  noteRemoved,
  type Place,
  readDueCopies,
} from './redact-copies-store.ts';

export type RedactNeeds = {
  database: Database;
  adapters: readonly ChannelAdapter[];
  files: Pick<MediaFiles, 'pathOf'>;
  clock: Clock;
  /** Days to wait, by provider; a provider that is not named keeps its copies. */
  redactAfterDays: Readonly<Record<string, number>>;
};

const DAY_MS = 86_400_000;
const PAGE = 100;
/** So many messages a run, so that sending is never slowed down by it. */
const MOST_A_RUN = 1_000;

/** The queue's task. */
export function redactTask(needs: RedactNeeds) {
  return { name: 'redact-copies', everyMinutes: 15, run: () => redactCopies(needs) };
}

type WithRedact = ChannelAdapter & Required<Pick<ChannelAdapter, 'redact'>>;

const canRedact = (adapter: ChannelAdapter): adapter is WithRedact => adapter.redact !== undefined;

/** Removes what may go at each provider. Throws when the database or the disk does not answer. */
export async function redactCopies(needs: RedactNeeds): Promise<void> {
  for (const adapter of needs.adapters.filter(canRedact)) {
    const days = needs.redactAfterDays[adapter.provider];
    if (days === undefined) continue;
    const removed = { messages: 0, parts: 0 };
    try {
      await redactAt(needs, adapter, days, removed);
    } catch (error) {
      if (!(error instanceof ProviderTrouble)) throw error;
      // What asks for a pause gets it until the next run.
      if (error.kind === 'credentials') {
        await raiseCredentialsRefused(needs.database.pool, adapter.provider, needs.clock());
      }
    } finally {
      await audit(needs, adapter.provider, days, removed);
    }
  }
}

type Removed = { messages: number; parts: number };

async function redactAt(
  needs: RedactNeeds,
  adapter: WithRedact,
  days: number,
  removed: Removed,
): Promise<void> {
  const { pool } = needs.database;
  const before = new Date(needs.clock().getTime() - days * DAY_MS);
  let place: Place | null = null;
  for (let looked = 0; looked < MOST_A_RUN; looked += PAGE) {
    const found = await readDueCopies(pool, adapter.provider, before, place, PAGE);
    for (const copy of found.due) {
      const parts = await redactOne(needs, adapter, copy);
      removed.parts += parts;
      if (parts > 0) removed.messages += 1;
    }
    place = found.last;
    if (place === null) return;
  }
}

/** Returns how many parts are gone now. Nothing goes of a message whose attachments are not whole. */
async function redactOne(
  { database, clock, files }: RedactNeeds,
  adapter: WithRedact,
  { messageId, externalId, parts }: DueCopy,
): Promise<number> {
  for (const part of parts) if (!(await isWhole(files, part))) return 0;
  let removed = 0;
  for (const part of parts) {
    const outcome = await adapter.redact({ externalId, mediaSource: part.source });
    if (outcome.outcome === 'not-yet') continue;
    await noteRemoved(database.pool, messageId, part, clock());
    removed += 1;
  }
  return removed;
}

/** Reads our own file once more: a copy elsewhere is not removed on the word of a table. */
async function isWhole(files: Pick<MediaFiles, 'pathOf'>, { part, sha256 }: CopyPart) {
  if (part === 'body') return true;
  if (sha256 === null) return false;
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(files.pathOf(sha256)), hash);
  } catch {
    return false;
  }
  return hash.digest('hex') === sha256;
}

async function audit(
  { database, clock }: RedactNeeds,
  provider: string,
  days: number,
  removed: Removed,
): Promise<void> {
  if (removed.parts === 0) return;
  await recordAudit(database.pool, {
    at: clock(),
    actor: 'system:redact-copies',
    action: 'remove-provider-copies',
    subjectKind: 'provider',
    subjectId: provider,
    caseNumbers: [],
    detail: { messages: removed.messages, parts: removed.parts, afterDays: days },
  });
}
