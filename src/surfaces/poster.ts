// Posts one card, once: claimed and logged before the platform is asked, settled by what it said.
// A try that came to no known end is looked for in the platform's history before it is repeated.
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Database } from '../database/client.ts';
import type { Card, PostOutcome, Recipient, WorkerSurface } from '../messaging/surface.ts';
import {
  type CardKey,
  type CardOwner,
  claimCard,
  findThread,
  logStep,
  type StandingCard,
  settleCard,
} from './card-store.ts';
import { SURFACE_NAME } from './words.ts';

/** Longer than any platform's client waits. */
const LEASE_MS = 60_000;
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** Who cannot be reached today may be tomorrow: they left, or blocked us. */
const UNREACHABLE_MS = 24 * 3_600_000;

export type CardToPut = {
  key: CardKey;
  owner: CardOwner;
  recipient: Recipient;
  card: Card;
  mark: string;
  notification: string;
  /** The card that stands there now, to be replaced; null: none. */
  standing: StandingCard | null;
  state: 'standing' | 'done';
  offers: readonly string[];
};

/** later: it is tried again by itself, or somebody else is at it. */
export type Put = 'stands' | 'unreachable' | 'later';

export type Poster = {
  put(card: CardToPut): Promise<Put>;
  /** The platform asked for a pause, or is away: the rest waits for the next run. */
  isStopped(): boolean;
};

/** Posts to one platform during one run. */
export function createPoster(database: Database, surface: WorkerSurface, now: Date): Poster {
  let stopped = false;

  async function put(toPut: CardToPut): Promise<Put> {
    if (stopped) return 'later';
    const { key, owner, mark } = toPut;
    const claim = await database.transaction(async (connection) => {
      const leaseUntil = new Date(now.getTime() + LEASE_MS);
      const claimed = await claimCard(connection, key, owner, { now, leaseUntil });
      if (claimed === null) return null;
      await logStep(connection, key, owner, {
        outcome: 'tried',
        shown: mark,
        at: now,
        reference: null,
      });
      return claimed;
    });
    if (claim === null) return 'later';
    const outcome = await ask(toPut, claim.triedBefore);
    await settle(toPut, outcome, claim.attempts);
    if (outcome.outcome === 'posted') return 'stands';
    return outcome.outcome === 'unreachable' ? 'unreachable' : 'later';
  }

  async function ask(toPut: CardToPut, triedBefore: boolean): Promise<PostOutcome> {
    const { key, owner, recipient, card, notification, standing } = toPut;
    const { conversationId } = owner;
    const thread =
      conversationId === null ? null : await findThread(database.pool, key, conversationId);
    try {
      return await surface.post({
        key: `${key.subjectKind}:${key.subjectId}`,
        triedBefore,
        recipient,
        card,
        notification,
        thread,
        replaces: standing?.reference ?? null,
      });
    } catch {
      const words = `${SURFACE_NAME[key.surface]} did not answer.`;
      return { outcome: 'not-now', words, retryAfterMs: null, credentials: false };
    }
  }

  async function settle(toPut: CardToPut, outcome: PostOutcome, attempts: number): Promise<void> {
    const { key, owner, mark, standing, state, offers } = toPut;
    const unchanged = { shown: null, reference: null, thread: null, at: now };
    await database.transaction(async (connection) => {
      if (outcome.outcome === 'posted') {
        const { reference } = outcome;
        const did = standing?.reference ? 'replaced' : 'posted';
        await logStep(connection, key, owner, { outcome: did, shown: mark, at: now, reference });
        await settleCard(connection, key, {
          state,
          shown: mark,
          reference,
          thread: outcome.thread,
          offers,
          nextAttemptAt: null,
          isKnown: true,
          at: now,
        });
        return;
      }
      const step = { outcome: outcome.outcome, shown: mark, at: now, reference: null };
      await logStep(connection, key, owner, step);
      const isUnreachable = outcome.outcome === 'unreachable';
      const pauseMs = isUnreachable ? UNREACHABLE_MS : pauseAfter(attempts, outcome.retryAfterMs);
      await settleCard(connection, key, {
        ...unchanged,
        state: isUnreachable ? 'unreachable' : (standing?.state ?? 'waiting'),
        offers: standing?.offers ?? [],
        nextAttemptAt: new Date(now.getTime() + pauseMs),
        isKnown: isUnreachable,
      });
    });
    await tellPeople(toPut, outcome, attempts);
  }

  async function tellPeople(
    { key }: CardToPut,
    outcome: PostOutcome,
    attempts: number,
  ): Promise<void> {
    if (outcome.outcome === 'posted') {
      await clearAlarm(database.pool, 'surface-down', key.surface, now);
    }
    if (outcome.outcome !== 'not-now') return;
    stopped = true;
    const isPause = outcome.retryAfterMs !== null && attempts < MANY_TRIES;
    if (isPause || (attempts < A_FEW_TRIES && !outcome.credentials)) return;
    const name = SURFACE_NAME[key.surface];
    await raiseAlarm(database.pool, {
      kind: 'surface-down',
      subject: key.surface,
      words: `${outcome.words} Workers are not prompted in ${name}. Everything is kept, waits in Casethread on the web, and reaches ${name} when it answers. Ask your IT team to run "npx casethread doctor".`,
      at: now,
    });
  }

  return { put, isStopped: () => stopped };
}

const A_FEW_TRIES = 2;
const MANY_TRIES = 6;

function pauseAfter(attempts: number, retryAfterMs: number | null): number {
  if (retryAfterMs !== null) return retryAfterMs;
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, attempts - 1), LONGEST_PAUSE_MS);
}
