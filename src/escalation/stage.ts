// The escalation stage: each flag comes before a person. One item per conversation; flags join it.
import { randomUUID } from 'node:crypto';
import type { Stage, StageWorkItem } from '../jobs/stage.ts';
import type { Clock } from '../messaging/clock.ts';
import type { Nation } from '../record/working-days.ts';
import { decideBy, isStillThere } from './deadlines.ts';
import type { Item, Lane } from './item.ts';
import {
  insertItem,
  insertStep,
  joinFlags,
  lockOpenItem,
  type RaisedFlag,
  readRaisedFlags,
  updateItem,
} from './item-store.ts';
import { insertNotice } from './notice-store.ts';
import { giveForReview, passOn, pathOf } from './pass-on.ts';

type Connection = Parameters<Stage['process']>[0];
export type EscalationNeeds = { clock: Clock; nation: Nation };

/** Consumes `flag`. What cannot be done is set aside with an alarm, and the flag stays on its message. */
export function createEscalationStage(needs: EscalationNeeds): Stage {
  return {
    name: 'escalation',
    process: async (connection, items) => {
      await takeUpFlags(connection, flagsOf(items), needs);
    },
    onSetAside: async () => {},
  };
}

function flagsOf(items: readonly StageWorkItem[]): string[] {
  return items.filter(({ subjectKind }) => subjectKind === 'flag').map((item) => item.subjectId);
}

/**
 * Puts these flags before people: joined to the conversation's open item, or in a new one.
 * `history`: also flags on imported messages, which the demonstration's story leaves to managers.
 */
export async function takeUpFlags(
  connection: Connection,
  flagIds: readonly string[],
  needs: EscalationNeeds,
  { history = false }: { history?: boolean } = {},
): Promise<void> {
  const flags = await readRaisedFlags(connection, flagIds, { history });
  const keyOf = ({ conversationId, kind, aboutWorkerId }: RaisedFlag) =>
    JSON.stringify([conversationId, kind, aboutWorkerId]);
  for (const group of Map.groupBy(flags, keyOf).values()) {
    await takeUp(connection, group, { now: needs.clock(), nation: needs.nation });
  }
}

type At = { now: Date; nation: Nation };

async function takeUp(connection: Connection, flags: readonly RaisedFlag[], at: At): Promise<void> {
  const [first] = flags;
  if (first === undefined) return;
  const lane: Lane = flags.some(({ severity }) => severity === 'urgent') ? 'urgent' : 'review';
  const open = await lockOpenItem(connection, first);
  const item = open ?? newItem(first, lane, at);
  if (open === null) await insertItem(connection, item);
  await joinFlags(
    connection,
    item.id,
    flags.map(({ flagId }) => flagId),
    at.now,
  );
  if (open === null) await give(connection, item, at);
  else if (lane === 'urgent') await joinUrgent(connection, open, at);
}

function newItem(
  { conversationId, kind, aboutWorkerId }: RaisedFlag,
  lane: Lane,
  { now, nation }: At,
): Item {
  return {
    id: randomUUID(),
    conversationId,
    kind,
    aboutWorkerId,
    lane,
    state: 'open',
    openedAt: now,
    ownerId: null,
    acknowledgeBy: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    decideBy: decideBy(lane, now, nation),
    decidedAt: null,
    round: 1,
  };
}

async function give(connection: Connection, item: Item, at: At): Promise<void> {
  if (item.lane === 'urgent') await passOn(connection, item, 'owner', at);
  else await giveForReview(connection, item, at);
}

/** Something urgent joins what is there already. */
async function joinUrgent(connection: Connection, item: Item, at: At): Promise<void> {
  const { now, nation } = at;
  if (item.lane === 'review') {
    const due = decideBy('urgent', now, nation);
    const raised: Item = { ...item, lane: 'urgent', decideBy: due, round: item.round + 1 };
    await insertStep(connection, { itemId: item.id, kind: 'raised', round: raised.round, at: now });
    await passOn(connection, raised, 'owner', at);
    return;
  }
  const { acknowledgedAt, acknowledgedBy, id, round } = item;
  if (acknowledgedAt === null || acknowledgedBy === null) return; // somebody is being asked
  if (isStillThere(acknowledgedAt, now)) {
    const told = { itemId: id, workerId: acknowledgedBy, path: pathOf(id), at: now };
    await insertNotice(connection, { ...told, kind: 'urgent-joined' });
    return;
  }
  // Whoever acknowledged it hours ago may have gone home.
  await insertStep(connection, { itemId: id, kind: 'raised', round: round + 1, at: now });
  const again = { ...item, round: round + 1, acknowledgedAt: null, acknowledgedBy: null };
  await updateItem(connection, again);
  await passOn(connection, again, 'owner', at);
}
