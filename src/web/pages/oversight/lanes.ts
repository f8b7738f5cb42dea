// Everything that waits for one manager, counted and listed.
import { createHash } from 'node:crypto';
import { type Access, openAccess } from '../../../access/access.ts';
import { findWorkerName } from '../../../access/access-store.ts';
import type { Viewer } from '../../../access/viewer.ts';
import type { Queryable } from '../../../database/client.ts';
import { countOverdue, listOverdue } from '../../../escalation/overdue-store.ts';
import { readNext } from '../../../escalation/pass-on.ts';
import {
  countDecided,
  type FollowUp,
  listFollowUps,
  readQueueRows,
} from '../../../escalation/queue-store.ts';
import { listVisibleItems, type VisibleItem } from '../../../escalation/visible-store.ts';
import { londonDay } from '../../../format/dates.ts';
import { listSamples, type Sample } from '../../../oversight/sample-store.ts';
import type { Nation } from '../../../record/working-days.ts';
import { content } from './content.ts';
import { followUpRow, itemRow, type LaneRow, overdueRow, sampleRow } from './rows.ts';

const OVERDUE_SHOWN = 25;
const SAMPLES_SHOWN = 10;
/** The clock is said at five minutes and at one, not every second. */
const SAID_AT_MINUTES = [1, 5];

type Asked = {
  connection: Queryable;
  viewer: Viewer;
  access: Pick<Access, 'casesQuery'>;
  now: Date;
};

export type Waiting = {
  open: VisibleItem[];
  followUps: FollowUp[];
  overdue: number;
  /** Drawn at random from what no rule flagged, and not read yet. */
  samples: Sample[];
  total: number;
};

/** What a manager can finish, for the page and for the count beside its name. */
export async function loadWaiting({ connection, viewer, access, now }: Asked): Promise<Waiting> {
  const today = londonDay(now);
  const cases = await access.casesQuery(2);
  const [items, overdue, drawn] = await Promise.all([
    listVisibleItems(connection, viewer, today),
    countOverdue(connection, cases, now),
    listSamples(connection, await access.casesQuery(1)),
  ]);
  const samples = drawn.filter(({ result }) => result === null);
  const ids = items.map(({ id }) => id);
  const followUps = await listFollowUps(connection, ids, { until: today });
  const open = items.filter(({ state }) => state === 'open');
  const total = open.length + followUps.length + overdue + samples.length;
  return { open, followUps, overdue, samples, total };
}

/** The number beside Oversight in the navigation. */
export async function countOversight(
  connection: Queryable,
  viewer: Viewer,
  now: Date,
): Promise<number> {
  const access = openAccess(connection, viewer, londonDay(now));
  return (await loadWaiting({ connection, viewer, access, now })).total;
}

/** Changes with anything that a reader would see, and when the time of an urgent item runs out. */
export function liveOf({ open, followUps, overdue, samples }: Waiting, now: Date) {
  const left = open.flatMap(({ acknowledgeBy }) =>
    acknowledgeBy === null ? [] : [(acknowledgeBy.getTime() - now.getTime()) / 60_000],
  );
  const soonest = Math.min(...left);
  const clock = SAID_AT_MINUTES.find((minutes) => soonest > 0 && soonest <= minutes) ?? null;
  const seen = [open, followUps, overdue, samples.length, clock];
  const token = createHash('sha256').update(JSON.stringify(seen)).digest('base64url').slice(0, 16);
  const time = clock === 1 ? '1 minute' : `${clock} minutes`;
  const words = clock === null ? content.whatIsNew : `${content.whatIsNew}: ${time} to acknowledge`;
  return { token, words };
}

export type Lanes = {
  urgent: LaneRow[];
  review: LaneRow[];
  followUps: LaneRow[];
  overdue: LaneRow[];
  overdueTotal: number;
  samples: LaneRow[];
  sampleTotal: number;
  total: number;
  done: number;
  caseNumbers: string[];
};

export async function loadLanes(
  { connection, viewer, access, now }: Asked,
  waiting: Waiting,
  nation: Nation,
): Promise<Lanes> {
  const { open } = waiting;
  const context = { now, nation, viewerId: viewer.workerId };
  const cases = await access.casesQuery(3);
  const [rows, overdue, done] = await Promise.all([
    readQueueRows(
      connection,
      open.map(({ id }) => id),
    ),
    listOverdue(connection, cases, now, OVERDUE_SHOWN),
    countDecided(connection, viewer.workerId, londonDay(now)),
  ]);
  const rowOf = async (item: VisibleItem): Promise<LaneRow[]> => {
    const row = rows.get(item.id);
    if (row === undefined) return [];
    const asksSomebody = item.lane === 'urgent' && item.acknowledgedAt === null;
    const who = asksSomebody ? await readNext(connection, item, { now, nation }) : null;
    const name = who?.to === 'person' ? await findWorkerName(connection, who.workerId) : null;
    return [itemRow(item, row, who === null ? null : { who, name }, context)];
  };
  const laneOf = async (lane: VisibleItem['lane'], by: (item: VisibleItem) => Date) => {
    const items = open
      .filter((item) => item.lane === lane)
      .sort((one, other) => by(one).getTime() - by(other).getTime());
    return (await Promise.all(items.map(rowOf))).flat();
  };
  const last = new Date(8_640_000_000_000_000); // acknowledged ones after those that run out
  return {
    urgent: await laneOf('urgent', ({ acknowledgeBy }) => acknowledgeBy ?? last),
    review: await laneOf('review', ({ decideBy }) => decideBy),
    followUps: waiting.followUps.map((followUp) => followUpRow(followUp, context)),
    overdue: overdue.map((recording) => overdueRow(recording, context)),
    overdueTotal: waiting.overdue,
    sampleTotal: waiting.samples.length,
    samples: waiting.samples
      .slice(0, SAMPLES_SHOWN)
      .map((sample, index) => sampleRow(sample, index, waiting.samples.length, context)),
    total: waiting.total,
    done,
    caseNumbers: [...new Set([...rows.values()].flatMap(({ caseNumbers }) => caseNumbers))],
  };
}
