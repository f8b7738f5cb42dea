// Runs the stages until nothing waits. One wake-up serves everything that is there.
import { raiseAlarm } from '../alarms/alarm-store.ts';
import type { Database } from '../database/client.ts';
import { attempt } from '../database/savepoint.ts';
import type { StageName } from '../database/stage-work.ts';
import type { Clock } from '../messaging/clock.ts';
import type { Stage, StageWorkItem } from './stage.ts';
import { isWaiting, lockStage, readWaiting, removeDone, setAside } from './work-store.ts';

/** Large enough to share round trips, small enough to keep a live message's wait short. */
const BATCH = 500;

export type Drained = Record<StageName, number> & { setAside: number };

export type DrainOptions = {
  database: Database;
  /** In the order a message passes them. */
  stages: readonly Stage[];
  clock: Clock;
  /** Awaited before each batch: keeping what arrives comes before thinking about it. */
  giveWay?: () => Promise<void>;
  /** Once aborted, no batch is begun: what waits is done after the next start. */
  stopping?: AbortSignal;
  /** Told ids and error classes of what was set aside, never content. */
  onTrouble?: (stage: StageName, item: StageWorkItem, error: unknown) => void;
};

/**
 * Does all work that waits, a batch at a time, and returns how many items each stage did. The stages
 * work side by side, as in several processes: one thinks while the database writes for another; what
 * one has committed wakes the next. Safe to run in several processes: a stage is drained by one at a
 * time. Throws only when the database does not answer; everything not yet done then still waits.
 */
export async function drainStages(options: DrainOptions): Promise<Drained> {
  const drained: Drained = { attribution: 0, oversight: 0, record: 0, escalation: 0, setAside: 0 };
  const failures: unknown[] = [];
  let before: Upstream = NOTHING_BEFORE;
  const lines = options.stages.map((stage) => {
    const progress = createProgress();
    const line = drainStage(options, stage, drained, before, () => {
      progress.made();
      return failures.length === 0;
    }).catch((error: unknown) => {
      failures.push(error);
    });
    before = progress;
    return line.then(progress.end);
  });
  await Promise.all(lines);
  if (failures.length > 0) throw failures[0];
  return drained;
}

/** What the stage before does: whether more may come of it, and when. */
type Upstream = { hasEnded(): boolean; next(): Promise<void> };

const NOTHING_BEFORE: Upstream = { hasEnded: () => true, next: () => Promise.resolve() };

function createProgress(): Upstream & { made(): void; end(): void } {
  let ended = false;
  let coming = Promise.withResolvers<void>();
  const made = () => {
    coming.resolve();
    coming = Promise.withResolvers<void>();
  };
  return {
    made,
    end: () => {
      ended = true;
      made();
    },
    hasEnded: () => ended,
    next: () => coming.promise,
  };
}

/** One stage until nothing waits for it and nothing more can come from the one before it. */
async function drainStage(
  options: DrainOptions,
  stage: Stage,
  drained: Drained,
  before: Upstream,
  goOn: () => boolean,
): Promise<void> {
  const first = before.next();
  if (!before.hasEnded()) await first;
  for (;;) {
    // Asked before looking: what is committed while we look is either seen or announced.
    const isLast = before.hasEnded();
    const coming = before.next();
    await options.giveWay?.();
    if (options.stopping?.aborted) return;
    const batch = await drainBatch(options, stage, drained);
    if (batch > 0 && !goOn()) return;
    if (batch > 0) continue;
    if (isLast) return;
    await coming;
  }
}

async function drainBatch(options: DrainOptions, stage: Stage, drained: Drained): Promise<number> {
  if (!(await isWaiting(options.database.pool, stage.name))) return 0;
  let items: StageWorkItem[] = [];
  try {
    await options.database.transaction(async (connection) => {
      await lockStage(connection, stage.name);
      items = await readWaiting(connection, stage.name, BATCH);
      if (items.length === 0) return;
      await stage.process(connection, items);
      await removeDone(connection, items);
    });
    drained[stage.name] += items.length;
  } catch (error) {
    if (items.length === 0) throw error;
    await drainOneByOne(options, stage, drained);
  }
  return items.length;
}

/**
 * A batch failed: each conversation alone, and within a conversation that fails each item alone,
 * so that one bad message holds up nothing but itself.
 */
async function drainOneByOne(options: DrainOptions, stage: Stage, drained: Drained): Promise<void> {
  await options.database.transaction(async (connection) => {
    await lockStage(connection, stage.name);
    const items = await readWaiting(connection, stage.name, BATCH);
    for (const conversation of Map.groupBy(items, (item) => item.conversationId).values()) {
      if ((await attemptItems(connection, stage, conversation)) === undefined) {
        drained[stage.name] += conversation.length;
        continue;
      }
      for (const item of conversation) {
        const failure = await attemptItems(connection, stage, [item]);
        if (failure === undefined) {
          drained[stage.name] += 1;
          continue;
        }
        options.onTrouble?.(stage.name, item, failure.error);
        await putAside(options, connection, stage, item, failure.error);
        drained.setAside += 1;
      }
    }
  });
}

type Connection = Parameters<Stage['process']>[0];

/** The items of one attempt, done or not: undefined, or the error that undid them. */
function attemptItems(
  connection: Connection,
  stage: Stage,
  items: readonly StageWorkItem[],
): Promise<{ error: unknown } | undefined> {
  return attempt(connection, async () => {
    await stage.process(connection, items);
    await removeDone(connection, items);
  });
}

async function putAside(
  { clock }: DrainOptions,
  connection: Connection,
  stage: Stage,
  item: StageWorkItem,
  error: unknown,
): Promise<void> {
  const problem = error instanceof Error ? error.name : 'unknown error';
  await setAside(connection, [item], problem, clock());
  await attempt(connection, () => stage.onSetAside(connection, item));
  await raiseAlarm(connection, {
    kind: 'set-aside',
    subject: stage.name,
    words:
      `Casethread could not finish the ${stage.name} of at least one message. The message is kept. ` +
      'Ask your IT team to run "npx casethread doctor", which lists what was set aside.',
    at: clock(),
  });
}
