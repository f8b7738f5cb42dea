// Works out which cards should stand in every worker's chat, and posts, replaces or finishes them.
// Run when something changed and every minute: what a lost wake-up would have missed is found then.
import type { Viewer } from '../access/viewer.ts';
import type { Database } from '../database/client.ts';
import { STUCK_MS } from '../delivery/follow-up.ts';
import { londonDay } from '../format/dates.ts';
import type { Clock } from '../messaging/clock.ts';
import type { DoneCard, SurfaceKind, WorkerSurface } from '../messaging/surface.ts';
import type { Nation } from '../record/working-days.ts';
import { auditBy } from './acts/actor.ts';
import { type CardKey, dropUnposted, listLiveCards, type StandingCard } from './card-store.ts';
import { promptChannels } from './channels.ts';
import { homeOf } from './home.ts';
import { listReachableWorkers, type ReachableWorker } from './identity-store.ts';
import { doneMark } from './marks.ts';
import { tellNotices } from './notices.ts';
import { createPoster, type Poster } from './poster.ts';
import { type Seat, seatOf } from './seat.ts';
import { createSeen, type Seen } from './seen.ts';
import { listSettings, UNSET } from './setting-store.ts';
import { listConcerned } from './waiting-store.ts';
import { overCard, settledCard, type Wanted, wantedFor } from './wanted.ts';
import { NO_CONTENT } from './words.ts';

export type PromptNeeds = {
  database: Database;
  clock: Clock;
  nation: Nation;
  publicBaseUrl: string;
  surfaces: readonly WorkerSurface[];
};

const MOVED_WITHIN_MS = 24 * 3_600_000;

/** A look at everything, on every platform there is; each call is one. */
export function createPrompts(needs: PromptNeeds): () => Promise<void> {
  const seen = createSeen();
  return async () => {
    for (const surface of needs.surfaces) await promptOn(needs, surface, seen);
  };
}

type Run = {
  needs: PromptNeeds;
  surface: WorkerSurface;
  kind: SurfaceKind;
  poster: Poster;
  now: Date;
};

async function promptOn(needs: PromptNeeds, surface: WorkerSurface, seen: Seen): Promise<void> {
  const { pool } = needs.database;
  const now = needs.clock();
  const today = londonDay(now);
  const { kind } = surface;
  const poster = createPoster(needs.database, surface, now);
  const run: Run = { needs, surface, kind, poster, now };
  await tellNotices(needs, kind, poster, now);
  const [settings, cards, workers, concerned] = await Promise.all([
    listSettings(pool, kind),
    listLiveCards(pool, kind, new Date(now.getTime() - MOVED_WITHIN_MS)),
    listReachableWorkers(pool, kind, today),
    listConcerned(pool, today, new Date(now.getTime() - STUCK_MS)),
  ]);
  const standing = Map.groupBy(cards, ({ recipient }) => recipient);
  for (const worker of workers) {
    if (poster.isStopped()) return;
    const own = standing.get(worker.userId) ?? [];
    const isOwn = own.every(({ workerId }) => workerId === worker.workerId);
    const mark = concerned.get(worker.workerId);
    if (!isOwn || (own.length === 0 && mark === undefined)) continue;
    const setting = settings.get(worker.team) ?? UNSET;
    const state = JSON.stringify([today, worker, setting, mark]);
    const place = `${kind}:${worker.userId}`;
    // What may change by what is not in the mark is looked at every time.
    const isSettled = own.every((card) => card.state === 'standing' && card.nextAttemptAt === null);
    if (isSettled && seen.isSame(place, state, now)) continue;
    await promptWorker(run, worker, own, setting);
    if (!poster.isStopped()) seen.note(place, state, now);
  }
  await finishOrphans(run, cards, workers);
  await promptChannels(run, cards, settings, today);
}

async function promptWorker(
  run: Run,
  worker: ReachableWorker,
  standing: readonly StandingCard[],
  setting: { words: 'allocated' | 'nobody' },
): Promise<void> {
  const { needs, surface, kind, poster, now } = run;
  const { workerId, name, role, team, managerId } = worker;
  const viewer: Viewer = { workerId, name, role, team, managerId };
  const seat = seatOf({ ...needs, surface: kind }, viewer, now);
  const wanted = await wantedFor(seat, setting);
  const keyOf = (subject: Pick<CardKey, 'subjectKind' | 'subjectId'>) =>
    `${subject.subjectKind}:${subject.subjectId}`;
  const byKey = new Map(standing.map((card) => [keyOf(card), card]));
  const wantedKeys = new Set(wanted.map(keyOf));
  let changed = false;

  // What is settled comes first: a finished question offers the context of its recordings.
  const offered = new Set<string>();
  for (const card of standing) {
    if (wantedKeys.has(keyOf(card)) && card.state !== 'done') continue;
    if (card.subjectKind === 'waiting' || card.subjectKind === 'notice') continue;
    const done = await settledCard(seat, card);
    for (const { recordingId, needsContext } of done.recordings) {
      if (needsContext) offered.add(recordingId);
    }
    if (await finish(run, card, worker.userId, done)) changed = true;
  }
  for (const item of wanted) {
    if (poster.isStopped()) return;
    if (item.subjectKind === 'recording' && offered.has(item.subjectId)) continue;
    const before = byKey.get(keyOf(item)) ?? null;
    if (before?.state === 'standing' && before.shown === item.mark) continue;
    if (await putWanted(run, seat, worker.userId, item, before)) changed = true;
  }
  if (changed && surface.refreshHome) {
    await surface.refreshHome(worker.userId, await homeOf(seat)).catch(() => undefined);
  }
}

async function putWanted(
  { kind, poster }: Run,
  seat: Seat,
  userId: string,
  item: Wanted,
  standing: StandingCard | null,
): Promise<boolean> {
  const loaded = await item.load();
  if (loaded === null) return false;
  const { subjectKind, subjectId, conversationId, mark, notification } = item;
  const put = await poster.put({
    key: { surface: kind, recipient: userId, subjectKind, subjectId },
    owner: { workerId: seat.viewer.workerId, conversationId },
    recipient: { kind: 'person', userId },
    card: loaded.card,
    mark,
    notification,
    standing,
    state: 'standing',
    offers: [],
  });
  if (put === 'stands' && item.shows === 'words') {
    await auditBy(seat, {
      action: 'view',
      subjectKind,
      subjectId,
      caseNumbers: loaded.caseNumbers,
      detail: { posted: true },
    });
  }
  return put === 'stands';
}

/** Puts a settled card in the place of one that stands, when it says something else. */
async function finish(
  { kind, poster, needs }: Run,
  card: StandingCard,
  recipient: string,
  done: DoneCard,
): Promise<boolean> {
  const { subjectKind, subjectId, workerId, conversationId } = card;
  const key: CardKey = { surface: kind, recipient, subjectKind, subjectId };
  if (card.reference === null) {
    await dropUnposted(needs.database.pool, key);
    return false;
  }
  const mark = doneMark(done);
  if (card.state === 'done' && card.shown === mark) return false;
  const put = await poster.put({
    key,
    owner: { workerId, conversationId },
    recipient:
      workerId === null
        ? { kind: 'channel', channelId: recipient }
        : { kind: 'person', userId: recipient },
    card: done,
    mark,
    notification: NO_CONTENT.over.heading,
    standing: card,
    state: 'done',
    offers: done.recordings.flatMap(({ recordingId, needsContext }) =>
      needsContext ? [recordingId] : [],
    ),
  });
  return put === 'stands';
}

/** Cards in chats of people who left, or whose account is somebody else's now: nobody is named there. */
async function finishOrphans(
  run: Run,
  cards: readonly StandingCard[],
  workers: readonly ReachableWorker[],
): Promise<void> {
  const accounts = new Map(workers.map(({ userId, workerId }) => [userId, workerId]));
  for (const card of cards) {
    if (card.workerId === null || accounts.get(card.recipient) === card.workerId) continue;
    if (run.poster.isStopped()) return;
    await finish(run, card, card.recipient, overCard(`${run.needs.publicBaseUrl}/inbox`));
  }
}
